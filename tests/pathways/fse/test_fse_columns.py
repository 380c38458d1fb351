"""Values read from what is typed; a mapping that loses nothing; titles that are recognised."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from o2r.core.exports import csv_bytes, xlsx_bytes
from o2r.pathways.fse.answers import WrongValue, contradictions, of_text, to_text, value_of
from o2r.pathways.fse.columns import (
    BY_VALUE,
    ISO_DAY,
    OPERATION,
    REFERENCE,
    Column,
    WrongMapping,
    check,
    default_columns,
    of_json,
    read_row,
    row_of,
    to_json,
)
from o2r.pathways.fse.fields import BY_CODE, FIELDS, Field, Kind
from o2r.pathways.fse.matching import proposed
from o2r.projects.exchange.tables import read_freely
from tests.pathways.fse.participants import CASES, answers

TEXTS = some.text(
    some.characters(min_codepoint=33, max_codepoint=0x17F, exclude_characters="\x7f"),
    min_size=1,
    max_size=40,
)


def values(one: Field) -> some.SearchStrategy[str]:
    """Any value that a field may hold."""
    if one.choices:
        return some.sampled_from([value for value, _ in one.choices])
    return {
        Kind.TEXT: TEXTS,
        Kind.DAY: some.dates(date(1930, 1, 1), date(2030, 1, 1)).map(date.isoformat),
        Kind.WHOLE: some.integers(0, 720).map(str),
        Kind.PHONE: some.integers(100_000_000, 999_999_999).map(lambda one: f"0{one}"),
        Kind.EMAIL: some.just("awa.kone@exemple.fr"),
        Kind.COMMUNE: some.sampled_from(["38544", "2A004", "01001"]),
    }[one.kind]


SHEETS = some.fixed_dictionaries({}, optional={one.code: values(one) for one in FIELDS}).map(
    lambda typed: {
        code: value for code, text in typed.items() if (value := value_of(BY_CODE[code], text))
    }
)


@given(SHEETS)
def test_what_is_sealed_comes_back_whole(said: dict[str, str]) -> None:
    assert of_text(to_text(said)) == said


@given(SHEETS)
def test_a_row_comes_back_as_the_same_sheet(said: dict[str, str]) -> None:
    columns = of_json(to_json(default_columns()))
    beside = {OPERATION: "202301234", REFERENCE: "abc"}
    cells = row_of(columns, said, beside)
    row = read_row(columns, 2, dict(zip([one.column for one in columns], cells, strict=True)))
    assert (row.answers, row.beside, row.wrong) == (said, beside, ())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_comes_back_as_the_same_sheets_and_runs_nothing(kind: str) -> None:
    hostile = answers(nom='=HYPERLINK("http://x")', prenom="+33 oh", adresse="-1;@SUM(A1)")
    sheets = [*CASES, hostile]
    columns = default_columns()
    header = [one.column for one in columns]
    rows = [row_of(columns, one, {}) for one in sheets]
    made = csv_bytes(header, rows, ";") if kind == "csv" else xlsx_bytes("P", header, rows)
    if kind == "csv":
        assert b";=HYPERLINK" not in made
        assert b"'=HYPERLINK" in made
    lines = read_freely(f"fiches.{kind}", made)
    assert [read_row(columns, one.number, one.cells).answers for one in lines] == sheets


def test_another_template_writes_its_own_words_and_is_read_back() -> None:
    sex = {"F": "2 - Femme", "M": "1 - Homme", "X": "9 - Autre"}
    columns = (
        Column("GENRE", "sexe", BY_VALUE, sex),
        Column("DT_NAIS", "date_naissance", ISO_DAY),
        Column("RESERVE"),
    )
    check(columns)
    assert row_of(columns, answers(), {}) == ["2 - Femme", "2001-05-10", ""]
    cells = {"GENRE": "2 - femme", "DT_NAIS": "2001-05-10 00:00:00", "RESERVE": "x"}
    assert read_row(columns, 3, cells).answers == {"sexe": "F", "date_naissance": "2001-05-10"}


def test_a_wrong_cell_is_said_with_its_column() -> None:
    columns = default_columns()
    cells = {"Date de naissance": "31/02/2001", "Sexe": "dragon", "Nom": "Koné"}
    row = read_row(columns, 7, cells)
    assert row.answers == {"nom": "Koné"}
    assert {title for title, _ in row.wrong} == {"Date de naissance", "Sexe"}
    assert all(why.endswith(".") for _, why in row.wrong)


@pytest.mark.parametrize(
    "columns",
    [
        (),
        (Column("A"),),
        (Column("A", "nom"), Column("A", "prenom")),
        (Column("A", "nom"), Column("B", "nom")),
        (Column("A", "origine_ethnique"),),
        (Column("A", "sexe", BY_VALUE, {"F": "x", "M": "X", "X": "z"}),),
        (Column("A", "sexe", BY_VALUE, {"F": "x", "M": "y"}),),
    ],
)
def test_a_mapping_that_would_lose_something_is_refused(columns: tuple[Column, ...]) -> None:
    with pytest.raises(WrongMapping):
        check(columns)


def test_titles_of_a_template_are_recognised_each_field_once() -> None:
    titles = {
        "Nom de naissance *": "nom",
        "PRENOM": "prenom",
        "Date de naissance (JJ/MM/AAAA)": "date_naissance",
        "Genre": "sexe",
        "Code INSEE": "commune_residence_insee",
        "N° de téléphone": "telephone",
        "E-mail": "courriel",
        "Date d'entrée dans l'opération": "date_entree",
        "Statut sur le marché du travail à l'entrée": "statut_marche_travail",
        "Niveau de diplôme": "niveau_cite",
        "Date de sortie": "date_sortie",
        "Situation à la sortie": "situation_sortie",
        "Couleur préférée": "",
    }
    found = proposed(list(titles))
    assert {one.column: one.field for one in found} == titles
    held = [one.field for one in found if one.field]
    assert len(held) == len(set(held))
    check(found)


def test_our_own_titles_are_recognised() -> None:
    ours = default_columns()
    assert proposed([one.column for one in ours]) == list(ours)


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("telephone", "612345678", "06 12 34 56 78"),
        ("telephone", "+33 6 12 34 56 78", "06 12 34 56 78"),
        ("date_naissance", "10/05/2001", "2001-05-10"),
        ("nom", "  Koné\u202e\n d’Avril ", "Koné d’Avril"),
        ("sexe", "Femme", "F"),
        ("handicap", "ne souhaite pas répondre", "refus"),
        ("duree_recherche_mois", "07", "7"),
        ("commune_residence_insee", "2a004", "2A004"),
    ],
)
def test_what_is_typed_is_read(code: str, typed: str, kept: str) -> None:
    assert value_of(BY_CODE[code], typed) == kept


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("telephone", "12"),
        ("date_naissance", "31/02/2001"),
        ("date_naissance", "1/1/01"),
        ("courriel", "awa@"),
        ("duree_recherche_mois", "-1"),
        ("duree_recherche_mois", "٣"),
        ("commune_residence_insee", "Vienne"),
        ("nom", "x" * 121),
    ],
)
def test_what_cannot_be_is_refused(code: str, typed: str) -> None:
    with pytest.raises(WrongValue):
        value_of(BY_CODE[code], typed)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"date_entree": "2025-12-31"}, "date_entree"),
        ({"date_entree": "2026-12-01"}, "date_entree"),
        ({"date_naissance": "2026-03-01"}, "date_naissance"),
        ({"date_sortie": "2026-02-28"}, "date_sortie"),
        ({"date_sortie": "2026-12-01"}, "date_sortie"),
        ({"situation_6_mois": "emploi"}, "situation_6_mois"),
    ],
)
def test_what_cannot_be_together_is_said_at_its_field(said: dict[str, str], field: str) -> None:
    bounds = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31), "today": date(2026, 10, 1)}
    assert contradictions(answers(), **bounds) == []
    assert [code for code, _ in contradictions(answers(**said), **bounds)] == [field]
