"""Boxes and centres that the map needs to draw counters by région then by département."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from shapely.geometry import shape

from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography
from o2r.territory.static_map import static_map

METROPOLE = (-5.2, 41.3, 9.6, 51.1)
"""West, south, east, north in degrees."""
OVERSEAS = ("971", "972", "973", "974", "976")


@cache
def map_config() -> dict[str, Any]:
    """``regions``, ``departments`` (code, name, lat, lon, bounds) and overseas ``insets``.

    Computed once per process from the display geometry.
    """
    folder = settings.O2R_DATA_DIR / "geometry"
    region_of = {
        unit.code: region.code
        for region in current_geography().of_kind(UnitKind.REG)
        for unit in current_geography().of_kind(UnitKind.DEP)
        if unit.bits & region.bits
    }
    departments = _places(folder / "departments.geojson.gz")
    for department in departments:
        department["region"] = region_of[department["code"]]
    regions = _places(folder / "regions.geojson.gz")
    return {
        "regions": regions,
        "departments": departments,
        "insets": [_inset(place) for place in departments if place["code"] in OVERSEAS],
        "metropole": list(METROPOLE),
    }


def _inset(place: dict[str, Any]) -> dict[str, Any]:
    """A DROM drawn small, in the frame that the static map gives it."""
    drawing = static_map()
    path = next(shape.path for shape in drawing.departments if shape.code == place["code"])
    frame = next(inset.frame for inset in drawing.insets if inset.code == place["code"])
    return {
        "code": place["code"],
        "name": place["name"],
        "bounds": place["bounds"],
        "path": path,
        "viewBox": " ".join(f"{number:g}" for number in frame),
    }


def _places(file: Path) -> list[dict[str, Any]]:
    collection = json.loads(gzip.decompress(file.read_bytes()))
    places = []
    for feature in collection["features"]:
        outline = shape(feature["geometry"])
        # The representative point lies inside the shape, unlike a centroid.
        centre = outline.representative_point()
        places.append(
            {
                "code": feature["properties"]["code"],
                "name": feature["properties"]["name"],
                "lat": round(centre.y, 4),
                "lon": round(centre.x, 4),
                "bounds": [round(number, 3) for number in outline.bounds],
            }
        )
    return sorted(places, key=lambda place: str(place["code"]))
