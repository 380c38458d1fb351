"""Reading one vintage of the official files."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from o2r.territory import geography as places
from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography, GeographyError, load
from tests.territory.synthetic import commune_rows, write_country


def test_units_hold_their_communes(country: Geography) -> None:
    assert len(country.communes) == 36
    assert len(country.units["dep:38"]) == 12
    assert len(country.units["reg:84"]) == 25
    assert [c.code for c in country.select(country.units["epci:100000004"].bits)] == [
        "38008",
        "38009",
        "38010",
        "69001",
    ]
    assert [c.name for c in country.select(country.units["ept:500000002"].bits)] == ["Gap", "Givet"]


def test_france_is_metropole_and_drom_without_collectivites(country: Geography) -> None:
    codes = {commune.code for commune in country.select(country.france.bits)}
    assert "97101" in codes
    assert not codes & {"97501", "97502"}


def test_a_commune_without_centre_population_or_postal_code(country: Geography) -> None:
    commune = country.commune("97502")
    assert commune is not None
    assert (commune.lat, commune.lon, commune.point_source) == (None, None, "")
    assert commune.population == 0
    assert commune.postal_codes == ()


def test_positions_are_the_order_of_codes(country: Geography) -> None:
    for index, commune in enumerate(country.communes):
        assert commune.index == index == country.position[commune.code]
        assert country.unit(UnitKind.COM, commune.code).bits == 1 << index
    bits = country.bits(["01001", "97502", "69002"])
    assert [c.code for c in country.select(bits)] == ["01001", "69002", "97502"]
    assert country.population(bits) == 500 + 1600


def test_a_former_code_that_is_current_again_is_current(build: Callable[..., Geography]) -> None:
    geo = build(former=[("38003", "Cabre", "38004"), ("38099", "Vieuxbourg", "38003")])
    assert set(geo.former) == {"38099"}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"communes": [(*commune_rows()[0][:3], "999999999", *commune_rows()[0][4:])]}, "EPCI"),
        ({"communes": list(reversed(commune_rows()))}, "trié"),
        ({"communes": [("01001", "Alba")]}, "colonnes"),
        ({"departments": [("01", "Haute-Plaine", "99", "departement")]}, "département"),
    ],
)
def test_files_that_do_not_hold_together_are_refused(
    tmp_path: Path, tables: dict[str, list[tuple[str, ...]]], said: str
) -> None:
    with pytest.raises(GeographyError, match=said):
        load(write_country(tmp_path, **tables), 2026)


def test_an_absent_file_says_which_command_builds_it(tmp_path: Path) -> None:
    with pytest.raises(GeographyError, match=r"communes\.csv.*make geodata"):
        load(tmp_path, 2026)


def test_vintages_are_the_folders_present(france: Geography) -> None:
    assert places.available_vintages() == (2024, 2025, 2026)
    assert places.current_geography() is france is places.geography(2026)
    with pytest.raises(GeographyError, match=r"1999.*2024, 2025, 2026"):
        places.geography(1999)


def test_the_current_vintage_is_read_fast() -> None:
    folder = Path(django_settings.O2R_DATA_DIR) / "territory" / "2026"
    start = time.process_time()
    load(folder, 2026)
    # Half a second on the reference machine; the test only catches a change of nature.
    assert time.process_time() - start < 2


def test_the_official_geography_has_its_reference_counts(france: Geography) -> None:
    assert len(france.communes) == 34_969
    assert len(france.france) == 34_875
    assert len(france.of_kind(UnitKind.EPCI)) == 1_255
    assert len(france.of_kind(UnitKind.EPT)) == 11
    kinds = [unit.category for unit in france.of_kind(UnitKind.DEP)]
    assert (kinds.count("departement"), kinds.count("collectivite")) == (101, 8)
    assert [u.category for u in france.of_kind(UnitKind.REG)].count("region") == 18
    without = [c.code for c in france.select(france.france.bits) if not c.epci]
    assert without == ["22016", "29083", "29155", "85113"]
