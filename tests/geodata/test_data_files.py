"""The official data in `data/`: complete, coherent, light, and exactly what was built."""

import csv
import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
YEARS = ("2024", "2025", "2026")
OVERSEAS = {"975", "977", "978", "984", "986", "987", "988", "989"}
WITHOUT_EPCI = {"22016", "29083", "29155", "85113"}
GRID = 1e-4
FEATURE_CODE = re.compile(rb'"properties":\{"code":"(\w+)"')

Row = dict[str, str]
Shapes = dict[str, shapely.Geometry]


@cache
def table(name: str, year: str = "2026") -> list[Row]:
    with (DATA / "territory" / year / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def shapes(name: str) -> Shapes:
    content = json.loads(gzip.decompress((DATA / "geometry" / f"{name}.geojson.gz").read_bytes()))
    return {f["properties"]["code"]: shape(f["geometry"]) for f in content["features"]}


@cache
def provenance() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / "provenance.json").read_text(encoding="utf-8"))
    return content


def codes(rows: Iterable[Row]) -> set[str]:
    return {row["code"] for row in rows}


def communes_of(column: str, value: str) -> set[str]:
    return codes(row for row in table("communes") if row[column] == value)


def joined(parts: Iterable[shapely.Geometry]) -> shapely.Geometry:
    return shapely.make_valid(shapely.coverage_union_all(list(parts)))


def vertices(geometry: shapely.Geometry) -> set[tuple[int, int]]:
    return {(round(x / GRID), round(y / GRID)) for x, y in shapely.get_coordinates(geometry)}


# --- Codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "communes", "former"),
    [("2024", 35029, 4180), ("2025", 34969, 4240), ("2026", 34969, 4240)],
)
def test_each_vintage_is_complete(year: str, communes: int, former: int) -> None:
    names = ("communes", "former_communes", "epci", "ept", "departments", "regions", "districts")
    counts = [len(table(name, year)) for name in names]
    assert counts == [communes, former, 1255, 11, 109, 26, 45]


def test_reference_counts_of_2026() -> None:
    rows = table("communes")
    overseas = [row for row in rows if row["department"] in OVERSEAS]
    assert (len(rows) - len(overseas), len(overseas)) == (34875, 94)
    sizes = Counter(row["department"] for row in rows)
    assert (sizes["38"], sizes["63"]) == (512, 463)
    assert len(communes_of("epci", "200085751")) == 37
    assert len(communes_of("epci", "246300701")) == 21
    regions = {row["code"]: row["region"] for row in table("departments")}
    assert sum(regions[row["department"]] == "84" for row in rows) == 4025


def test_reference_population_of_the_youth_perimeter() -> None:
    """Seven départements without Entre Bièvre et Rhône, with Clermont Auvergne Métropole."""
    departments = {"01", "03", "07", "38", "42", "73", "74"}
    inside = [
        row
        for row in table("communes")
        if (row["department"] in departments and row["epci"] != "200085751")
        or row["epci"] == "246300701"
    ]
    assert len(inside) == 2411
    assert sum(int(row["population"]) for row in inside) == 4_954_294


@pytest.mark.parametrize("year", YEARS)
def test_every_code_refers_to_a_known_unit(year: str) -> None:
    rows = table("communes", year)
    assert {row["department"] for row in rows} == codes(table("departments", year))
    assert {row["region"] for row in table("departments", year)} == codes(table("regions", year))
    assert {row["epci"] for row in rows} - {""} == codes(table("epci", year))
    assert {row["ept"] for row in rows} - {""} == codes(table("ept", year))
    assert {row["commune"] for row in table("districts", year)} == {"13055", "69123", "75056"}


@pytest.mark.parametrize("year", YEARS)
def test_codes_are_unique_and_sorted(year: str) -> None:
    for path in sorted((DATA / "territory" / year).glob("*.csv")):
        listed = [row["code"] for row in table(path.stem, year)]
        assert listed == sorted(set(listed)), path.name


@pytest.mark.parametrize("year", YEARS)
def test_a_former_code_leads_to_a_current_commune(year: str) -> None:
    current = codes(table("communes", year))
    former = table("former_communes", year)
    assert {row["successor"] for row in former} <= current
    assert not codes(former) & current
    assert all(row["name"] for row in former)


