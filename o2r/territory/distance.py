"""Distances between communes, from centre to centre as the crow flies.

For information only: nothing is ever decided by a distance. Whether a project covers a commune is a
question of sets.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, degrees, radians, sin, sqrt

from o2r.territory.official import Commune, Geography
from o2r.territory.zones import Zone

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

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


@lru_cache(maxsize=4)
def _by_latitude(geo: Geography) -> tuple[list[float], list[tuple[float, int]]]:
    """Latitudes, sorted, and beside each the longitude and the position of the commune."""
    rows = sorted(
        (commune.lat, commune.lon, commune.index)
        for commune in geo.communes
        if commune.lat is not None and commune.lon is not None
    )
    return [lat for lat, _, _ in rows], [(lon, index) for _, lon, index in rows]


def within_km(geo: Geography, commune: Commune, radius: float) -> int:
    """The set of communes whose centre is at ``radius`` kilometres or less (and a few beyond).

    A box on the sphere, larger than the disc: enough to discard what is far. Empty when the centre
    of the commune is unknown.
    """
    if commune.lat is None or commune.lon is None:
        return 0
    latitudes, rest = _by_latitude(geo)
    high = degrees(radius / EARTH_RADIUS_KM) * 1.01
    start = bisect_left(latitudes, commune.lat - high)
    end = bisect_left(latitudes, commune.lat + high)
    narrowest = cos(radians(min(89.0, abs(commune.lat) + high)))
    wide = high / narrowest
    octets = bytearray(len(geo.communes) // 8 + 1)
    for lon, index in rest[start:end]:
        if abs(lon - commune.lon) <= wide:
            octets[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(octets, "little")


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
    enough are measured: about 5 ms among 250 zones.
    """
    if not zones:
        return []
    geo = zones[0].geography
    for radius in (*_RINGS_KM, None):
        reach = _everything(geo) if radius is None else within_km(geo, commune, radius)
        found = []
        for position, zone in enumerate(zones):
            near = zone.bits & reach
            best = _closest(geo, near, commune) if near else None
            if best and (radius is None or best[1] <= radius):
                found.append(NearZone(position, best[0], best[1]))
        # What is beyond the ring cannot be nearer than what is inside.
        if len(found) >= limit or radius is None or (max_km is not None and radius >= max_km):
            kept = [near for near in found if max_km is None or near.km <= max_km]
            return sorted(kept, key=lambda near: (near.km, near.position))[:limit]
    return []


def _everything(geo: Geography) -> int:
    """Every commune of a vintage."""
    return (1 << len(geo.communes)) - 1


def _closest(geo: Geography, bits: int, commune: Commune) -> tuple[Commune, float] | None:
    measured = (
        (km, other.index)
        for other in geo.select(bits)
        if (km := distance_km(commune, other)) is not None
    )
    best = min(measured, default=None)
    return None if best is None else (geo.communes[best[1]], best[0])


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
