"""Pure rules: the term, the dates of documents, overcompensation, words, dated values."""

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from o2r.core.money import euros
from o2r.core.months import add_months
from o2r.projects import confirmation
from o2r.projects.conventions import rules, sieg
from o2r.projects.conventions.due import document_state, due_date
from o2r.projects.conventions.enums import (
    CONVENTION_MOVES,
    ConventionState,
    DocumentKind,
    DocumentState,
)
from o2r.projects.conventions.term import YearOfTerm, last_day, months_of, years_of
from o2r.projects.conventions.wording import day, lasting

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))
AMOUNTS = st.decimals(min_value=0, max_value=10**8, places=2)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2025, 1, 1), date(2027, 12, 31)),
        (date(2024, 12, 1), date(2027, 11, 30)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 27)),
        (date(2025, 3, 1), date(2028, 2, 29)),
        (date(2024, 3, 1), date(2027, 2, 28)),
        (date(2025, 8, 31), date(2028, 8, 30)),
        (date(2026, 9, 15), date(2029, 9, 14)),
    ],
)
def test_three_years_end_the_eve_of_the_same_day(starts_on: date, ends_on: date) -> None:
    assert last_day(starts_on, 36) == ends_on


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 1, 30), 1, date(2025, 2, 28)),
        (date(2025, 1, 1), 1, date(2025, 1, 31)),
        (date(2025, 12, 15), 12, date(2026, 12, 14)),
    ],
)
def test_a_shorter_month_ends_on_its_last_day(starts_on: date, months: int, ends_on: date) -> None:
    assert last_day(starts_on, months) == ends_on


def test_a_convention_lasts_a_month_at_least() -> None:
    with pytest.raises(ValueError, match="a month at least"):
        last_day(date(2025, 1, 1), 0)


@given(DAYS, st.integers(min_value=1, max_value=120))
def test_the_length_is_read_in_the_two_days(starts_on: date, months: int) -> None:
    assert months_of(starts_on, last_day(starts_on, months)) == months


def test_a_length_is_said_in_years_when_it_can_be() -> None:
    said = [lasting(months).replace("\u00a0", " ") for months in (12, 36, 18)]
    assert said == ["1 an", "3 ans", "18 mois"]


@given(DAYS)
def test_the_years_fill_the_term_without_gap_nor_overlap(starts_on: date) -> None:
    years = list(years_of(starts_on, 36))
    assert [one.rank for one in years] == [1, 2, 3]
    assert years[0].starts_on == starts_on
    assert years[-1].ends_on == last_day(starts_on, 36)
    for before, after in zip(years, years[1:], strict=False):
        assert after.starts_on == before.ends_on + timedelta(days=1)
    assert 1094 <= (years[-1].ends_on - starts_on).days <= 1096


@given(DAYS)
def test_a_term_renewed_on_the_day_after_lasts_as_long(starts_on: date) -> None:
    following = last_day(starts_on, 36) + timedelta(days=1)
    assert (following.month, following.day) == (starts_on.month, starts_on.day) or (
        (starts_on.month, starts_on.day) == (2, 29) and (following.month, following.day) == (3, 1)
    )


@given(DAYS, st.integers(min_value=-60, max_value=60))
def test_months_added_keep_the_day_or_take_the_last_one(start: date, months: int) -> None:
    moved = add_months(start, months)
    assert (moved.year * 12 + moved.month) - (start.year * 12 + start.month) == months
    assert moved.day == start.day or (moved + timedelta(days=1)).day == 1


def test_six_months_are_counted_in_the_calendar() -> None:
    assert confirmation.due_on(date(2025, 8, 31)) == date(2026, 2, 28)
    assert isleap(2024)
    assert confirmation.due_on(date(2023, 8, 31)) == date(2024, 2, 29)
    assert confirmation.unconfirmed_since(date(2026, 1, 10), date(2026, 7, 10)) is None
    assert confirmation.unconfirmed_since(date(2026, 1, 10), date(2026, 7, 11)) == date(2026, 1, 10)
    assert confirmation.unconfirmed_since(None, date(2026, 7, 11)) is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DocumentKind.FORECAST_BUDGET, date(2025, 1, 1)),
        (DocumentKind.FORECAST_ACTIVITY, date(2025, 1, 1)),
        (DocumentKind.ACTIVITY_REPORT, date(2026, 3, 31)),
        (DocumentKind.ACCOUNTS, date(2026, 6, 30)),
    ],
)
def test_when_each_document_is_due(kind: DocumentKind, expected: date) -> None:
    year = YearOfTerm(1, date(2025, 1, 1), date(2025, 12, 31))
    assert due_date(kind, year, rules.number) == expected