@pytest.mark.parametrize(("old", "new"), [("2024", "2025"), ("2024", "2026"), ("2025", "2026")])
def test_no_commune_is_lost_from_one_year_to_another(old: str, new: str) -> None:
    gone = codes(table("communes", old)) - codes(table("communes", new))
    assert gone <= codes(table("former_communes", new))


def test_only_four_communes_have_no_epci() -> None:
    without = [row for row in table("communes") if not row["epci"]]
    alone = {row["code"] for row in without if row["department"] not in OVERSEAS}
    assert alone == WITHOUT_EPCI


def test_a_commune_of_a_public_territorial_body_is_in_the_metropolis_too() -> None:
    grand_paris = [row for row in table("communes") if row["epci"] == "200054781"]
    assert {row["epci"] for row in table("communes") if row["ept"]} == {"200054781"}
    assert {row["code"] for row in grand_paris if not row["ept"]} == {"75056"}


def test_postal_codes_and_populations_are_well_formed() -> None:
    pattern = re.compile(r"(\d{5}( \d{5})*)?")
    for row in [*table("communes"), *table("districts")]:
        assert pattern.fullmatch(row["postal_codes"]), row
    without = {row["code"] for row in table("communes") if not row["population"].isdigit()}
    assert without == {"98411", "98412", "98413", "98414", "98415", "98901"}


# --- Points -------------------------------------------------------------------------------------


def test_every_commune_with_a_polygon_has_a_centre() -> None:
    sources = Counter(
        (row["department"] in OVERSEAS, row["point_source"], bool(row["lat"] and row["lon"]))
        for row in table("communes")
    )
    assert sources == {
        (False, "town_hall", True): 32992,
        (False, "polygon", True): 1883,
        (True, "", False): 94,
    }


@pytest.mark.parametrize("department", ["15", "38", "974"])
def test_centres_stand_in_their_commune(department: str) -> None:
    """Within 0.01° (about 1 km) of the polygon, since that one is simplified."""
    polygons = shapes(f"communes/{department}")
    for row in table("communes"):
        if row["department"] == department:
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            assert shapely.distance(polygons[row["code"]], point) < 0.01, row


# --- Shapes -------------------------------------------------------------------------------------


def test_every_commune_of_metropolitan_france_and_drom_has_a_polygon() -> None:
    by_department: dict[str, set[str]] = defaultdict(set)
    for row in table("communes"):
        by_department[row["department"]].add(row["code"])
    drawn: set[str] = set()
    for path in (DATA / "geometry" / "communes").glob("*.geojson.gz"):
        department = path.name.partition(".")[0]
        here = set(FEATURE_CODE.findall(gzip.decompress(path.read_bytes())))
        assert {code.decode() for code in here} == by_department[department]
        drawn |= by_department[department]
    assert len(drawn) == 34875
    assert {"15031", "15035", "15047", "15171"} <= drawn  # created again in 2025


def test_every_unit_has_a_polygon() -> None:
    metropolitan = {r["code"] for r in table("departments") if r["code"] not in OVERSEAS}
    assert set(shapes("epci")) == codes(table("epci"))
    assert set(shapes("departments")) == metropolitan
    assert set(shapes("regions")) == codes(table("regions")) - OVERSEAS


@pytest.mark.parametrize("name", ["epci", "departments", "regions", "communes/38"])
def test_neighbours_touch_without_overlapping(name: str) -> None:
    layer = np.array(list(shapes(name).values()))
    assert shapely.is_valid(layer).all()
    assert shapely.coverage_is_valid(layer)


@pytest.mark.parametrize("department", ["15", "38", "63", "971", "2A"])
def test_communes_join_into_their_departement(department: str) -> None:
    union = joined(shapes(f"communes/{department}").values())
    whole = shapes("departments")[department]
    assert shapely.area(shapely.symmetric_difference(union, whole)) < 1e-9
    assert vertices(union) == vertices(whole)


def test_layers_share_their_vertices() -> None:
    communes = vertices(shapely.geometrycollections(list(shapes("communes/38").values())))
    epci = joined(shapes("communes/38")[code] for code in communes_of("epci", "200085751"))
    assert vertices(epci) == vertices(shapes("epci")["200085751"])
    assert vertices(shapes("departments")["38"]) <= communes


