"""Centre of each commune: its town hall when it can be trusted, else a point inside the polygon."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from shapely import Geometry

TOWN_HALL, POLYGON = "town_hall", "polygon"
METRES_PER_DEGREE = 111_320.0
TOLERANCE_METRES = 200.0

# latitude and longitude in degrees, then where the point comes from
Point = tuple[float, float, str]


def commune_points(
    polygons: Mapping[str, Geometry], town_halls: Mapping[str, Geometry]
) -> dict[str, Point]:
    """Centre of each commune that has a polygon.

    About 2,000 town halls of the source stand outside their commune (an address found elsewhere,
    or the town hall of a commune since merged): beyond 200 m of the border, they are refused.
    """
    points: dict[str, Point] = {}
    for code, polygon in polygons.items():
        hall = town_halls.get(code)
        if hall is not None and _metres_outside(hall, polygon) <= TOLERANCE_METRES:
            points[code] = (shapely.get_y(hall), shapely.get_x(hall), TOWN_HALL)
        else:
            inside = shapely.point_on_surface(polygon)
            points[code] = (shapely.get_y(inside), shapely.get_x(inside), POLYGON)
    return points


def _metres_outside(point: Geometry, polygon: Geometry) -> float:
    """Distance from a point to a polygon in metres, 0 inside (flat Earth: right to 1 % nearby)."""
    if shapely.contains_xy(polygon, shapely.get_x(point), shapely.get_y(point)):
        return 0.0
    shrink = np.array([np.cos(np.radians(shapely.get_y(point))), 1.0])
    flat = shapely.transform([point, polygon], lambda coordinates: coordinates * shrink)
    return float(shapely.distance(flat[0], flat[1])) * METRES_PER_DEGREE
