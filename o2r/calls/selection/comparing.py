"""Two scenarios side by side: what each one keeps, covers and costs. Pure."""

from dataclasses import dataclass

from o2r.calls.selection.entries import Entry, Row
from o2r.calls.selection.figures import Figures
from o2r.calls.selection.white import WhiteZone


@dataclass(frozen=True, slots=True)
class Difference:
    """An application that two scenarios do not treat alike."""

    entry: Entry
    first: Row
    second: Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from a first scenario to a second one.

    ``gained``: white zones of the first that the second covers; ``lost``: the reverse.
    """

    first: Figures
    second: Figures
    differences: tuple[Difference, ...]
    gained: tuple[WhiteZone, ...]
    lost: tuple[WhiteZone, ...]


def compare(first: tuple[list[Row], Figures], second: tuple[list[Row], Figures]) -> Comparison:
    """Compare two scenarios of the same call: the same applications, in the same order."""
    pairs = zip(first[0], second[0], strict=True)
    before = {zone.label: zone for zone in first[1].white}
    after = {zone.label: zone for zone in second[1].white}
    return Comparison(
        first=first[1],
        second=second[1],
        differences=tuple(
            Difference(one.entry, one, other) for one, other in pairs if _differ(one, other)
        ),
        gained=tuple(zone for label, zone in before.items() if label not in after),
        lost=tuple(zone for label, zone in after.items() if label not in before),
    )


def _differ(one: Row, other: Row) -> bool:
    return one.pick.kept != other.pick.kept or (one.pick.kept and one.amount != other.amount)