@pytest.mark.parametrize(
    ("received", "validated", "today", "expected"),
    [
        (None, None, date(2026, 3, 31), DocumentState.EXPECTED),
        (None, None, date(2026, 4, 1), DocumentState.LATE),
        (date(2026, 4, 9), None, date(2026, 5, 1), DocumentState.RECEIVED),
        (date(2026, 3, 9), date(2026, 4, 1), date(2026, 5, 1), DocumentState.VALIDATED),
    ],
)
def test_the_state_of_a_document_comes_from_its_dates(
    received: date | None, validated: date | None, today: date, expected: DocumentState
) -> None:
    found = document_state(
        due_on=date(2026, 3, 31), received_on=received, validated_on=validated, today=today
    )
    assert found is expected


def _year(revenue: str, cost: str, compensation: str, rank: int = 1) -> sieg.SiegFigures:
    return sieg.SiegFigures(rank, Decimal(revenue), Decimal(cost), Decimal(compensation))


@pytest.mark.parametrize(
    ("years", "over", "carried", "repaid"),
    [
        ([], "0", "0", "0"),
        ([_year("0", "100", "100")], "0", "0", "0"),
        ([_year("20", "100", "85")], "5", "5", "0"),
        ([_year("20", "100", "100")], "20", "10.00", "10.00"),
        # A year short makes up for a year over.
        ([_year("0", "100", "110"), _year("0", "100", "90", 2)], "0", "0", "0"),
        ([_year("0", "100", "130"), _year("0", "100", "100", 2)], "30", "11.50", "18.50"),
    ],
)
def test_overcompensation_over_several_years(
    years: list[sieg.SiegFigures], over: str, carried: str, repaid: str
) -> None:
    found = sieg.check(years, Decimal(10))
    assert (found.overcompensation, found.may_be_carried, found.to_repay) == (
        Decimal(over),
        Decimal(carried),
        Decimal(repaid),
    )


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), max_size=5))
def test_what_is_carried_and_repaid_is_all_that_is_over(
    figures: list[tuple[Decimal, Decimal, Decimal]],
) -> None:
    years = [sieg.SiegFigures(rank, *one) for rank, one in enumerate(figures, start=1)]
    found = sieg.check(years, Decimal(10))
    assert found.may_be_carried + found.to_repay == found.overcompensation
    assert found.to_repay >= 0
    assert found.overcompensation <= found.compensation


def test_amounts_and_days_in_french() -> None:
    assert euros(Decimal("125000")) == "125\u202f000\u00a0€"
    assert euros(Decimal("1250.5")) == "1\u202f250,50\u00a0€"
    assert day(date(2026, 1, 1)) == "1er\u00a0janvier\u00a02026"


def test_what_is_not_sure_says_so() -> None:
    assert rules.rule("term-months").caution == ""
    assert rules.rule("renewal-alert-months").caution == "(provisoire)"
    for code in ("sieg-carry-over-percent", "sieg-check-years", "sieg-retention-years"):
        assert rules.rule(code).caution == "(à vérifier)"


def test_an_instance_has_its_own_delays(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "rules.csv"
    own.write_text(
        "code,value,since,status,source\nrenewal-alert-months,4,2026-01-01,provisoire,À nous\n",
        encoding="utf-8",
    )
    settings.CONVENTION_RULES_FILE = str(own)
    assert rules.number("renewal-alert-months") == 4
    assert rules.number("term-months") == 36


def test_a_file_of_delays_that_does_not_read_is_said(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "rules.csv"
    own.write_text("code,value,since,status,source\nx,1,2026-01-01,sûr,Moi\n", encoding="utf-8")
    settings.CONVENTION_RULES_FILE = str(own)
    with pytest.raises(ImproperlyConfigured, match="illisible"):
        rules.rule("term-months")
    settings.CONVENTION_RULES_FILE = ""
    with pytest.raises(ImproperlyConfigured, match="Aucune valeur"):
        rules.rule("inconnue")


def test_the_table_of_moves_knows_every_state_and_ends() -> None:
    assert set(CONVENTION_MOVES) == set(ConventionState)
    reached = {target for targets in CONVENTION_MOVES.values() for target in targets}
    assert reached == set(ConventionState) - {ConventionState.DRAFT}
