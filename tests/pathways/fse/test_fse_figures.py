"""Indicators against counts made by hand; completeness against its limits; the fields."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as some

from o2r.pathways.fse.completeness import (
    Completeness,
    is_overdue,
    is_reachable,
    missing,
    state_of,
)
from o2r.pathways.fse.enums import BEFORE_SENDING, SHEET_MOVES, Level, Moment, SheetState
from o2r.pathways.fse.fields import BY_CODE, FIELDS, asked_of
from o2r.pathways.fse.indicators import CODES, Definitions, OfOperation, figures
from o2r.pathways.fse.masking import ADDED_UP, masked
from o2r.pathways.fse.rules import definitions, limits
from o2r.pathways.fse.selectors.labels import indicators
from tests.pathways.fse.participants import BY_HAND, CASES, answers, out

TOLD = OfOperation(minorities=40, public_services=3, small_firms=None)


def test_every_indicator_is_what_was_counted_by_hand() -> None:
    lived = [{**one, "commune_residence_insee": "01001"} for one in CASES[:2]] + CASES[2:]
    counted = figures(
        lived, operation=TOLD, defined=definitions(), rural=lambda code: code == "01001"
    )
    found = {code: one.cells if one else None for code, one in counted.counts.items()}
    assert found == BY_HAND
    # Injoignable is not an answer: three were asked and answered.
    assert counted.asked == 3


def test_rural_is_not_counted_where_nobody_knows() -> None:
    assert figures(CASES, operation=TOLD, defined=definitions()).counts["EECO17"] is None


def test_a_job_kept_since_the_entry_counts_by_the_rule_alone() -> None:
    here = [answers(statut_marche_travail="emploi", **out("emploi", situation_6_mois="emploi"))]
    for only_new, expected in ((True, 0), (False, 1)):
        counted = figures(here, operation=TOLD, defined=Definitions(only_new_jobs=only_new))
        one = counted.counts["EECR05"]
        assert one is not None
        assert one.total == expected


@given(some.lists(some.sampled_from(CASES), max_size=30))
def test_counts_add_up(sheets: list[dict[str, str]]) -> None:
    found = figures(sheets, operation=TOLD, defined=Definitions()).counts
    total = {code: one.cells for code, one in found.items() if one}
    for column in range(5):
        by_status = [total[code][column] for code in ("EECO02", "EECO04", "EECO05")]
        assert total["EECO01"][column] == sum(by_status)
        assert total["EECO03"][column] <= total["EECO02"][column]
    for code, cells in total.items():
        if code not in ("EECO15", "EECO18", "EECO19"):
            assert cells[0] == sum(cells[1:])


def test_the_codes_are_the_twenty_five_of_the_regulation_each_with_its_words() -> None:
    assert len(CODES) == 25
    assert set(BY_HAND) == set(CODES) == set(indicators())
    fed = {code for one in FIELDS for code in one.feeds}
    assert fed == set(CODES) - {"EECO15", "EECO18", "EECO19"}


def test_the_fields_are_those_of_the_list_kept_with_the_data() -> None:
    path = settings.O2R_DATA_DIR / "pathways" / "fse" / "participant_sheet.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = {row["champ"]: row for row in csv.DictReader(lines)}
    assert set(rows) - {"operation_numero", "justificatif_eligibilite"} == set(BY_CODE)
    moments = {Moment.ENTRY: "entrée", Moment.LEAVING: "sortie", Moment.LATER: "6 mois"}
    whole = {**answers(), "date_sortie": "2026-09-01"}
    for one in FIELDS:
        row = rows[one.code]
        assert row["moment"].startswith(moments[one.moment]), one.code
        if row["obligatoire"] in ("oui", "non"):
            assert one.required(whole) == (row["obligatoire"] == "oui"), one.code


def test_what_is_voluntary_may_be_refused_and_is_never_required() -> None:
    voluntary = {one.code for one in FIELDS if one.may_be_refused}
    assert voluntary == {
        *("handicap", "nationalite_hors_ue", "parent_ne_etranger", "exclusion_logement"),
        "minima_sociaux",
    }
    assert not any(BY_CODE[code].required({}) for code in voluntary)
    # And nothing asks for an origin.
    assert "EECO15" not in {code for one in FIELDS for code in one.feeds}


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({}, []),
        ({"nom": ""}, ["nom"]),
        ({"telephone": ""}, ["referent_joignable"]),
        ({"telephone": "", "courriel": "awa@exemple.fr"}, []),
        ({"telephone": "", "referent_joignable": "Inès, Les Passerelles"}, []),
        ({"statut_marche_travail": "chomeur"}, ["duree_recherche_mois"]),
        ({"statut_marche_travail": "chomeur", "duree_recherche_mois": "0"}, []),
    ],
)
def test_what_lacks_is_named(given: dict[str, str], lacking: list[str]) -> None:
    said = answers(**given)
    assert [one.code for one in missing(said, Moment.ENTRY)] == lacking
    assert is_reachable(said) == ("referent_joignable" not in lacking)


def test_a_duration_of_unemployment_goes_with_the_unemployment() -> None:
    said = answers(statut_marche_travail="emploi", duree_recherche_mois="8")
    assert "duree_recherche_mois" not in asked_of(said)


def test_a_sheet_stands_where_its_answers_lead() -> None:
    whole = answers(**out("emploi", situation_6_mois="emploi"))
    assert state_of({}) == SheetState.INCOMPLETE
    assert state_of(answers()) == SheetState.ENTRY_COMPLETE
    assert state_of(answers(**out("emploi"))) == SheetState.EXIT_COMPLETE
    assert state_of(whole) == SheetState.SURVEYED
    # A hole at the entry holds back all that follows.
    assert state_of({**whole, "nom": ""}) == SheetState.INCOMPLETE


@pytest.mark.parametrize(
    ("incomplete", "total", "level"),
    [
        (0, 0, Level.FINE),
        (29, 100, Level.FINE),
        (30, 100, Level.AMBER),
        (35, 100, Level.AMBER),
        (36, 100, Level.RED),
        (7, 20, Level.AMBER),
        (3, 10, Level.AMBER),
        (1, 1, Level.RED),
    ],
)
def test_amber_from_thirty_percent_red_beyond_thirty_five(
    incomplete: int, total: int, level: Level
) -> None:
    amber, red = limits()
    assert Completeness(total, incomplete).level(amber=amber, red=red) == level


@given(some.integers(1, 400), some.integers(0, 400))
def test_the_room_left_is_the_most_that_does_not_cross(total: int, incomplete: int) -> None:
    limit = Decimal(35)
    here = Completeness(total, min(incomplete, total))
    room = here.room(limit)
    if room:
        assert (
            Completeness(total, here.incomplete + room).level(amber=limit, red=limit) != Level.RED
        )
    more = Completeness(total, here.incomplete + room + 1)
    assert more.level(amber=limit, red=limit) == Level.RED


def test_an_exit_is_awaited_four_weeks_after_the_end() -> None:
    assert not is_overdue(None, date(2026, 6, 30), date(2026, 7, 28), 4)
    assert is_overdue(None, date(2026, 6, 30), date(2026, 7, 29), 4)
    assert not is_overdue(date(2026, 6, 1), date(2026, 6, 30), date(2026, 12, 1), 4)


def test_each_state_leads_on_one_step_and_what_was_sent_is_only_corrected() -> None:
    for left, right in zip(BEFORE_SENDING, BEFORE_SENDING[1:], strict=False):
        assert right in SHEET_MOVES[left]
        assert left in SHEET_MOVES[right]
    assert SHEET_MOVES[SheetState.EXPORTED] == (SheetState.CORRECTED,)
    assert SheetState.EXPORTED not in SHEET_MOVES[SheetState.INCOMPLETE]
    assert set(SHEET_MOVES) == set(SheetState)


ROWS = ("EECO01", "EECO02", "EECO03", "EECO04", "EECO05", "EECO09", "EECO10", "EECO11", "EECO12")
LEAST = 5


@given(some.lists(some.sampled_from(CASES), max_size=60))
def test_what_is_sent_tells_no_small_count_nor_gives_one_by_subtraction(
    sheets: list[dict[str, str]],
) -> None:
    counted = figures(sheets, operation=TOLD, defined=Definitions()).counts
    cells = {code: one.cells if one else None for code, one in counted.items()}
    told = masked(cells, least=LEAST)
    assert told.keys() == cells.keys()
    for code in ROWS:
        row, shown = cells[code] or (), told[code] or ()
        assert all(one is None or one == 0 or one >= LEAST for one in shown)
        assert all(one in (None, many) for one, many in zip(shown, row, strict=True))
        # The whole less the parts that are told is nothing, or the sum of two or more.
        gone = [many for one, many in zip(shown[1:], row[1:], strict=True) if one is None]
        assert shown[0] is None or len([one for one in gone if one]) != 1
    for rows in ADDED_UP:
        for column in range(5):
            kept = [(told[code] or ())[column] for code in rows]
            many = [(cells[code] or ())[column] for code in rows]
            gone = [one for shown, one in zip(kept, many, strict=True) if shown is None and one]
            assert len(gone) != 1 or len([one for one in many if one]) == 1


def test_firms_are_no_people_and_an_estimate_is_masked_alone() -> None:
    counts = {"EECO15": (3, 0, 0, 0, 0), "EECO18": (2, 0, 0, 0, 0), "EECO17": None}
    told = masked(counts, least=LEAST)
    assert told["EECO15"] == [None, 0, 0, 0, 0]
    assert told["EECO18"] == [2, 0, 0, 0, 0]
    assert told["EECO17"] is None
