"""The map without JavaScript: départements as SVG paths, the five DROM in frames on the left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from geodata.borders import Line, inner_borders
from geodata.codes import Vintage
from geodata.layers import simplify
from geodata.polygons import Coverage
from geodata.projection import LAMBERT_93, Inset, Projection, lambert93, place

DROM = ("971", "972", "973", "974", "976")
WIDTH = 1000
MARGIN = 8
DETAIL = 1.8  # smallest detail kept, in units of the drawing (about 2 km)
SMALLEST_ISLAND = 9.0  # square units

# The column of frames stands in the sea, under Brittany: width, gap between two, strip for the
# name at the foot of a frame, room left around the land, all in units of the drawing.
FRAME_WIDTH, FRAME_GAP, NAME_STRIP, FRAME_PADDING = 112, 8, 20, 9
COLUMN_TOP = 372
BBOX_MARGIN = 0.2  # degrees around a DROM that still belong to its frame


def static_map(departments: Coverage, vintage: Vintage) -> dict[str, Any]:
    """Content of `static_map.json`, as documented in `data/README.md`."""
    names = {code: str(record["nom"]) for code, record in vintage.departments.items()}
    projection, height = _layout(departments, names)
    drawn = _draw(departments, projection)
    paths: dict[str, dict[str, Any]] = {}
    rings: dict[str, list[Line]] = {}
    for code, shape in zip(drawn.codes, drawn.shapes, strict=True):
        rings[code] = _rings(shape)
        label = _label_point(shape)
        paths[code] = {
            "name": names[code],
            "region": vintage.departments[code]["region"],
            "d": "".join(_path(ring) for ring in rings[code]),
            "x": round(label[0], 1),
            "y": round(label[1], 1),
        }
    borders = inner_borders(rings, {code: path["region"] for code, path in paths.items()})
    return {
        "viewBox": f"0 0 {WIDTH} {height}",
        "departments": paths,
        "region_borders": "".join(_path(line, closed=False) for line in borders.regions),
        "projection": projection,
    }


def _layout(departments: Coverage, names: Mapping[str, str]) -> tuple[Projection, int]:
    """Place metropolitan France on the width, then the frames; return the height too."""
    shapes = dict(zip(departments.codes, departments.shapes, strict=True))
    mainland = shapely.transform(
        [shape for code, shape in shapes.items() if code not in DROM], _to_lambert
    )
    west, south, east, north = (float(bound) for bound in shapely.total_bounds(mainland))
    scale = (WIDTH - 2 * MARGIN) / (east - west)
    height = math.ceil((north - south) * scale + 2 * MARGIN)
    room = height - MARGIN - COLUMN_TOP - FRAME_GAP * (len(DROM) - 1)
    frame_height = room // len(DROM)
    insets = {
        code: _inset(
            names[code],
            shapes[code],
            [MARGIN, COLUMN_TOP + i * (frame_height + FRAME_GAP), FRAME_WIDTH, frame_height],
        )
        for i, code in enumerate(DROM)
    }
    return {
        "metropole": {
            **LAMBERT_93,  # type: ignore[typeddict-item]
            "scale": scale,
            "dx": MARGIN - scale * west,
            "dy": MARGIN + scale * north,
        },
        "insets": insets,
    }, height


def _inset(name: str, shape: Geometry, frame: list[float]) -> Inset:
    west, south, east, north = (float(bound) for bound in shapely.bounds(shape))
    x, y, width, height = frame
    shrink = math.cos(math.radians((south + north) / 2))
    room = width - 2 * FRAME_PADDING, height - NAME_STRIP - 2 * FRAME_PADDING
    ky = min(room[0] / ((east - west) * shrink), room[1] / (north - south))
    return {
        "name": name,
        "frame": frame,
        "bbox": [
            round(bound, 4)
            for bound in (
                west - BBOX_MARGIN,
                south - BBOX_MARGIN,
                east + BBOX_MARGIN,
                north + BBOX_MARGIN,
            )
        ],
        "lon0": round((west + east) / 2, 4),
        "lat0": round((south + north) / 2, 4),
        "x0": x + width / 2,
        "y0": y + FRAME_PADDING + room[1] / 2,
        "kx": ky * shrink,
        "ky": ky,
    }


def _draw(departments: Coverage, projection: Projection) -> Coverage:
    """Départements in drawing units, simplified together, on whole numbers, specks removed."""

    def to_drawing(coordinates: np.ndarray) -> np.ndarray:
        return np.array([place(projection, lat, lon) for lon, lat in coordinates])

    projected = Coverage(departments.codes, shapely.transform(departments.shapes, to_drawing))
    simple = simplify(projected, DETAIL)
    return Coverage(simple.codes, np.array([_without_specks(s) for s in simple.shapes]))


def _without_specks(shape: Geometry) -> Geometry:
    parts = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    kept = [part for part in parts[1:] if shapely.area(part) > SMALLEST_ISLAND]
    return shapely.multipolygons([parts[0], *kept])


def _label_point(shape: Geometry) -> tuple[float, float]:
    """Centre of the widest circle inside: where a figure reads best."""
    circle = shapely.maximum_inscribed_circle(shapely.get_geometry(shape, 0), tolerance=0.5)
    return float(shapely.get_x(shapely.get_point(circle, 0))), float(
        shapely.get_y(shapely.get_point(circle, 0))
    )


def _rings(shape: Geometry) -> list[Line]:
    """Closed rings on whole numbers, repeated vertices removed, those without area left out."""
    rings: list[Line] = []
    for line in shapely.get_rings(shapely.get_parts(shape)):
        vertices = [(round(x), round(y)) for x, y in shapely.get_coordinates(line)]
        ring = [vertices[0], *(b for a, b in pairwise(vertices) if a != b)]
        if len(set(ring)) > 2:
            rings.append(ring)
    return rings


def _path(vertices: Line, *, closed: bool = True) -> str:
    """SVG path in relative moves, as short as the syntax allows."""
    numbers: list[float] = []
    for (from_x, from_y), (to_x, to_y) in pairwise(vertices[:-1] if closed else vertices):
        numbers += [to_x - from_x, to_y - from_y]
    steps = "".join(f" {n:.0f}" if n >= 0 else f"{n:.0f}" for n in numbers).lstrip()
    x, y = vertices[0]
    return f"M{x:.0f} {y:.0f}l{steps}{'z' if closed else ''}"


def _to_lambert(coordinates: np.ndarray) -> np.ndarray:
    return np.array([lambert93(lat, lon) for lon, lat in coordinates])
