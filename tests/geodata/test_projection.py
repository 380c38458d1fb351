"""Placing a point on the static map, by the formula that `data/README.md` documents."""

import csv
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
GEOMETRY = ROOT / "data" / "geometry"
PATHS = re.compile(r"M(-?\d+) (-?\d+)l([^z]+)z")


def load_projection() -> ModuleType:
    """The build tool is not an installed package: its module is read from its file."""
    path = ROOT / "geodata" / "projection.py"
    spec = importlib.util.spec_from_file_location("geodata_projection", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PROJECTION = load_projection()
MAP: dict[str, Any] = json.loads((GEOMETRY / "static_map.json").read_text(encoding="utf-8"))
LARGE_TOWN = 20_000


def large_towns() -> list[dict[str, Any]]:
    """Towns over 20,000 inhabitants whose centre is known."""
    with (ROOT / "data/territory/2026/communes.csv").open(encoding="utf-8") as file:
        return [
            {
                "code": row["code"],
                "name": row["name"],
                "lat": float(row["lat"]),
                "lon": float(row["lon"]),
            }
            for row in csv.DictReader(file)
            if row["lat"] and int(row["population"] or 0) > LARGE_TOWN
        ]


LABELS = large_towns()


def drawn(path: str) -> shapely.Geometry:
    """Polygon of an SVG path made of closed rings in relative moves."""
    rings = []
    for x, y, steps in PATHS.findall(path):
        position = [int(x), int(y)]
        ring = [tuple(position)]
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            position = [position[0] + dx, position[1] + dy]
            ring.append(tuple(position))
        rings.append(shapely.make_valid(shapely.Polygon(ring)))
    return shapely.union_all(rings)


@pytest.mark.parametrize(
    ("latitude", "longitude", "easting", "northing"),
    [
        (46.5, 3.0, 700_000.0, 6_600_000.0),  # origin of the projection, by definition
        (48.8566, 2.3522, 652_469.023, 6_862_035.259),  # Paris
        (41.9192, 8.7386, 1_176_667.561, 6_108_273.283),  # Ajaccio
        (48.3904, -4.4861, 146_632.979, 6_836_262.327),  # Brest
    ],
)
def test_lambert93(latitude: float, longitude: float, easting: float, northing: float) -> None:
    """Reference values computed by PROJ (EPSG:4171 to EPSG:2154), to the centimetre."""
    assert PROJECTION.lambert93(latitude, longitude) == pytest.approx((easting, northing), abs=0.01)


def test_the_map_draws_every_departement_inside_its_frame() -> None:
    _, _, width, height = map(float, MAP["viewBox"].split())
    assert len(MAP["departments"]) == 101
    assert list(MAP["projection"]["insets"]) == ["971", "972", "973", "974", "976"]
    for code, department in MAP["departments"].items():
        inset = MAP["projection"]["insets"].get(code)
        x, y, w, h = inset["frame"] if inset else (0, 0, width, height)
        west, north, east, south = shapely.bounds(drawn(department["d"]))
        assert x <= west < east <= x + w, code
        assert y <= north < south <= y + h, code


def test_each_label_point_is_inside_its_departement() -> None:
    for code, department in MAP["departments"].items():
        point = shapely.Point(department["x"], department["y"])
        assert shapely.distance(drawn(department["d"]), point) < 1, code


def test_every_large_town_lands_in_its_departement() -> None:
    """Formula and paths agree: 484 towns, within 4 units (5 km), the simplification included."""
    polygons = {code: drawn(d["d"]) for code, d in MAP["departments"].items()}
    for town in LABELS:
        department = town["code"][: 3 if town["code"].startswith("97") else 2]
        point = shapely.Point(PROJECTION.place(MAP["projection"], town["lat"], town["lon"]))
        assert shapely.distance(polygons[department], point) < 4, town["name"]
