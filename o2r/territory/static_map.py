"""The map of those who have no JavaScript: points and outlines placed on a drawn France.

Métropole is in Lambert-93, each DROM in a frame of its own. The constants are those of the drawing
(``static_map.json``); nothing but arithmetic is needed.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Shape:
    """A département on the drawing: its path, where its name or counter goes."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Inset:
    """The frame of a DROM: ``bbox`` is west, south, east, north in degrees."""

    code: str
    name: str
    frame: tuple[float, float, float, float]
    bbox: tuple[float, float, float, float]
    lon0: float
    lat0: float
    x0: float
    y0: float
    kx: float
    ky: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point in degrees is drawn in this frame."""
        west, south, east, north = self.bbox
        return west <= lon <= east and south <= lat <= north


@dataclass(frozen=True, slots=True)
class StaticMap:
    """The drawing and its projection. Coordinates are in units of ``view_box``."""

    view_box: str
    departments: tuple[Shape, ...]
    region_borders: str
    insets: tuple[Inset, ...]
    lambert: dict[str, float]

    def place(self, lat: float, lon: float) -> tuple[float, float] | None:
        """Where a point in degrees stands, to a tenth; ``None`` outside of the drawing."""
        for inset in self.insets:
            if inset.holds(lat, lon):
                x = inset.x0 + inset.kx * (lon - inset.lon0)
                return round(x, 1), round(inset.y0 - inset.ky * (lat - inset.lat0), 1)
        easting, northing = _conic(self.lambert, lat, lon)
        scale = self.lambert["scale"]
        x, y = self.lambert["dx"] + scale * easting, self.lambert["dy"] - scale * northing
        left, top, width, height = (float(number) for number in self.view_box.split())
        if left <= x <= left + width and top <= y <= top + height:
            return round(x, 1), round(y, 1)
        return None

    def path(self, geometry: dict[str, Any] | None) -> str:
        """A GeoJSON (multi)polygon as the ``d`` of an SVG path, empty when there is nothing."""
        if geometry is None:
            return ""
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        return "".join(self._ring(ring) for polygon in polygons for ring in polygon)

    def _ring(self, ring: Iterable[Sequence[float]]) -> str:
        points: list[tuple[float, float]] = []
        for lon, lat, *_ in ring:
            point = self.place(lat, lon)
            if point is not None and (not points or point != points[-1]):
                points.append(point)
        # Less than a triangle at this scale: an islet smaller than a point.
        if len(points) < 4:
            return ""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in points[:-1]) + "Z"


def _conic(constants: dict[str, float], lat: float, lon: float) -> tuple[float, float]:
    """Lambert-93 easting and northing in metres (IGN, NTG 71, ALG0001 and ALG0003)."""
    sine, eccentricity = math.sin(math.radians(lat)), constants["e"]
    isometric = math.atanh(sine) - eccentricity * math.atanh(eccentricity * sine)
    radius = constants["c"] * math.exp(-constants["n"] * isometric)
    angle = constants["n"] * math.radians(lon - constants["lon0"])
    return constants["xs"] + radius * math.sin(angle), constants["ys"] - radius * math.cos(angle)


@cache
def static_map() -> StaticMap:
    """The drawing of this instance, read once."""
    path = Path(settings.O2R_DATA_DIR) / "geometry" / "static_map.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return StaticMap(
        data["viewBox"],
        tuple(
            Shape(code, row["name"], row["d"], row["x"], row["y"])
            for code, row in sorted(data["departments"].items())
        ),
        data["region_borders"],
        tuple(
            Inset(code, frame=tuple(row["frame"]), bbox=tuple(row["bbox"]), **_numbers(row))
            for code, row in sorted(data["projection"]["insets"].items())
        ),
        data["projection"]["metropole"],
    )


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("name", "lon0", "lat0", "x0", "y0", "kx", "ky")}
