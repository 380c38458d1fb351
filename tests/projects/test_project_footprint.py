"""Where a project acts. The synthetic country has six communes and two years."""

from pathlib import Path

import pytest

from o2r.projects.footprint import carried, footprint, same_land, unit_bits
from o2r.territory.geography import Geography, available_vintages, current_geography
from o2r.territory.official import load
from o2r.territory.zones import ZoneError

THIS_YEAR = available_vintages()[-1]
HEADERS = {
    "communes": "code,name,department,epci,ept,population,postal_codes,lat,lon,point_source",
    "regions": "code,name,kind",
    "departments": "code,name,region,kind",
    "epci": "code,name,kind",
    "ept": "code,name",
    "former_communes": "code,name,successor",
    "districts": "code,name,commune,postal_codes",
}


def year_of(folder: Path, year: int, communes: list[str], former: list[str]) -> Geography:
    folder.mkdir()
    rows = {
        "communes": [f"{code},Commune {code},01,,,10,01000,46.1,5.1," for code in communes],
        "regions": ["84,Région,region"],
        "departments": ["01,Département,84,departement"],
        "former_communes": former,
    }
    for name, header in HEADERS.items():
        lines = [header, *rows.get(name, [])]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(folder, year)


@pytest.fixture
def past(tmp_path: Path) -> Geography:
    # 01003 had joined 01002 before; 01004 stood alone.
    return year_of(
        tmp_path / "past", 2024, ["01001", "01002", "01004"], ["01003,Commune 01003,01002"]
    )


@pytest.fixture
def today(tmp_path: Path) -> Geography:
    # 01003 stands alone again; 01004 has joined 01001.
    return year_of(
        tmp_path / "today", 2026, ["01001", "01002", "01003"], ["01004,Commune 01004,01001"]
    )


@pytest.mark.parametrize(
    ("written", "now"),
    [
        ({"01001"}, {"01001"}),
        ({"01004"}, {"01001"}),
        ({"01002"}, {"01002", "01003"}),
        ({"01001", "01002", "01004"}, {"01001", "01002", "01003"}),
    ],
)
def test_a_zone_of_the_past_excludes_nobody_today(
    past: Geography, today: Geography, written: set[str], now: set[str]
) -> None:
    assert carried(past.bits(written), past, today) == today.bits(now)


def test_the_same_recipe_is_resolved_once() -> None:
    assert footprint("dep:38", THIS_YEAR) is footprint("dep:38", THIS_YEAR)


def test_a_footprint_says_what_a_card_shows() -> None:
    place = footprint("com:69259 + com:69276", THIS_YEAR)
    geo = current_geography()
    assert len(place) == 2
    assert geo.commune("69259") in place
    assert geo.commune("38344") not in place
    assert place.label == "Rhône\u00a0: Feyzin et Vénissieux uniquement"
    assert place.marker.code == "69259"
    assert (place.departments, place.regions) == (("69",), ("84",))
    assert place.cover == ("com:69259", "com:69276")
    assert place.population == sum(commune.population for commune in place.communes)


def test_an_older_recipe_acts_on_the_communes_of_today() -> None:
    oldest = available_vintages()[0]
    old, new = footprint("dep:38", oldest), footprint("dep:38", THIS_YEAR)
    assert old.zone.geography.year == oldest
    assert old.today.geography is current_geography()
    # The département has not moved: its communes of today are the same by both ways.
    assert old.bits == new.bits


def test_a_wrong_recipe_is_refused() -> None:
    with pytest.raises(ZoneError):
        footprint("com:99999", THIS_YEAR)


def test_units_in_common() -> None:
    geo = current_geography()
    both = unit_bits(["reg:84", "dep:38"])
    assert both == geo.units["dep:38"].bits
    assert unit_bits([]) is None
    assert unit_bits(["dep:38", "dep:inconnu"]) == 0


@pytest.mark.parametrize(
    ("code", "number"), [("69259", None), ("2A004", 360), ("97411", 24), ("97608", 17)]
)
def test_one_drives_on_the_same_land_only(code: str, number: int | None) -> None:
    geo = current_geography()
    commune = geo.commune(code)
    assert commune is not None
    land = same_land(commune)
    assert land >> commune.index & 1
    if number is None:
        assert not land & geo.units["reg:94"].bits
        assert not land & geo.units["dep:974"].bits
        assert land.bit_count() == geo.france.bits.bit_count() - 360 - 24 - 17 - 32 - 34 - 22
    else:
        assert land.bit_count() == number
