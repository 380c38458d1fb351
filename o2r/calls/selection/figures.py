"""What a scenario covers and costs: the figures beside the table of the room. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from o2r.calls.selection.entries import NOTHING, Row
from o2r.calls.selection.shares import population_by_department, shared
from o2r.calls.selection.white import WhiteZone, white_zones
from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography
from o2r.territory.zones.selection_coverage import (
    Candidate,
    SelectionCoverage,
    selection_coverage,
)


@dataclass(frozen=True, slots=True)
class Money:
    """An envelope and what a scenario takes of it, in euros. ``envelope`` None: none is set."""

    given: Decimal
    envelope: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What is left; below zero when the scenario gives too much."""
        return None if self.envelope is None else self.envelope - self.given

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass(frozen=True, slots=True)
class DepartmentMoney:
    """The same for one département.

    An amount is shared over the départements of a zone by their inhabitants in it: an estimate.
    """

    code: str
    name: str
    money: Money
    population: int
    covered: int

    @property
    def share(self) -> float:
        """The part, from 0 to 1, of the inhabitants of the call covered here."""
        return self.covered / self.population if self.population else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """All that changes when an application is kept or not.

    ``cost_per_place``: euros for one person accompanied one year, over the applications kept that
    say how many; ``places``: how many people a year these accompany.
    """

    coverage: SelectionCoverage = field(repr=False)
    kept: int
    money: Money
    departments: tuple[DepartmentMoney, ...]
    white: tuple[WhiteZone, ...]
    publics: dict[str, float]
    places: int
    without_places: int
    cost_per_place: Decimal | None

    @property
    def share(self) -> float:
        return self.coverage.share

    @property
    def overlapped(self) -> int:
        """Communes that two applications kept, or more, cover."""
        return self.coverage.overlapped.communes


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not change from scenario to scenario: the perimeter and the envelopes, in euros."""

    geo: Geography
    perimeter: int = field(repr=False)
    publics: tuple[str, ...] = ()
    envelope: Decimal | None = None
    envelopes: Mapping[str, Decimal] = field(default_factory=dict)


def figures_of(ground: Ground, rows: Sequence[Row]) -> Figures:
    """The figures of a scenario."""
    kept = [row for row in rows if row.pick.kept]
    coverage = selection_coverage(
        ground.geo,
        ground.perimeter,
        [Candidate(str(row.entry.key), row.entry.bits, True, row.entry.publics) for row in kept],
    )
    sized = [row for row in kept if row.entry.places]
    return Figures(
        coverage=coverage,
        kept=len(kept),
        money=Money(sum((row.amount for row in kept), NOTHING), ground.envelope),
        departments=tuple(_departments(ground, kept, coverage)),
        white=white_zones(ground.geo, ground.perimeter, coverage),
        publics={public: coverage.public_share(public) for public in ground.publics},
        places=sum(row.entry.places or 0 for row in sized),
        without_places=len(kept) - len(sized),
        cost_per_place=_cost_per_place(sized),
    )


def _departments(
    ground: Ground, kept: Sequence[Row], coverage: SelectionCoverage
) -> Iterable[DepartmentMoney]:
    given: dict[str, Decimal] = {}
    for row in kept:
        inside = row.entry.bits & ground.perimeter or row.entry.bits
        weights = dict(population_by_department(ground.geo, inside))
        for code, amount in shared(row.amount, weights).items():
            given[code] = given.get(code, NOTHING) + amount
    people = dict(population_by_department(ground.geo, ground.perimeter))
    covered = ground.perimeter ^ coverage.white
    for unit in ground.geo.of_kind(UnitKind.DEP):
        if unit.code in given or unit.code in people or unit.code in ground.envelopes:
            yield DepartmentMoney(
                code=unit.code,
                name=unit.name,
                money=Money(given.get(unit.code, NOTHING), ground.envelopes.get(unit.code)),
                population=people.get(unit.code, 0),
                covered=ground.geo.population(unit.bits & covered),
            )


def _cost_per_place(sized: Sequence[Row]) -> Decimal | None:
    """Over the whole project: euros, divided by people accompanied a year and by years."""
    place_years = sum((row.entry.places or 0) * max(1, len(row.entry.asked)) for row in sized)
    if not place_years:
        return None
    total = sum((row.amount for row in sized), NOTHING)
    return (total / place_years).quantize(Decimal(1))
