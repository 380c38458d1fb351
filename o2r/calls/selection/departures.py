"""Which decisions depart from the ranking of the readers. Pure.

    departures([Placed("a", 1, level=0), Placed("b", 2, level=1)])
    # {"a": PASSED_OVER, "b": AHEAD}: the second is kept, the first is not

An application departs when one ranked worse is better served, or when one ranked better is worse
served. Two applications of the same rank never depart from each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Generic, TypeVar

from o2r.calls.selection.enums import DepartureKind, Outcome

Key = TypeVar("Key")
Level = tuple[int, int]

_LEVELS = {Outcome.AWARD: 2, Outcome.WAITING: 1, Outcome.REJECTION: 0}


@dataclass(frozen=True, slots=True)
class Placed(Generic[Key]):
    """An application: its rank by the readers (1 is the best), how well it is served.

    ``level``: greater is better; see ``level_of``.
    """

    key: Key
    rank: int
    level: Level


def level_of(outcome: Outcome, waiting_rank: int | None = None) -> Level:
    """How well a decision serves an application: kept, then the waiting list in order, then not."""
    return _LEVELS[outcome], -(waiting_rank or 0)


def kept_level(kept: bool) -> Level:
    """The same for a scenario, which only keeps or does not."""
    return level_of(Outcome.AWARD if kept else Outcome.REJECTION)


def departures(placed: Iterable[Placed[Key]]) -> dict[Key, DepartureKind]:
    """The applications that depart from the ranking, and how."""
    ordered = sorted(placed, key=attrgetter("rank"))
    tiers = [list(tier) for _, tier in groupby(ordered, key=attrgetter("rank"))]
    ahead = _served_better_than_one_before(tiers)
    passed = _served_worse_than_one_after(tiers)
    found: dict[Key, DepartureKind] = {}
    for one in ordered:
        if one.key in ahead and one.key in passed:
            found[one.key] = DepartureKind.BOTH
        elif one.key in ahead:
            found[one.key] = DepartureKind.AHEAD
        elif one.key in passed:
            found[one.key] = DepartureKind.PASSED_OVER
    return found


def _served_better_than_one_before(tiers: list[list[Placed[Key]]]) -> set[Key]:
    found: set[Key] = set()
    worst: Level | None = None
    for tier in tiers:
        found |= {one.key for one in tier if worst is not None and one.level > worst}
        lowest = min(one.level for one in tier)
        worst = lowest if worst is None else min(worst, lowest)
    return found


def _served_worse_than_one_after(tiers: list[list[Placed[Key]]]) -> set[Key]:
    found: set[Key] = set()
    best: Level | None = None
    for tier in reversed(tiers):
        found |= {one.key for one in tier if best is not None and one.level < best}
        highest = max(one.level for one in tier)
        best = highest if best is None else max(best, highest)
    return found
