"""Outlines, distances and the static map: for display only."""

import json
import math
import random
from collections.abc import Callable

import pytest
from shapely.geometry import Point, shape

from o2r.territory.distance import (
    distance_km,
    haversine_km,
    kilometres_from,
    marker_commune,
    nearest_commune,
    nearest_zones,
)
from o2r.territory.enums import UnitKind
from o2r.territory.geography import geography
from o2r.territory.official import Geography
from o2r.territory.outline import zone_geometry
from o2r.territory.static_map import static_map
from o2r.territory.zones import Zone, resolve
from tests.territory.synthetic import commune_rows
from tests.territory.test_zone_reference_values import YOUTH_CALL

pytestmark = pytest.mark.django_db


def centre(france: Geography, code: str) -> Point:
    commune = france.commune(code)
    assert commune is not None
    return Point(commune.lon, commune.lat)


def test_the_outline_holds_what_is_in_and_not_what_is_out(france: Geography) -> None:
    outline = shape(zone_geometry(resolve(YOUTH_CALL, france)))
    assert outline.is_valid
    for code, inside in {"38544": True, "38344": False, "63113": True, "63430": False}.items():
        assert outline.contains(centre(france, code)) is inside, code


def test_the_outline_is_geojson_rounded_to_a_metre(france: Geography) -> None:
    geometry = zone_geometry(resolve("dep:38 - epci:200085751", france))
    assert geometry is not None
    assert geometry["type"] in ("Polygon", "MultiPolygon")
    text = json.dumps(geometry)
    assert max(len(number.partition(".")[2]) for number in text.replace("]", ",").split(",")) <= 5
    assert isinstance(geometry["coordinates"], list)


def test_borders_inside_the_zone_vanish(france: Geography) -> None:
    """A département and the sum of its EPCI and communes have the same outline."""
    whole = shape(zone_geometry(resolve("dep:73", france)))
    zone = resolve("dep:73", france)
    pieces = " + ".join(f"com:{code}" for code in zone.codes())
    again = shape(zone_geometry(resolve(pieces, france)))
    assert math.isclose(whole.area, again.area, rel_tol=1e-6)
    parts = getattr(whole, "geoms", [whole])
    assert all(ring.area > 1e-5 for part in parts for ring in map(type(part), part.interiors))


def test_a_past_vintage_is_drawn_with_the_polygons_of_today() -> None:
    from_2024 = zone_geometry(resolve("epci:200085751", geography(2024)))
    now = zone_geometry(resolve("epci:200085751", geography(2026)))
    assert math.isclose(shape(from_2024).area, shape(now).area, rel_tol=1e-3)


def test_what_has_no_polygon_has_no_outline(france: Geography) -> None:
    assert zone_geometry(resolve("dep:987", france)) is None
    assert zone_geometry(Zone(france, 0)) is None


def test_distances_are_great_circles(france: Geography) -> None:
    assert haversine_km(0, 0, 0, 180) == pytest.approx(math.pi * 6371.0088)
    assert haversine_km(45, 5, 45, 5) == 0
    paris, lyon = france.commune("75056"), france.commune("69123")
    assert paris is not None
    assert lyon is not None
    assert distance_km(paris, lyon) == pytest.approx(392, abs=4)
    nowhere = france.commune("98411")
    assert nowhere is not None
    assert distance_km(paris, nowhere) is None


def test_the_nearest_commune_of_a_zone_is_the_nearest_of_all(france: Geography) -> None:
    roussillon = france.commune("38344")
    assert roussillon is not None
    for text in ("dep:69", "dep:974", "epci:246300701", "dep:38"):
        zone = resolve(text, france)
        known = [(distance_km(roussillon, commune), commune.code) for commune in zone]
        expected = min((round(km, 6), code) for km, code in known if km is not None)
        found = nearest_commune(zone, roussillon)
        assert found is not None
        assert (found[1], found[0].code) == expected, text


def test_zones_are_ranked_by_their_nearest_commune(france: Geography) -> None:
    roussillon = france.commune("38344")
    assert roussillon is not None
    texts = ["dep:974", "dep:69", "dep:26", "dep:75", "dep:42", "dep:29"]
    zones = [resolve(text, france) for text in texts]
    found = nearest_zones(roussillon, zones, limit=6)
    expected = []
    for position, zone in enumerate(zones):
        measured = [distance_km(roussillon, commune) for commune in zone]
        expected.append((round(min(km for km in measured if km is not None), 6), position))
    assert [(near.km, near.position) for near in found] == sorted(expected)
    assert nearest_zones(roussillon, zones, limit=2) == found[:2]
    assert [n.position for n in nearest_zones(roussillon, zones, max_km=60)] == [
        near.position for near in found if near.km <= 60
    ][:3]
    assert nearest_zones(roussillon, []) == []


