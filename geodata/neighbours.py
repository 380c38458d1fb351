"""Land around France, from Natural Earth: what is drawn under France so that it is no island."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

FRANCE = "250"  # ISO 3166-1 numeric

# Natural Earth and IGN do not draw the frontier on the same line: the land of the neighbours goes
# this far into France (degrees), under the départements, which are drawn above it.
UNDERLAP = 0.08

Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -60.0, 180.0, 84.0)
EUROPE: Box = (-20.0, 33.0, 26.0, 60.0)
AROUND_FRANCE: Box = (-9.0, 39.5, 13.0, 53.5)
AROUND_DROM: tuple[Box, ...] = (
    (-68.0, 9.0, -53.0, 21.0),  # Guadeloupe, Martinique
    (-66.0, -5.0, -44.0, 9.0),  # Guyane
    (38.0, -28.0, 64.0, -6.0),  # Mayotte, La Réunion
)


@dataclass(frozen=True)
class Land:
    """One piece of land and the zooms at which it is drawn."""

    shape: Geometry
    min_zoom: int
    max_zoom: int


def surrounding_land(atlas: Path, last_zoom: int) -> Iterator[Land]:
    """Countries other than France: all of them on the lowest zooms, then around France only.

    Args:
        atlas: folder of the world-atlas package.
        last_zoom: last zoom of the tiles.
    """
    coarse = read_countries(atlas / "countries-50m.json")
    fine = read_countries(atlas / "countries-10m.json")
    for countries, box, first, last in (
        (coarse, WORLD, 3, 5),
        (fine, EUROPE, 6, 7),
        (fine, AROUND_FRANCE, 8, last_zoom),
        *((fine, box, 6, last_zoom) for box in AROUND_DROM),
    ):
        for shape in _neighbours(countries, shapely.box(*box)):
            yield Land(shape, first, last)


def _neighbours(countries: dict[str, Geometry], box: Geometry) -> list[Geometry]:
    """Land of a box without France, a little enlarged where it touches France."""
    inside = {
        code: shapely.intersection(country, box)
        for code, country in countries.items()
        if shapely.intersects(country, box)
    }
    france = inside.pop(FRANCE)
    others = shapely.union_all(list(inside.values()))
    reach = shapely.buffer(shapely.box(*shapely.bounds(france)), 2 * UNDERLAP)
    near = shapely.buffer(shapely.intersection(others, reach), UNDERLAP)
    land = shapely.union(others, shapely.intersection(france, near))
    polygons = [part for part in shapely.get_parts(land) if part.geom_type == "Polygon"]
    return sorted(polygons, key=lambda polygon: tuple(shapely.bounds(polygon)))


def read_countries(path: Path) -> dict[str, Geometry]:
    """Polygons of a TopoJSON file of countries, by ISO numeric code (by name where none)."""
    topology = json.loads(path.read_bytes())
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    countries: dict[str, Geometry] = {}
    for record in topology["objects"]["countries"]["geometries"]:
        polygons = [record["arcs"]] if record["type"] == "Polygon" else record["arcs"]
        shape = shapely.union_all([_polygon(rings, arcs) for rings in polygons])
        key = record.get("id") or record["properties"]["name"]
        countries[key] = shapely.union(countries[key], shape) if key in countries else shape
    return countries


def _polygon(rings: list[list[int]], arcs: list[np.ndarray[Any, Any]]) -> Geometry:
    """One polygon; a ring reduced to a line by the rounding of the file counts for nothing."""
    lines = [np.concatenate([_arc(index, arcs) for index in ring]) for ring in rings]
    shell, *holes = [line if len(line) > 3 else None for line in lines]
    if shell is None:
        return shapely.Polygon()
    return shapely.make_valid(shapely.Polygon(shell, [hole for hole in holes if hole is not None]))


def _arc(index: int, arcs: list[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """An arc in the order of the ring; TopoJSON writes ~i for arc i read backwards."""
    return arcs[index] if index >= 0 else arcs[~index][::-1]
