"""Who reads what: balanced loads, no conflict, people who know the territory. Pure, seeded.

Each application takes its least loaded readers; a reader too many is relieved along a chain of
exchanges, as long as one exists, which is what makes loads as equal as the conflicts let them be
(a semi-matching without a cost-reducing path is optimal: Harvey, Ladner, Lovász, Tamir, 2006).
Then pairs are exchanged so that more applications go to someone who knows their départements,
without touching the loads.
"""

import random
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

A = TypeVar("A", bound=Hashable)
R = TypeVar("R", bound=Hashable)


@dataclass(frozen=True)
class Demand(Generic[A, R]):
    """An application that wants ``wanted`` more readers. ``barred``: who must not, or already does.

    ``departments``: codes of those it acts in.
    """

    application: A
    wanted: int
    departments: frozenset[str] = frozenset()
    barred: frozenset[R] = frozenset()


@dataclass(frozen=True)
class Candidate(Generic[R]):
    """A reader. ``load``: what they already read; ``most``: what they accept in all, if they said.

    ``departments``: those they know; none means all alike.
    """

    reader: R
    departments: frozenset[str] = frozenset()
    load: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Proposal(Generic[A, R]):
    """Who would read what, and how many readers each application still lacks."""

    pairs: tuple[tuple[A, R], ...]
    missing: dict[A, int] = field(default_factory=dict)


def propose(
    demands: Sequence[Demand[A, R]], candidates: Sequence[Candidate[R]], *, seed: int = 0
) -> Proposal[A, R]:
    """An assignment. The same demands, candidates and seed give the same one, in any order."""
    return _Table(demands, candidates, seed).filled()


class _Table(Generic[A, R]):
    def __init__(
        self, demands: Sequence[Demand[A, R]], candidates: Sequence[Candidate[R]], seed: int
    ) -> None:
        draw = random.Random(seed)  # noqa: S311 — a fair order, not a secret
        readers = sorted(candidates, key=lambda one: str(one.reader))
        self._demands = {one.application: one for one in _sorted(demands)}
        self._readers = {one.reader: one for one in draw.sample(readers, len(readers))}
        self._load = {one.reader: one.load for one in readers}
        self._held: dict[R, set[A]] = {one.reader: set() for one in readers}

    def filled(self) -> Proposal[A, R]:
        missing = {}
        # Those with the fewest possible readers choose first.
        for demand in sorted(self._demands.values(), key=lambda one: len(self._allowed(one))):
            found = sum(self._give(demand) for _ in range(demand.wanted))
            if found < demand.wanted:
                missing[demand.application] = demand.wanted - found
        while self._relieve():
            pass
        while self._exchange():
            pass
        pairs = [(one, reader) for reader, held in self._held.items() for one in held]
        return Proposal(tuple(sorted(pairs, key=str)), missing)

    def _allowed(self, demand: Demand[A, R]) -> list[R]:
        return [reader for reader in self._readers if self._may(reader, demand)]

    def _may(self, reader: R, demand: Demand[A, R]) -> bool:
        return reader not in demand.barred and demand.application not in self._held[reader]

    def _has_room(self, reader: R) -> bool:
        most = self._readers[reader].most
        return most is None or self._load[reader] < most

    def _give(self, demand: Demand[A, R]) -> bool:
        """One more reader for an application: the least loaded, if need be by relieving them."""
        order = {reader: rank for rank, reader in enumerate(self._readers)}
        allowed = sorted(
            self._allowed(demand),
            key=lambda one: (self._load[one], -self._knows(one, demand), order[one]),
        )
        for reader in allowed:
            if self._has_room(reader):
                self._take(reader, demand.application)
                return True
        for reader in allowed:
            if self._relieved(reader, self._has_room):
                self._take(reader, demand.application)
                return True
        return False

    def _take(self, reader: R, application: A) -> None:
        self._held[reader].add(application)
        self._load[reader] += 1

    def _relieve(self) -> bool:
        """Take one application off someone who has two more than somebody at the end of a chain."""
        for reader in sorted(self._readers, key=lambda one: -self._load[one]):
            if self._relieved(reader, partial(self._is_below, self._load[reader] - 2)):
                return True
        return False

    def _is_below(self, limit: int, reader: R) -> bool:
        return self._load[reader] <= limit and self._has_room(reader)

    def _relieved(self, reader: R, ends: Callable[[R], bool]) -> bool:
        """Pass applications along the shortest chain from ``reader`` to where it ``ends``."""
        came: dict[R, tuple[R, A]] = {}
        queue, seen = deque([reader]), {reader}
        while queue:
            giver = queue.popleft()
            for receiver in self._readers:
                if receiver in seen:
                    continue
                passed = self._passable(giver, receiver)
                if passed is None:
                    continue
                came[receiver] = (giver, passed)
                seen.add(receiver)
                if ends(receiver):
                    self._pass_along(came, receiver)
                    return True
                queue.append(receiver)
        return False

    def _passable(self, giver: R, receiver: R) -> A | None:
        """What ``giver`` may pass to ``receiver``: something they know, if there is one."""
        may = [
            self._demands[one]
            for one in self._held[giver]
            if self._may(receiver, self._demands[one])
        ]
        if not may:
            return None
        best = min(
            may,
            key=lambda one: (
                self._knows(giver, one) - self._knows(receiver, one),
                str(one.application),
            ),
        )
        return best.application

    def _pass_along(self, came: dict[R, tuple[R, A]], last: R) -> None:
        self._load[last] += 1
        receiver = last
        while receiver in came:
            giver, application = came[receiver]
            self._held[giver].discard(application)
            self._held[receiver].add(application)
            receiver = giver
        self._load[receiver] -= 1

    def _knows(self, reader: R, demand: Demand[A, R]) -> int:
        known = self._readers[reader].departments
        return int(not known or bool(known & demand.departments))

    def _exchange(self) -> bool:
        """One round of exchanges after which more applications are known to who reads them."""
        strangers = [
            (reader, one)
            for reader, held in self._held.items()
            for one in sorted(held, key=str)
            if not self._knows(reader, self._demands[one])
        ]
        return sum(self._exchanged(reader, one) for reader, one in strangers) > 0

    def _exchanged(self, reader: R, application: A) -> bool:
        for other in self._readers:
            for given in sorted(self._held[other], key=str):
                if self._is_better(reader, application, other, given):
                    self._held[reader].symmetric_difference_update({application, given})
                    self._held[other].symmetric_difference_update({application, given})
                    return True
        return False

    def _is_better(self, reader: R, application: A, other: R, given: A) -> bool:
        if application not in self._held[reader]:
            return False
        first, second = self._demands[application], self._demands[given]
        if not (self._may(other, first) and self._may(reader, second)):
            return False
        before = self._knows(reader, first) + self._knows(other, second)
        return self._knows(other, first) + self._knows(reader, second) > before


def _sorted(demands: Sequence[Demand[A, R]]) -> list[Demand[A, R]]:
    return sorted(demands, key=lambda one: str(one.application))