def test_distances_to_every_commune_are_those_of_the_plain_formula(
    france: Geography, rng: random.Random
) -> None:
    for commune in rng.sample([c for c in france.communes if c.lat is not None], 4):
        kilometres = kilometres_from(france, commune)
        for other in rng.sample(france.communes, 2000):
            km = distance_km(commune, other)
            expected = math.inf if km is None else km
            assert kilometres[other.index] == pytest.approx(expected, abs=1e-6), other.name


def test_the_nearest_zones_are_those_of_a_plain_comparison(
    france: Geography, rng: random.Random
) -> None:
    epcis = [unit.term for unit in france.of_kind(UnitKind.EPCI)]
    zones = [resolve(term, france) for term in rng.sample(epcis, 120)]
    for commune in rng.sample([c for c in france.communes if c.lat is not None], 12):
        expected = sorted(
            (
                round(min(km for o in zone if (km := distance_km(commune, o)) is not None), 6),
                position,
            )
            for position, zone in enumerate(zones)
        )[:3]
        found = nearest_zones(commune, zones)
        assert [(near.km, near.position) for near in found] == expected, commune.name


def test_the_corner_of_a_ring_is_not_nearer_than_what_is_outside(
    build: Callable[..., Geography],
) -> None:
    """A zone 20 km to the north-east must not hide one 16 km to the north."""
    here, corner, north = ("45.00", "5.00"), ("45.13", "5.18"), ("45.144", "5.00")
    places = {"01001": here, "01002": corner, "01003": north}
    rows = [(*row[:7], *places[row[0]], row[9]) for row in commune_rows() if row[0] in places]
    geo = build(communes=rows, former=[], districts=[])
    commune = geo.commune("01001")
    assert commune is not None
    zones = [resolve("com:01002", geo), resolve("com:01003", geo)]
    assert [near.position for near in nearest_zones(commune, zones, limit=1)] == [1]


def test_a_commune_without_centre_is_near_nothing(country: Geography) -> None:
    nowhere = country.commune("97502")
    assert nowhere is not None
    assert nearest_commune(resolve("dep:38", country), nowhere) is None


def test_the_marker_is_on_the_most_populous_commune(country: Geography) -> None:
    def marker(text: str) -> str:
        commune = marker_commune(resolve(text, country))
        assert commune is not None
        return commune.code

    assert marker("dep:69") == "69123"
    assert marker("fr") == "75056"
    # The largest has no known centre: the next one.
    assert marker("dep:971") == "97102"
    assert marker("com:97502") == "97502"
    assert marker_commune(Zone(country, 0)) is None


def test_points_are_placed_on_the_static_map(france: Geography) -> None:
    drawing = static_map()
    _, _, width, height = (float(number) for number in drawing.view_box.split())

    def place(code: str) -> tuple[float, float]:
        point = centre(france, code)
        placed = drawing.place(point.y, point.x)
        assert placed is not None
        assert 0 <= placed[0] <= width
        assert 0 <= placed[1] <= height
        return placed

    paris, marseille, brest, strasbourg = map(place, ("75056", "13055", "29019", "67482"))
    assert brest[0] < paris[0] < strasbourg[0]
    assert paris[1] < marseille[1]
    # Each DROM is in its own frame.
    for code, department in (("97209", "972"), ("97411", "974"), ("97302", "973")):
        inset = next(inset for inset in drawing.insets if inset.code == department)
        x, y, wide, high = inset.frame
        placed = place(code)
        assert x <= placed[0] <= x + wide
        assert y <= placed[1] <= y + high
    assert drawing.place(-17.5, -149.5) is None


def test_departments_are_drawn_around_their_communes(france: Geography) -> None:
    drawing = static_map()
    assert len(drawing.departments) == 101
    lyon = centre(france, "69123")
    placed = drawing.place(lyon.y, lyon.x)
    rhone = next(shape for shape in drawing.departments if shape.code == "69")
    assert placed is not None
    assert math.dist(placed, (rhone.x, rhone.y)) < 40


def test_an_outline_becomes_a_path(france: Geography) -> None:
    drawing = static_map()
    path = drawing.path(zone_geometry(resolve("dep:38", france)))
    assert path.startswith("M")
    assert path.endswith("Z")
    assert drawing.path(None) == ""
