"""Distances between communes, from centre to centre as the crow flies.

For information only: nothing is ever decided by a distance. Whether a project covers a commune is a
question of sets.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np

from o2r.territory.official import Commune, Geography
from o2r.territory.zones import Zone

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

Numbers = np.ndarray[Any, np.dtype[np.float64]]

MILLIMETRES = 6
"""Decimals of a kilometre that mean something."""

_RINGS_KM = (15.0, 30.0, 60.0, 120.0, 250.0, 500.0)


def haversine_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points given in degrees."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2
    half += cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def distance_km(one: Commune, other: Commune) -> float | None:
    """Kilometres between two centres; ``None`` when one of them is unknown."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return haversine_km(one.lat, one.lon, other.lat, other.lon)


@dataclass(frozen=True, eq=False)
class _Centres:
    """Centres in radians, by position; an unknown centre is not a number."""

    lat: Numbers
    lon: Numbers
    cos_lat: Numbers


@lru_cache(maxsize=4)
def _centres(geo: Geography) -> _Centres:
    pairs = [(commune.lat, commune.lon) for commune in geo.communes]
    lat, lon = np.radians(np.array(pairs, dtype=float)).T
    return _Centres(lat, lon, np.cos(lat))


def kilometres_from(geo: Geography, commune: Commune) -> Numbers:
    """Great-circle kilometres from a commune to every commune, by position; ``inf`` if unknown."""
    centres = _centres(geo)
    if commune.lat is None or commune.lon is None:
        return np.full(len(geo.communes), np.inf)
    lat, lon = radians(commune.lat), radians(commune.lon)
    half = np.sin((centres.lat - lat) / 2) ** 2
    half += cos(lat) * centres.cos_lat * np.sin((centres.lon - lon) / 2) ** 2
    kilometres: Numbers = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    kilometres[np.isnan(kilometres)] = np.inf
    return kilometres


def _bits(chosen: "np.ndarray[Any, np.dtype[np.bool_]]") -> int:
    """The set of the positions that are true."""
    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")


def _positions(bits: int, width: int) -> "np.ndarray[Any, np.dtype[np.intp]]":
    """The positions of a set, in order."""
    octets = np.frombuffer(bits.to_bytes(width // 8 + 1, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(octets, bitorder="little"))


def nearest_commune(zone: Zone, commune: Commune) -> tuple[Commune, float] | None:
    """The commune of the zone nearest to a commune, with the kilometres between their centres.

    ``None`` when no distance is known. Equal distances: the lower code.
    """
    found = nearest_zones(commune, [zone], limit=1)
    return (found[0].commune, found[0].km) if found else None


@dataclass(frozen=True, slots=True)
class NearZone:
    """A zone among those given (``position`` in the list), its nearest commune, the kilometres."""

    position: int
    commune: Commune
    km: float


def nearest_zones(
    commune: Commune, zones: Sequence[Zone], limit: int = 3, max_km: float | None = None
) -> list[NearZone]:
    """The ``limit`` zones nearest to a commune, nearest first; at most ``max_km`` away.

    All zones are of one vintage. Looks in wider and wider rings, so that only the communes near
    enough are measured: about 2 ms among 250 zones.
    """
    if not zones:
        return []
    geo = zones[0].geography
    kilometres = kilometres_from(geo, commune)
    for radius in (*_RINGS_KM, math.inf):
        reach = _bits(kilometres <= radius) if radius < math.inf else _bits(kilometres < math.inf)
        found = [
            NearZone(position, *_closest(geo, near, kilometres))
            for position, zone in enumerate(zones)
            if (near := zone.bits & reach)
        ]
        # What is beyond the ring cannot be nearer than what is inside.
        if len(found) >= limit or (max_km is not None and radius >= max_km):
            break
    kept = [near for near in found if max_km is None or near.km <= max_km]
    return sorted(kept, key=lambda near: (near.km, near.position))[:limit]


def _closest(geo: Geography, bits: int, kilometres: Numbers) -> tuple[Commune, float]:
    """The commune of a set with the smallest distance, and it. Equal: the lower code."""
    positions = _positions(bits, len(geo.communes))
    nearest = positions[np.argmin(kilometres[positions])]
    return geo.communes[int(nearest)], round(float(kilometres[nearest]), MILLIMETRES)


def marker_commune(zone: Zone) -> Commune | None:
    """Where the marker of a zone stands: its most populous commune (the lower code if equal).

    A commune whose centre is unknown is chosen only for want of any other; ``None`` for an empty
    zone.
    """
    return max(
        zone,
        key=lambda commune: (commune.lat is not None, commune.population, -commune.index),
        default=None,
    )
