"""A line as somebody: what their rung lets be kept, what is left, what stops the file."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.files.hostile_files import hostile_files
from o2r.outreach.exchange.columns import PERSONS, ImportKind, guess, kind_of
from o2r.outreach.exchange.persons import read_persons
from o2r.outreach.exchange.rows import Found, PersonRow
from o2r.people.enums import Gender, Housing, IdentityLevel
from o2r.people.ladder import kept_at
from o2r.projects.exchange.tables import Line, TableError, read_freely, sheet_names
from tests.outreach.mano_files import LABELLED, RAW, RULES, line, workbook

SINCE = {"Suivi depuis": "01/09/2026"}
MAPPING = {target.label: target.code for target in PERSONS}
NIR = "1 85 05 78 006 084 91"


def read(*lines: Line) -> Found[PersonRow]:
    columns = {column for one in lines for column in one.cells}
    return read_persons(lines, {c: MAPPING[c] for c in MAPPING if c in columns}, RULES)


def only(**cells: str) -> PersonRow:
    found = read(line(**{"Suivi depuis": "01/09/2026", **cells}))
    assert found.problems == ()
    [row] = found.rows
    return row


def problem(**cells: str) -> str:
    found = read(line(**{"Suivi depuis": "01/09/2026", **cells}))
    [one] = found.problems
    assert not found.may_be_written
    return str(one).replace("\u00a0", " ")


def remarks(found: Found[PersonRow]) -> list[str]:
    return [f"{one.column} : {one.message}".replace("\u00a0", " ") for one in found.remarks]


SURNAME = "Surnom, ou nom d’usage dans l’équipe"
BORN, FIRST, LAST = "Date de naissance", "Prénom", "Nom de famille"
LAST_CONTACT, NOTE = "Dernier contact", "Ce que l’équipe a noté"


def test_a_nickname_is_a_pseudonym_whose_birth_date_is_not_kept() -> None:
    found = read(line(**SINCE, **{SURNAME: "Momo", BORN: "03/05/1980"}))
    [row] = found.rows
    assert (row.level, row.known_as, row.birth_date, row.age) == (
        IdentityLevel.PSEUDONYM,
        "Momo",
        None,
        46,
    )
    assert remarks(found) == [
        "Date de naissance : sans nom ni prénom, la date de naissance n’est pas gardée : "
        "seulement l’âge"
    ]


def test_a_name_and_a_first_name_are_declared_and_verified_by_nobody() -> None:
    row = only(**{FIRST: "Sonia", LAST: "Ferrand", BORN: "03/05/1980"})
    assert (row.level, row.first_name, row.last_name, row.birth_date) == (
        IdentityLevel.DECLARED,
        "Sonia",
        "Ferrand",
        date(1980, 5, 3),
    )
    assert row.age == 46


def test_a_first_name_alone_is_a_nickname() -> None:
    row = only(**{FIRST: "Sonia"})
    assert (row.level, row.known_as, row.first_name) == (IdentityLevel.PSEUDONYM, "Sonia", "")


def test_of_a_nickname_and_half_a_name_the_nickname_is_kept() -> None:
    found = read(line(**SINCE, **{SURNAME: "Momo", LAST: "Ferrand"}))
    assert [(row.known_as, row.last_name) for row in found.rows] == [("Momo", "")]
    assert remarks(found) == ["Nom de famille : sans prénom, seul le surnom est gardé"]


def test_a_whole_name_is_cut_where_it_is_sure_and_kept_whole_elsewhere() -> None:
    column = "Nom puis prénom, dans la même colonne"
    found = read(
        line(2, **SINCE, **{column: "DUPONT Jean"}),
        line(3, **SINCE, **{column: "Le Goff Marie Anne"}),
        line(4, **SINCE, **{column: "Momo 69"}),
        line(5, **SINCE, **{column: "Momo"}),
    )
    assert [(row.first_name, row.last_name, row.known_as) for row in found.rows] == [
        ("Jean", "DUPONT", ""),
        ("", "", "Le Goff Marie Anne"),
        ("", "", "Momo 69"),
        ("", "", "Momo"),
    ]
    assert [one.line for one in found.remarks] == [3, 4]


def test_every_row_keeps_only_what_its_rung_allows() -> None:
    found = read(
        line(2, **SINCE, **{SURNAME: "Momo", FIRST: "Mohamed", BORN: "1980-05-03"}),
        line(3, **SINCE, **{FIRST: "Sonia", LAST: "Ferrand", BORN: "1980-05-03"}),
        line(4, **SINCE, **{SURNAME: "Riri", LAST: "Ferrand", BORN: "1980-05-03"}),
    )
    assert len(found.rows) == 3
    for row in found.rows:
        columns = ("known_as", "first_name", "last_name", "birth_date")
        filled = {name for name in columns if getattr(row, name)}
        assert filled <= kept_at(row.level)


def test_what_surrounds_the_person_is_read() -> None:
    row = only(
        **{
            SURNAME: "Momo",
            "Autres surnoms": "Momo du parc",
            "Genre": "Homme transgenre",
            "Commune": "69200 Vénissieux",
            "Domicile": "Chez un tiers",
            "Langue": "arabe",
            "Besoin d’un interprète": "oui",
            "Téléphone": "612345678",
            "Adresse électronique": "momo@mail.example",
            "Lieux fréquentés": "Gare, le soir",
            "Équipe": "Bus de nuit",
            LAST_CONTACT: "20/11/2026",
            NOTE: "Cherche du travail.",
            "Identifiant dans votre fichier": "A-12",
        }
    )
    assert (row.gender, row.commune, row.housing) == (Gender.MAN, "69259", Housing.HOSTED)
    assert (row.language, row.needs_interpreter, row.phone) == ("ar", True, "06 12 34 56 78")
    assert (row.email, row.usual_places, row.team) == (
        "momo@mail.example",
        "Gare, le soir",
        "Bus de nuit",
    )
    assert (row.other_names, row.note, row.reference) == (
        ("Momo du parc",),
        "Cherche du travail.",
        "A-12",
    )
    assert (row.followed_since, row.last_contact_on) == (date(2026, 9, 1), date(2026, 11, 20))


@pytest.mark.parametrize(("said", "kept"), [("", True), ("non", True), ("oui", False)])
def test_no_message_is_left_unless_the_file_says_so(said: str, kept: bool) -> None:
    row = only(**{SURNAME: "Momo", "Peut-on laisser un message vocal\u00a0?": said})
    assert row.no_voicemail is kept


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({SURNAME: ""}, f"ligne 2, colonne {SURNAME} : rien ne nomme cette personne"),
        ({LAST: "Ferrand"}, "colonne Nom de famille : un nom de famille seul"),
        ({SURNAME: "Mo\u202emo"}, "U+202E"),
        ({SURNAME: "x" * 400}, "400 caractères"),
        ({SURNAME: "=1+1"}, "formule"),
        ({SURNAME: "Momo", BORN: "31/02/1980"}, "n’est pas une date"),
        ({SURNAME: "Momo", BORN: "03/05/2085"}, "n’est pas encore venu"),
        ({SURNAME: "Momo", "Suivi depuis": ""}, "la durée de conservation ne partirait de rien"),
        ({SURNAME: "Momo", LAST_CONTACT: "01/08/2026"}, "précède le début du suivi"),
        ({SURNAME: "Momo", LAST_CONTACT: "30/11/2026"}, "n’est pas encore venu"),
        ({SURNAME: "Momo", "Commune": "Saint-Denis"}, "désigne"),
        ({SURNAME: "Momo", "Téléphone": "06 12 / 07 13"}, "un numéro par cellule"),
        ({SURNAME: "Momo", "Adresse électronique": "momo"}, "adresse électronique"),
        ({SURNAME: "Momo", NOTE: "a" * 6_000}, "5000 au plus"),
    ],
)
def test_what_is_wrong_is_said_at_its_column(cells: dict[str, str], said: str) -> None:
    assert said in problem(**cells)


@pytest.mark.parametrize(
    "column", [SURNAME, "Téléphone", NOTE, "Identifiant dans votre fichier", "Lieux fréquentés"]
)
def test_a_number_of_securite_sociale_stops_the_file_and_is_never_repeated(column: str) -> None:
    found = read(line(**SINCE, **{SURNAME: "Momo", column: f"voir {NIR}"}))
    [one] = found.problems
    assert "numéro de sécurité sociale" in one.message
    assert one.column == column
    assert found.rows == ()
    assert "85 05" not in str(found)


def test_such_a_number_in_a_column_that_is_left_stops_the_file_once() -> None:
    lines = [line(n, **SINCE, **{SURNAME: f"Momo{n}", "Divers": NIR}) for n in (2, 3, 4)]
    found = read(*lines)
    [one] = found.problems
    assert (one.line, one.column) == (2, "Divers")
    assert "3 numéros de sécurité sociale" in one.message
    assert len(found.rows) == 3
    assert not found.may_be_written


def test_who_left_or_has_not_been_seen_for_too_long_is_not_taken() -> None:
    rules = replace(RULES, oldest=date(2024, 11, 29))
    mapping = {SURNAME: "known_as", LAST_CONTACT: "last_contact_on", "Sortie": "left_active_list"}
    lines = [
        line(2, **{SURNAME: "Momo", LAST_CONTACT: "28/11/2024"}),
        line(3, **{SURNAME: "Riri", LAST_CONTACT: "29/11/2024"}),
        line(4, **{SURNAME: "Zaza", LAST_CONTACT: "20/11/2026", "Sortie": "Oui"}),
        # What is left out is not asked to be right.
        line(5, **{SURNAME: "", LAST_CONTACT: "20/11/2026", "Sortie": "true"}),
    ]
    found = read_persons(lines, mapping, rules)
    assert [row.name for row in found.rows] == ["Riri"]
    assert [(one.name.strip(), one.reason.replace("\u00a0", " ")) for one in found.left_out] == [
        ("Momo", "aucun contact depuis le 28/11/2024 : la durée de conservation est passée."),
        ("Zaza", "elle est sortie de la file active."),
        ("", "elle est sortie de la file active."),
    ]
    assert found.may_be_written


def test_two_lines_for_one_person_are_remarked_never_joined() -> None:
    found = read(
        line(2, **SINCE, **{SURNAME: "Momo", "Identifiant dans votre fichier": "1"}),
        line(3, **SINCE, **{SURNAME: " MOMO ", "Identifiant dans votre fichier": "2"}),
        line(4, **SINCE, **{SURNAME: "Riri", "Identifiant dans votre fichier": "1"}),
    )
    assert [row.name for row in found.rows] == ["Momo", "MOMO"]
    assert remarks(found) == [
        "nom : se nomme comme la ligne 2 : si c’est la même personne, gardez une seule ligne"
    ]
    assert [str(one).replace("\u00a0", " ") for one in found.problems] == [
        "ligne 4, colonne Identifiant dans votre fichier : déjà à la ligne 2"
    ]


def test_remarks_of_many_lines_are_said_once() -> None:
    found = read(
        *(
            line(n, **SINCE, **{SURNAME: f"Momo{n}", BORN: "03/05/1980", NOTE: "alcool"})
            for n in range(2, 12)
        )
    )
    assert [(one.line, times) for one, times in found.remarks_together()] == [(2, 10), (2, 10)]
    assert "santé" in found.remarks[-1].message


def test_a_mapping_that_takes_what_is_never_taken_is_refused() -> None:
    mapping = {"Surnom": "known_as", "Suivi depuis": "followed_since", "Religion": "note"}
    with pytest.raises(TableError, match="ne peut pas être reprise"):
        read_persons([line(**SINCE, Surnom="Momo", Religion="x")], mapping, RULES)


# --- Files ----------------------------------------------------------------------------------------


def test_the_labelled_export_of_mano_is_read_as_it_is() -> None:
    values = {
        "id": "6f0c4a1e-0000-4000-8000-000000000001",
        "Nom prénom ou Pseudonyme": "Momo",
        "Genre": "Homme",
        "Date de naissance": "1980-05-03",
        "Description": "Dort près de la gare",
        "Téléphone": "06 12 34 56 78",
        "Équipes en charge": "Maraude, Accueil",
        "Suivi(e) depuis le / Créé(e) le": "2026-01-04",
        "Sortie de file active": "Non",
        "Nationalité": "Hors UE",
        "Type d'hébergement": "Chez un tiers",
        "Consommations": "Alcool",
        "Mise à jour le": "2026-11-20 14:02",
    }
    content = workbook(
        Personnes_suivies=[list(LABELLED), [values.get(name, "") for name in LABELLED]]
    )
    lines = read_freely("Personnes suivies.xlsx", content)
    found = read_persons(lines, guess(ImportKind.PERSONS, lines[0].cells), RULES)
    assert found.may_be_written
    [row] = found.rows
    assert (row.known_as, row.age, row.team) == ("Momo", 46, "Maraude, Accueil")
    assert (row.followed_since, row.last_contact_on) == (date(2026, 1, 4), date(2026, 11, 20))
    assert "Hors UE" not in str(found)
    assert "Alcool" not in str(found)


def test_the_raw_export_of_mano_is_read_in_its_own_sheet() -> None:
    values = {
        "_id": "6f0c4a1e-0000-4000-8000-000000000001",
        "name": "Momo",
        "gender": "Femme transgenre",
        "birthdate": "1980-05-02T22:00:00.000Z",
        "outOfActiveList": "true",
        "updatedAt": "2026-11-20T13:02:11.123Z",
        "history": '[{"data":{"name":{"oldValue":"Mohamed"}}}]',
        "entityKey": "c2VjcmV0",
    }
    rows = [dict(values), values | {"_id": "2", "name": "Riri", "outOfActiveList": ""}]
    content = workbook(
        actions=[["name"], ["Appeler"]],
        personnes_suivies=[list(RAW), *([row.get(name, "") for name in RAW] for row in rows)],
    )
    [sheet] = [
        one for one in sheet_names("data.xlsx", content) if kind_of(one) is ImportKind.PERSONS
    ]
    lines = read_freely("data.xlsx", content, sheet)
    found = read_persons(lines, guess(ImportKind.PERSONS, lines[0].cells), RULES)
    assert [(one.line, one.name) for one in found.left_out] == [(2, "Momo")]
    [row] = found.rows
    assert (row.name, row.gender, row.age) == ("Riri", Gender.WOMAN, 46)
    for kept_outside in ("Mohamed", "c2VjcmV0"):
        assert kept_outside not in str(found)


def test_dates_and_numbers_of_a_spreadsheet_are_read() -> None:
    content = workbook(
        Feuil1=[
            ["Surnom", "Date de naissance", "Tél", "Âge", "Dernier contact"],
            ["Momo", datetime(1980, 5, 3), 612345678, 46.0, datetime(2026, 11, 20, 14, 2)],  # noqa: DTZ001 — a spreadsheet has no zone
        ]
    )
    lines = read_freely("suivi.xlsx", content)
    found = read_persons(lines, guess(ImportKind.PERSONS, lines[0].cells), RULES)
    [row] = found.rows
    assert (row.phone, row.age, row.last_contact_on) == ("06 12 34 56 78", 46, date(2026, 11, 20))


def test_a_csv_with_formulas_names_and_numbers_is_stopped_line_by_line() -> None:
    content = (
        "Surnom;Dernier contact;Notes\n"
        "Momo;20/11/2026;rien\n"
        f"Riri;20/11/2026;sécu {NIR}\n"
        "\"=cmd|' /C calc'!A0\";20/11/2026;\n"
        "Zaza 🐱;31/02/2026;\n"
        "محمد;20/11/2026;شكرا\n"
    ).encode()
    lines = read_freely("suivi.csv", content)
    found = read_persons(lines, guess(ImportKind.PERSONS, lines[0].cells), RULES)
    assert [row.name for row in found.rows] == ["Momo", "محمد"]
    assert [(one.line, one.column) for one in found.problems] == [
        (3, "Notes"),
        (4, "Surnom"),
        (5, "Dernier contact"),
    ]
    assert found.wrong_lines == 3
    assert not found.may_be_written


def test_no_hostile_workbook_is_read() -> None:
    families = ("zip-bomb", "office-xxe", "office-macro", "office-link", "nested-archive")
    samples = [s for s in hostile_files(3) if s.family in families and len(s.content) < 10_000_000]
    assert samples
    for sample in samples:
        for opening in (sheet_names, read_freely):
            with pytest.raises(TableError):
                opening("suivi.xlsx", sample.content)


# --- Properties -----------------------------------------------------------------------------------

CELLS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["Momo", "DUPONT Jean", "03/05/1980", "oui", "", NIR, "0612345678", "=1+1"]),
)
ROWS = st.lists(
    st.dictionaries(st.sampled_from(sorted(MAPPING)), CELLS, min_size=1, max_size=8),
    min_size=1,
    max_size=4,
)


@given(ROWS)
def test_any_file_is_rows_or_problems_and_no_number_enters(rows: list[dict[str, str]]) -> None:
    lines = [Line(number, cells) for number, cells in enumerate(rows, start=2)]
    found = read_persons(lines, MAPPING, RULES)
    wrong = {one.line for one in found.problems}
    taken = {row.line for row in found.rows}
    out = {one.line for one in found.left_out}
    assert wrong | taken | out == {one.number for one in lines}
    assert not (wrong & taken)
    assert "85 05 78" not in str(found)
    for row in found.rows:
        columns = ("known_as", "first_name", "last_name", "birth_date")
        assert {name for name in columns if getattr(row, name)} <= kept_at(row.level)
        assert row.name.strip()
        assert row.last_contact_on is not None
