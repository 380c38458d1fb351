"""A line as a place, or as a passage: people counted without a name, or somebody met."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.outreach.enums import Channel, EncounterKind, PlaceKind
from o2r.outreach.exchange.columns import PASSAGES, PLACES, ImportKind, guess
from o2r.outreach.exchange.passages import read_passages, read_places
from o2r.outreach.exchange.rows import Found, PassageRow, PlaceRow
from o2r.projects.exchange.tables import Line, read_freely
from tests.outreach.mano_files import OBSERVATIONS, RULES, line, workbook
from tests.outreach.mano_files import PASSAGES as MANO_PASSAGES

PLACE_COLUMNS = {target.label: target.code for target in PLACES}
PASSAGE_COLUMNS = {target.label: target.code for target in PASSAGES}
WOMEN, MEN, ALL = "Femmes non connues", "Hommes non connus", "Personnes non connues, en tout"


def places(*lines: Line, commune: str = "69259") -> Found[PlaceRow]:
    return read_places(lines, PLACE_COLUMNS, replace(RULES, commune=commune))


def passages(*lines: Line) -> Found[PassageRow]:
    return read_passages(lines, PASSAGE_COLUMNS, RULES)


def said(found: Found[PassageRow] | Found[PlaceRow]) -> list[str]:
    return [str(one).replace("\u00a0", " ") for one in found.problems]


def test_a_place_of_mano_has_a_name_and_takes_the_commune_of_the_operator() -> None:
    lines = read_freely("data.csv", b"user,name,_id,createdAt\nu1,Gare,p1,2026-01-04\n")
    mapping = guess(ImportKind.PLACES, lines[0].cells)
    [row] = read_places(lines, mapping, replace(RULES, commune="69259")).rows
    assert (row.name, row.reference, row.commune, row.kind) == (
        "Gare",
        "p1",
        "69259",
        PlaceKind.OTHER,
    )
    assert said(read_places(lines, mapping, RULES)) == [
        "ligne 2, colonne Commune : dites la commune, ou choisissez celle de tous ces lieux"
    ]


def test_a_place_is_read_with_its_point() -> None:
    cells = {
        "Nom du lieu": "Squat des Tilleuls",
        "Nature du lieu": "squat",
        "Commune": "Bron",
        "Latitude": "45,7381",
        "Longitude": "4.9111",
        "À savoir": "Chien au fond.",
    }
    [row] = places(line(**cells)).rows
    assert (row.kind, row.commune) == (PlaceKind.LIVING_PLACE, "69029")
    assert (row.latitude, row.longitude) == (Decimal("45.73810"), Decimal("4.91110"))
    assert row.note == "Chien au fond."


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"Nom du lieu": ""}, "donnez un nom à ce lieu"),
        ({"Nom du lieu": "x" * 400}, "400 caractères, 120 au plus"),
        ({"Nom du lieu": "Gare", "Latitude": "45,7"}, "une latitude et une longitude"),
        ({"Nom du lieu": "Gare", "Latitude": "457", "Longitude": "4"}, "-90 à 90"),
        ({"Nom du lieu": "Gare", "Commune": "Nulle-Part"}, "aucun territoire"),
    ],
)
def test_what_is_wrong_with_a_place_is_said(cells: dict[str, str], problem: str) -> None:
    [one] = said(places(line(**cells)))
    assert problem in one


def test_a_meeting_names_somebody_and_keeps_what_was_said() -> None:
    cells = {"Jour et heure": "28/11/2026 20h05", "Personne": "Momo", "Ce qui a été dit": "Froid."}
    [row] = passages(line(**cells)).rows
    assert (row.kind, row.person_name, row.note) == (EncounterKind.MEETING, "Momo", "Froid.")
    assert row.at == datetime(2026, 11, 28, 19, 5, tzinfo=UTC)
    assert row.has_hour
    assert (row.women, row.men, row.unknown) == (0, 0, 0)


def test_an_anonymous_passage_counts_and_keeps_no_text() -> None:
    found = passages(
        line(2, **{"Jour et heure": "28/11/2026", "Ce qui a été dit": "Momo du 3e étage"}),
        line(3, **{"Jour et heure": "28/11/2026", WOMEN: "2", MEN: "1"}),
        line(4, **{"Jour et heure": "28/11/2026", WOMEN: "2", ALL: "5", "Canal": "maraude"}),
    )
    assert [(row.kind, row.women, row.men, row.unknown) for row in found.rows] == [
        (EncounterKind.PASSAGE, 0, 0, 1),
        (EncounterKind.PASSAGE, 2, 1, 0),
        (EncounterKind.PASSAGE, 2, 0, 3),
    ]
    assert found.rows[2].channel is Channel.STREET
    assert not found.rows[0].has_hour
    assert found.rows[0].note == ""
    assert "étage" not in str(found)
    assert [one.line for one in found.remarks] == [2]


def test_nobody_met_is_left_out() -> None:
    found = passages(line(**{"Jour et heure": "28/11/2026", WOMEN: "0", MEN: "0"}))
    assert [(one.name, one.reason) for one in found.left_out] == [
        ("28/11/2026", "personne n’a été rencontré.")
    ]
    assert not found.may_be_written


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"Jour et heure": ""}, "donnez le jour du passage"),
        ({"Jour et heure": "31/02/2026"}, "n’est pas une date"),
        ({"Jour et heure": "29/11/2026 23:00"}, "n’est pas encore venu"),
        ({"Jour et heure": "28/11/2026", ALL: "1", MEN: "2"}, "1 en tout, mais 2"),
        ({"Jour et heure": "28/11/2026", MEN: "beaucoup"}, "n’est pas un nombre"),
        ({"Jour et heure": "28/11/2026", "Personne": "1850578006084"}, "sécurité sociale"),
    ],
)
def test_what_is_wrong_with_a_passage_is_said(cells: dict[str, str], problem: str) -> None:
    [one] = said(passages(line(**cells)))
    assert problem in one


def test_passages_and_observations_of_mano_are_read() -> None:
    content = workbook(
        Passages=[
            list(MANO_PASSAGES),
            ["1", "Momo", "p-1", "Maraude", "2026-11-20 21:00", "Froid", "Inès", "", ""],
            ["2", "", "", "Maraude", "2026-11-20 21:10", "", "Inès", "", ""],
        ],
        Observations=[
            list(OBSERVATIONS),
            ["3", "Gare", "2026-11-20 21:30", "Maraude", 3, 1, "Non", 0, "RAS", ""],
        ],
    )
    lines = read_freely("Passages.xlsx", content, "Passages")
    found = read_passages(lines, guess(ImportKind.PASSAGES, lines[0].cells), RULES)
    assert [(row.person_reference, row.unknown) for row in found.rows] == [("p-1", 0), ("", 1)]
    lines = read_freely("Passages.xlsx", content, "Observations")
    [row] = read_passages(lines, guess(ImportKind.PASSAGES, lines[0].cells), RULES).rows
    assert (row.place, row.men, row.women) == ("Gare", 3, 1)


CELLS = st.one_of(
    st.text(max_size=40), st.sampled_from(["28/11/2026", "Momo", "3", "45,7", "Bron"])
)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(PASSAGE_COLUMNS)), CELLS), max_size=4))
def test_any_sheet_of_passages_is_rows_or_problems(rows: list[dict[str, str]]) -> None:
    lines = [Line(number, cells) for number, cells in enumerate(rows, start=2)]
    found = passages(*lines)
    numbers = {one.line for part in (found.rows, found.left_out, found.problems) for one in part}
    assert numbers == {one.number for one in lines}
    for row in found.rows:
        assert row.at <= RULES.now
        assert row.women + row.men + row.unknown or row.person_name or row.person_reference


@given(st.lists(st.dictionaries(st.sampled_from(sorted(PLACE_COLUMNS)), CELLS), max_size=4))
def test_any_sheet_of_places_is_rows_or_problems(rows: list[dict[str, str]]) -> None:
    lines = [Line(number, cells) for number, cells in enumerate(rows, start=2)]
    found = places(*lines)
    numbers = {one.line for part in (found.rows, found.problems) for one in part}
    assert numbers == {one.number for one in lines}
    assert all(row.name and row.commune for row in found.rows)
    assert all((row.latitude is None) == (row.longitude is None) for row in found.rows)