def test_departements_join_into_their_region() -> None:
    parts = [row["code"] for row in table("departments") if row["region"] == "84"]
    union = joined(shapes("departments")[code] for code in parts)
    assert shapely.area(shapely.symmetric_difference(union, shapes("regions")["84"])) < 1e-9


def test_a_zone_mixing_levels_joins_without_a_gap() -> None:
    """A département less one EPCI, plus that EPCI: the département again, hole for hole."""
    communes = shapes("communes/38")
    inside = communes_of("epci", "200085751")
    rest = joined(polygon for code, polygon in communes.items() if code not in inside)
    whole = joined([rest, shapes("epci")["200085751"]])
    assert vertices(whole) == vertices(shapes("departments")["38"])


# --- What browsers load -------------------------------------------------------------------------

BUDGETS = {
    "geometry/regions.geojson.gz": 125_000,
    "geometry/departments.geojson.gz": 290_000,
    "geometry/epci.geojson.gz": 950_000,
    "geometry/static_map.json": 60_000,
    "tiles/fr.pmtiles": 12_000_000,
}


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items())
def test_files_stay_light(name: str, budget: int) -> None:
    assert 0 < (DATA / name).stat().st_size <= budget


def test_communes_of_a_departement_stay_light() -> None:
    sizes = [f.stat().st_size for f in (DATA / "geometry" / "communes").glob("*.gz")]
    assert len(sizes) == 101
    assert max(sizes) <= 75_000
    assert sum(sizes) / len(sizes) <= 40_000


def test_tiles_hold_the_documented_layers() -> None:
    content = (DATA / "tiles" / "fr.pmtiles").read_bytes()
    assert content[:8] == b"PMTiles\x03"
    start, length = (int.from_bytes(content[i : i + 8], "little") for i in (24, 32))
    assert (content[100], content[101]) == (3, 10)  # first and last zoom
    metadata = json.loads(gzip.decompress(content[start : start + length]))
    layers = {layer["id"]: set(layer["fields"]) for layer in metadata["vector_layers"]}
    assert layers == {
        "land": set(),
        "regions": {"code", "name"},
        "departments": {"code", "name"},
        "epci": {"code", "name"},
        "communes": {"code", "name"},
        "borders": {"level"},
        "places": {"code", "name", "population", "rank"},
    }
    assert metadata["generator_options"].startswith("tippecanoe ")
    assert "IGN" in metadata["attribution"]


# --- Provenance ---------------------------------------------------------------------------------


def test_provenance_describes_the_files_that_are_here() -> None:
    built = {
        path.relative_to(DATA).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for folder in ("territory", "geometry", "tiles")
        for path in (DATA / folder).rglob("*")
        if path.is_file()
    }
    assert provenance()["files"] == built


def test_provenance_counts_are_those_of_the_files() -> None:
    for year in YEARS:
        for name, count in provenance()["counts"][year].items():
            assert len(table(name, year)) == count


def test_provenance_names_the_locked_sources_and_tools() -> None:
    lock = json.loads((ROOT / "geodata" / "package-lock.json").read_text(encoding="utf-8"))
    wheel = (ROOT / "geodata" / "polygons-wheel.txt").read_text(encoding="utf-8")
    for source in provenance()["sources"]:
        assert source["licence"] in ("Licence Ouverte 2.0", "domaine public")
        if "sha256" in source:
            pin = f"{source['package']}=={source['version']} --hash=sha256:{source['sha256']}"
            assert pin in wheel
        else:
            entries = lock["packages"].values()
            assert source["integrity"] in {entry.get("integrity") for entry in entries}
    locked = (ROOT / "geodata" / "requirements.txt").read_text(encoding="utf-8")
    for package, version in provenance()["tools"].items():
        assert f"{package}=={version} " in locked


def test_built_files_carry_no_date_nor_name() -> None:
    """The gzip header may hold both: two builds would then differ."""
    for path in DATA.rglob("*.geojson.gz"):
        header = path.read_bytes()[:8]
        assert header[3:8] == bytes(5), path.name
