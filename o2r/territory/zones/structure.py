"""What a sentence says, before it is words: clauses that denote a set of communes."""

from collections.abc import Iterable
from dataclasses import dataclass

from o2r.territory.official import Unit


def union_of(units: Iterable[Unit]) -> int:
    """The communes of several units."""
    bits = 0
    for unit in units:
        bits |= unit.bits
    return bits


@dataclass(frozen=True, slots=True)
class Part:
    """A unit named inside a clause, less its own exceptions.

    It denotes the communes of the unit *within what the clause speaks of*: an EPCI astride two
    départements, named under one of them, stands for its communes there. ``within`` narrows it to
    some départements when the clause speaks of more: "France entière (hors CA … [Isère])".
    """

    unit: Unit
    exceptions: tuple["Part", ...] = ()
    within: tuple[Unit, ...] = ()

    def named(self, scope: int) -> int:
        """The communes of ``scope`` that the name stands for, exceptions included."""
        bits = self.unit.bits & scope
        return bits & union_of(self.within) if self.within else bits

    def denotes(self, scope: int) -> int:
        """The communes of ``scope`` that this part speaks of."""
        bits = self.named(scope)
        return bits & ~_union(self.exceptions, bits)


@dataclass(frozen=True, slots=True)
class Clause:
    """Either whole units less exceptions, or — ``only`` — a few parts of the units named.

    "Isère (hors CC Entre Bièvre et Rhône)" is heads (Isère), parts (the CC).
    "Puy-de-Dôme : Clermont Auvergne Métropole uniquement" is the same with ``only``.
    """

    heads: tuple[Unit, ...]
    parts: tuple[Part, ...] = ()
    only: bool = False

    @property
    def scope(self) -> int:
        """The communes of the units named at the head."""
        return union_of(self.heads)

    def denotes(self) -> int:
        """The communes that the clause speaks of."""
        scope = self.scope
        named = _union(self.parts, scope)
        return named if self.only else scope & ~named


@dataclass(frozen=True, slots=True)
class Description:
    """Clauses, then the local units added (QPV, FRR), then those taken out of all the rest."""

    clauses: tuple[Clause, ...]
    places: tuple[Unit, ...] = ()
    removed: tuple[Unit, ...] = ()

    def denotes(self) -> int:
        """The set of communes the sentence describes; always the zone it was made from."""
        bits = union_of(self.places)
        for clause in self.clauses:
            bits |= clause.denotes()
        return bits & ~union_of(self.removed)


def _union(parts: tuple[Part, ...], scope: int) -> int:
    bits = 0
    for part in parts:
        bits |= part.denotes(scope)
    return bits
