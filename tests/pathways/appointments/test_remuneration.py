"""Amounts are proposals, from dated scales; absences and a month that is not whole lower them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from o2r.pathways.appointments.enums import MeetingWay
from o2r.pathways.appointments.papers import hours_in_words
from o2r.pathways.appointments.reminder_words import Recalled, reminder_text
from o2r.pathways.appointments.remuneration import (
    Attended,
    Proposal,
    Scale,
    proposal,
    read_scales,
    scale_for,
    territory_of,
)
from tests.pathways.appointments.conftest import NOW

SCALES = read_scales(Path(settings.O2R_DATA_DIR) / "pathways" / "remuneration.csv")
DAY = date(2026, 11, 1)


def scale(age: int, territory: str = "metropole", situation: str = "ordinaire") -> Scale | None:
    return scale_for(
        SCALES,
        territory=territory,
        situation=situation,  # type: ignore[arg-type]
        age=age,
        day=DAY,
    )


@pytest.mark.parametrize(
    ("age", "territory", "amount"),
    [
        (16, "metropole", 200),
        (17, "metropole", 200),
        (18, "metropole", 500),
        (25, "metropole", 500),
        (26, "metropole", 685),
        (60, "metropole", 685),
        (17, "mayotte", 178),
        (18, "mayotte", 443),
        (26, "mayotte", 609),
    ],
)
def test_the_scale_is_that_of_the_decree(age: int, territory: str, amount: int) -> None:
    found = scale(age, territory)
    assert found is not None
    assert found.lowest == found.highest == amount
    assert (found.status, "2021-522" in found.source) == ("à vérifier", True)


def test_nothing_is_proposed_where_no_scale_says_anything() -> None:
    assert scale(15) is None
    assert scale(30, "mayotte", "handicap") is None
    before = date(2021, 4, 30)
    found = scale_for(SCALES, territory="metropole", situation="ordinaire", age=20, day=before)
    assert found is None


def test_a_worker_with_a_disability_has_a_range() -> None:
    found = scale(30, situation="handicap")
    assert found is not None
    made = proposal(found, Attended(30, 30, 0, 0))
    assert (made.lowest, made.highest) == (Decimal("685.00"), Decimal("1932.52"))
    assert made.is_a_range


def test_mayotte_has_its_own_scale() -> None:
    assert (territory_of("976"), territory_of("38"), territory_of("")) == (
        "mayotte",
        "metropole",
        "metropole",
    )


SOME = st.sampled_from(SCALES)
DAYS = st.integers(28, 31).flatmap(lambda last: st.tuples(st.integers(0, last), st.just(last)))
MINUTES = st.integers(0, 12_000).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due)))


def given_for(of: Scale, days: tuple[int, int], minutes: tuple[int, int]) -> Proposal:
    return proposal(of, Attended(days[0], days[1], minutes[1], minutes[0]))


@given(SOME, DAYS, MINUTES)
def test_a_proposal_is_never_below_zero_nor_above_the_scale(
    of: Scale, days: tuple[int, int], minutes: tuple[int, int]
) -> None:
    made = given_for(of, days, minutes)
    assert 0 <= made.lowest <= of.lowest
    assert made.lowest <= made.highest <= of.highest


@given(SOME, DAYS, MINUTES)
def test_who_misses_more_is_never_given_more(
    of: Scale, days: tuple[int, int], minutes: tuple[int, int]
) -> None:
    missed, due = minutes
    less = given_for(of, days, (min(missed + 60, due), due))
    assert less.lowest <= given_for(of, days, minutes).lowest


@given(SOME, st.integers(28, 31), st.integers(0, 12_000))
def test_a_whole_month_without_absence_is_the_scale(of: Scale, last: int, due: int) -> None:
    assert given_for(of, (last, last), (0, due)).lowest == of.lowest


@given(SOME, DAYS, st.integers(1, 12_000))
def test_who_misses_everything_is_given_nothing(of: Scale, days: tuple[int, int], due: int) -> None:
    assert given_for(of, days, (due, due)).highest == 0


@pytest.mark.parametrize("wrong", [(31, 30, 0, 0), (-1, 30, 0, 0), (30, 30, 10, 11)])
def test_a_month_that_makes_no_sense_is_refused(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"month|more"):
        Attended(*wrong)


@given(st.sampled_from(MeetingWay), st.text(max_size=40), st.booleans())
def test_a_discreet_reminder_says_a_day_and_an_hour_alone(
    way: MeetingWay, place: str, discreet: bool
) -> None:
    said = reminder_text(Recalled(NOW, way, place), discreet=discreet)
    assert "\u00a0" not in said.replace(place, "") or "\u00a0" in place
    if discreet:
        assert said == "Rappel : lundi 30 novembre à 9 h."


def test_an_open_reminder_says_where() -> None:
    said = reminder_text(Recalled(NOW, MeetingWay.IN_PERSON, "Mairie"), discreet=False)
    assert said == "Rappel : rendez-vous lundi 30 novembre à 9 h. Lieu : Mairie."


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 h"), (45, "45 min"), (150, "2 h 30")])
def test_times_are_said_in_hours(minutes: int, said: str) -> None:
    assert hours_in_words(minutes).replace("\u00a0", " ") == said
