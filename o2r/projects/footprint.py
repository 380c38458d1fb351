"""Where a project acts: its expression resolved once per process, on today's communes.

A project stores the recipe of its zone and the vintage it was written in. When the official
geography moves on, its communes are carried to the current vintage without excluding anyone: a
commune counts when any part of it was in the zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from o2r.territory import zones
from o2r.territory.distance import marker_commune
from o2r.territory.enums import UnitKind
from o2r.territory.geography import Commune, Geography, current_geography, geography

CACHED_ZONES = 8192
"""About 4 kB each: a country of projects and its past fit in 32 MB."""


@dataclass(frozen=True, eq=False)
class Footprint:
    """The communes of a project, and what a card says of them.

    ``zone`` is as it was written, in its own vintage; ``today`` holds its communes of the current
    vintage, which decide.
    """

    zone: zones.Zone = field(repr=False)
    today: zones.Zone = field(repr=False)

    def __contains__(self, commune: Commune) -> bool:
        return bool(self.today.bits >> commune.index & 1)

    def __len__(self) -> int:
        return len(self.today)

    @property
    def bits(self) -> int:
        """The set of communes of the current vintage."""
        return self.today.bits

    @property
    def label(self) -> str:
        """The zone as a French sentence, in the vintage it was written in."""
        return self.zone.label

    @property
    def cover(self) -> tuple[str, ...]:
        """The fewest official codes that make the zone today, without régions: ``"dep:38"``."""
        return self.today.cover()

    @property
    def population(self) -> int:
        """Inhabitants of the zone today."""
        return self.today.population

    @cached_property
    def communes(self) -> tuple[Commune, ...]:
        """The communes, by code."""
        return tuple(self.today)

    @cached_property
    def marker(self) -> Commune:
        """The most populous commune, where the map puts its marker."""
        commune = marker_commune(self.today)
        # An expression never gives an empty zone, and a commune is always carried to another.
        assert commune is not None  # noqa: S101
        return commune

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Codes of the départements (or collectivités) that the zone touches."""
        return self._touched(UnitKind.DEP)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Codes of the régions that the zone touches."""
        return self._touched(UnitKind.REG)

    def _touched(self, kind: UnitKind) -> tuple[str, ...]:
        units = self.today.geography.of_kind(kind)
        return tuple(unit.code for unit in units if unit.bits & self.bits)


def footprint(expression: str, vintage: int) -> Footprint:
    """The footprint of a recipe written in ``vintage``. Raises ZoneError or GeographyError.

    Cached for the life of the process, except for the local lists (QPV, FRR), which an
    administrator may import again at any time.
    """
    if f"{UnitKind.QPV}:" in expression or f"{UnitKind.FRR}:" in expression:
        return _resolve(expression, vintage, current_geography())
    return _cached(expression, vintage, current_geography())


def _resolve(expression: str, vintage: int, today: Geography) -> Footprint:
    past = geography(vintage)
    zone = zones.resolve(expression, past)
    if past is today:
        return Footprint(zone=zone, today=zone)
    return Footprint(zone=zone, today=zones.Zone(today, carried(zone.bits, past, today)))


_cached = lru_cache(maxsize=CACHED_ZONES)(_resolve)


def carried(bits: int, past: Geography, today: Geography) -> int:
    """The communes of ``today`` with at least a part in a set of communes of ``past``.

    A commune merged since counts as its successor; a commune re-created since counts when the
    commune that held it did.
    """
    codes = set()
    for commune in past.select(bits):
        merged = today.former.get(commune.code)
        codes.add(merged.successor if merged else commune.code)
    for commune in today.communes:
        holder = past.former.get(commune.code)
        if holder and holder.successor in past.position:
            codes |= {commune.code} if bits >> past.position[holder.successor] & 1 else set()
    return today.bits(code for code in codes if code in today.position)


def unit_bits(terms: Iterable[str]) -> int | None:
    """The communes common to official units of today (``"dep:38"``).

    None when there is no term; nothing in common when one of them is unknown.
    """
    units = current_geography().units
    common = None
    for term in terms:
        bits = units[term].bits if term in units else 0
        common = bits if common is None else common & bits
    return common


def same_land(commune: Commune) -> int:
    """The communes one can reach by road: the mainland, Corsica, or one overseas territory."""
    geo = current_geography()
    corsica = geo.units["reg:94"].bits
    if corsica >> commune.index & 1:
        return corsica
    department = geo.department(commune)
    if department.code >= "97":
        return department.bits
    overseas = sum(unit.bits for unit in geo.of_kind(UnitKind.DEP) if unit.code >= "97")
    return geo.france.bits & ~corsica & ~overseas
