"""From latitude and longitude to the static map, in plain arithmetic.

Metropolitan France is drawn in Lambert-93 (RGF93, EPSG:2154), the official projection; each DROM
in its own frame, by a local affine map. Nothing but `math` is needed, so a server can do it too.
"""

from __future__ import annotations

import math
from typing import TypedDict

# Constants of Lambert-93 (IGN, NTG 71): cone exponent, scale in metres, shifts of the origin in
# metres, first eccentricity of the GRS 80 ellipsoid, central meridian in degrees.
LAMBERT_93 = {
    "n": 0.725607765053267,
    "c": 11754255.426096,
    "xs": 700000.0,
    "ys": 12655612.049876,
    "e": 0.08181919104281579,
    "lon0": 3.0,
}


class Lambert(TypedDict):
    """Lambert-93 then a similarity: x = dx + scale * X, y = dy - scale * Y (X, Y in metres)."""

    n: float
    c: float
    xs: float
    ys: float
    e: float
    lon0: float
    scale: float
    dx: float
    dy: float


class Inset(TypedDict):
    """Frame of a DROM: x = x0 + kx * (lon - lon0), y = y0 - ky * (lat - lat0), in degrees.

    `frame` is x, y, width, height on the drawing; `bbox` is west, south, east, north in degrees:
    a point inside it is drawn in this frame.
    """

    name: str
    frame: list[float]
    bbox: list[float]
    lon0: float
    lat0: float
    x0: float
    y0: float
    kx: float
    ky: float


class Projection(TypedDict):
    """How a point of the Earth is placed on the static map."""

    metropole: Lambert
    insets: dict[str, Inset]


def lambert93(latitude: float, longitude: float) -> tuple[float, float]:
    """Lambert-93 easting and northing, in metres, of a point in degrees."""
    return _conic(LAMBERT_93, latitude, longitude)


def place(projection: Projection, latitude: float, longitude: float) -> tuple[float, float]:
    """Position on the static map (units of its viewBox) of a point in degrees.

    Outside France the result is outside the drawing, which the SVG clips.
    """
    for inset in projection["insets"].values():
        west, south, east, north = inset["bbox"]
        if west <= longitude <= east and south <= latitude <= north:
            return (
                inset["x0"] + inset["kx"] * (longitude - inset["lon0"]),
                inset["y0"] - inset["ky"] * (latitude - inset["lat0"]),
            )
    lambert = projection["metropole"]
    constants = {key: lambert[key] for key in ("n", "c", "xs", "ys", "e", "lon0")}
    easting, northing = _conic(constants, latitude, longitude)
    return lambert["dx"] + lambert["scale"] * easting, lambert["dy"] - lambert["scale"] * northing


def _conic(constants: dict[str, float], latitude: float, longitude: float) -> tuple[float, float]:
    sine, e = math.sin(math.radians(latitude)), constants["e"]
    isometric = math.atanh(sine) - e * math.atanh(e * sine)
    radius = constants["c"] * math.exp(-constants["n"] * isometric)
    angle = constants["n"] * math.radians(longitude - constants["lon0"])
    return (
        constants["xs"] + radius * math.sin(angle),
        constants["ys"] - radius * math.cos(angle),
    )
