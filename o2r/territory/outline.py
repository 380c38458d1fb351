"""The drawn outline of a zone, for display only: its set of communes is what decides."""

import gzip
import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from o2r.territory.enums import UnitKind
from o2r.territory.geography import Geography, Unit, current_geography
from o2r.territory.zones import Zone

DECIMALS = 5
"""About one metre."""

_FILES = {UnitKind.DEP: "departments", UnitKind.EPCI: "epci"}


@cache
def _layer(name: str) -> dict[str, BaseGeometry]:
    """The polygons of one file by code, empty when there is no such file."""
    path = Path(settings.O2R_DATA_DIR) / "geometry" / f"{name}.geojson.gz"
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        collection = json.load(file)
    return {
        feature["properties"]["code"]: shape(feature["geometry"])
        for feature in collection["features"]
    }


def _pieces(geo: Geography, bits: int) -> Iterator[BaseGeometry]:
    """Polygons that fill the set and never overlap: départements, then EPCI, then communes.

    Not the cover of the zone: an EPCI astride a département already drawn would be drawn twice.
    """
    # The polygons of départements and EPCI are those of the current vintage.
    kinds = (UnitKind.DEP, UnitKind.EPCI) if geo is current_geography() else ()
    for kind in kinds:
        for unit in geo.of_kind(kind):
            polygon = _layer(_FILES[kind]).get(unit.code)
            if polygon is not None and unit.bits & bits == unit.bits:
                bits ^= unit.bits
                yield polygon
    drawn = set()
    for commune in geo.select(bits):
        former = current_geography().former.get(commune.code)
        now = former.successor if former else commune.code
        polygon = _layer(f"communes/{commune.department}").get(now)
        if polygon is not None and now not in drawn:
            drawn.add(now)
            yield polygon


@lru_cache(maxsize=512)
def _outline(geo: Geography, bits: int) -> dict[str, Any] | None:
    pieces = list(_pieces(geo, bits))
    if not pieces:
        return None
    # The layers share their vertices: borders inside the zone vanish exactly.
    union = shapely.coverage_union_all(pieces)
    # Four polygons that meet at a point may leave a ring that touches itself.
    union = union if union.is_valid else shapely.make_valid(union)
    rounded = shapely.transform(union, lambda points: points.round(DECIMALS))
    geometry: dict[str, Any] = json.loads(json.dumps(mapping(rounded)))
    return geometry


def zone_geometry(zone: Zone) -> dict[str, Any] | None:
    """The outline as a GeoJSON geometry (WGS84), or ``None`` when nothing can be drawn.

    The collectivités d'outre-mer have no polygon; a commune re-created after the vintage of the
    polygons is drawn with the commune that held it. About 20 ms the first time, then cached.
    """
    return _outline(zone.geography, zone.bits)


def unit_geometry(unit: Unit) -> dict[str, Any] | None:
    """The polygon of a département or of an EPCI of the current vintage, if it has one."""
    polygon = _layer(_FILES[unit.kind]).get(unit.code) if unit.kind in _FILES else None
    return dict(mapping(polygon)) if polygon is not None else None
