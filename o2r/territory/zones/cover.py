"""The minimal cover of a set of communes, and the EPCI that it cuts."""

from collections.abc import Iterable
from dataclasses import dataclass

from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography, Unit


@dataclass(frozen=True, slots=True)
class PartialUnit:
    """A unit that a set of communes cuts: ``inside`` of its ``total`` communes are in the set."""

    code: str
    name: str
    inside: int
    total: int

    @property
    def share(self) -> str:
        """As "18 communes sur 30"."""
        return f"{self.inside} commune{'s' if self.inside > 1 else ''} sur {self.total}"


def _whole(units: Iterable[Unit], bits: int, needed: int) -> tuple[list[Unit], int]:
    """The units wholly in ``bits`` that hold a needed commune, and what they leave to cover."""
    taken = []
    for unit in units:
        # Most units are far from the set: the first test alone sends them away.
        if unit.bits & needed and unit.bits & bits == unit.bits:
            taken.append(unit)
            needed ^= unit.bits & needed
    return taken, needed


def cover(geo: Geography, bits: int) -> tuple[str, ...]:
    """Départements, then EPCI, then communes whose union is exactly ``bits``; no code to spare.

    Régions, EPT and France are left out: data·inclusion's ``zone_eligibilite`` does not know them
    (it accepts communes, EPCI and départements). An EPCI astride a département already taken is
    one code when it is wholly inside the set.
    """
    departments, needed = _whole(geo.of_kind(UnitKind.DEP), bits, bits)
    epcis, needed = _whole(geo.of_kind(UnitKind.EPCI), bits, needed)
    # The EPCI may hold whole départements: the Métropole du Grand Paris holds four of them.
    from_epcis = 0
    for epci in epcis:
        from_epcis |= epci.bits
    departments = [unit for unit in departments if unit.bits & from_epcis != unit.bits]
    return tuple(
        [unit.term for unit in (*departments, *epcis)]
        + [commune.term for commune in geo.select(needed)]
    )


def partial_units(
    geo: Geography, bits: int, kind: UnitKind = UnitKind.EPCI
) -> tuple[PartialUnit, ...]:
    """The units of a kind with some communes inside ``bits`` and some outside, by code."""
    found = []
    for unit in geo.of_kind(kind):
        inside = unit.bits & bits
        if inside and inside != unit.bits:
            found.append(PartialUnit(unit.code, unit.name, inside.bit_count(), len(unit)))
    return tuple(found)
