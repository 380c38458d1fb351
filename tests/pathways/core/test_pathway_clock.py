"""The clock of the intensive accompaniment, date by date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.pathways.clock_rules import Clock, Limits, Standing

LIMITS = Limits(information=6, normal=9, longest=12, alert_days=30)
# Start, six months, nine months, twelve months. Ends of months and leap years written by hand.
TABLE = (
    ("2024-01-01", "2024-07-01", "2024-10-01", "2025-01-01"),
    ("2024-01-15", "2024-07-15", "2024-10-15", "2025-01-15"),
    ("2024-01-31", "2024-07-31", "2024-10-31", "2025-01-31"),
    ("2024-02-28", "2024-08-28", "2024-11-28", "2025-02-28"),
    ("2024-02-29", "2024-08-29", "2024-11-29", "2025-02-28"),
    ("2024-03-30", "2024-09-30", "2024-12-30", "2025-03-30"),
    ("2024-03-31", "2024-09-30", "2024-12-31", "2025-03-31"),
    ("2024-04-30", "2024-10-30", "2025-01-30", "2025-04-30"),
    ("2024-05-29", "2024-11-29", "2025-02-28", "2025-05-29"),
    ("2024-05-30", "2024-11-30", "2025-02-28", "2025-05-30"),
    ("2024-05-31", "2024-11-30", "2025-02-28", "2025-05-31"),
    ("2024-06-01", "2024-12-01", "2025-03-01", "2025-06-01"),
    ("2024-06-30", "2024-12-30", "2025-03-30", "2025-06-30"),
    ("2024-07-31", "2025-01-31", "2025-04-30", "2025-07-31"),
    ("2024-08-29", "2025-02-28", "2025-05-29", "2025-08-29"),
    ("2024-08-30", "2025-02-28", "2025-05-30", "2025-08-30"),
    ("2024-08-31", "2025-02-28", "2025-05-31", "2025-08-31"),
    ("2024-09-30", "2025-03-30", "2025-06-30", "2025-09-30"),
    ("2024-10-31", "2025-04-30", "2025-07-31", "2025-10-31"),
    ("2024-11-30", "2025-05-30", "2025-08-30", "2025-11-30"),
    ("2024-12-31", "2025-06-30", "2025-09-30", "2025-12-31"),
    ("2025-02-28", "2025-08-28", "2025-11-28", "2026-02-28"),
    ("2025-03-31", "2025-09-30", "2025-12-31", "2026-03-31"),
    ("2025-05-31", "2025-11-30", "2026-02-28", "2026-05-31"),
    ("2025-08-31", "2026-02-28", "2026-05-31", "2026-08-31"),
    ("2026-01-30", "2026-07-30", "2026-10-30", "2027-01-30"),
    ("2026-05-31", "2026-11-30", "2027-02-28", "2027-05-31"),
    ("2026-11-30", "2027-05-30", "2027-08-30", "2027-11-30"),
    ("2027-02-28", "2027-08-28", "2027-11-28", "2028-02-28"),
    ("2027-03-01", "2027-09-01", "2027-12-01", "2028-03-01"),
    ("2027-05-29", "2027-11-29", "2028-02-29", "2028-05-29"),
    ("2027-05-30", "2027-11-30", "2028-02-29", "2028-05-30"),
    ("2027-05-31", "2027-11-30", "2028-02-29", "2028-05-31"),
    ("2027-08-29", "2028-02-29", "2028-05-29", "2028-08-29"),
    ("2027-08-30", "2028-02-29", "2028-05-30", "2028-08-30"),
    ("2027-08-31", "2028-02-29", "2028-05-31", "2028-08-31"),
    ("2027-12-31", "2028-06-30", "2028-09-30", "2028-12-31"),
    ("2028-02-29", "2028-08-29", "2028-11-29", "2029-02-28"),
    ("2028-05-31", "2028-11-30", "2029-02-28", "2029-05-31"),
    ("2096-02-29", "2096-08-29", "2096-11-29", "2097-02-28"),
    ("2099-05-31", "2099-11-30", "2100-02-28", "2100-05-31"),
    ("2100-02-28", "2100-08-28", "2100-11-28", "2101-02-28"),
)


def clock(start: str, *, is_derogated: bool = False, paused_days: int = 0) -> Clock:
    return Clock(date.fromisoformat(start), LIMITS, is_derogated, paused_days)


@pytest.mark.parametrize(("start", "six", "nine", "twelve"), TABLE)
def test_the_limits_of_each_start(start: str, six: str, nine: str, twelve: str) -> None:
    one = clock(start)
    assert one.informed_on == date.fromisoformat(six)
    assert one.normal_end_on == date.fromisoformat(nine)
    assert one.longest_end_on == date.fromisoformat(twelve)


def test_there_are_at_least_forty_starts() -> None:
    assert len({start for start, *_ in TABLE}) >= 40


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-05-30", Standing.NOT_STARTED),
        ("2026-05-31", Standing.RUNNING),
        ("2026-11-29", Standing.RUNNING),
        ("2026-11-30", Standing.INFORMED),
        ("2027-01-28", Standing.INFORMED),
        ("2027-01-29", Standing.ALERT),
        ("2027-02-28", Standing.ALERT),
        ("2027-03-01", Standing.OVER),
    ],
)
def test_what_the_clock_says_day_by_day(day: str, said: Standing) -> None:
    """31 May plus nine months is the last day of February, that day included."""
    one = clock("2026-05-31")
    assert one.standing(date.fromisoformat(day)) is said
    assert one.is_over(date.fromisoformat(day)) is (said is Standing.OVER)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2028-12-01", Standing.DEROGATED),
        ("2029-01-29", Standing.LAST_ALERT),
        ("2029-02-28", Standing.LAST_ALERT),
        ("2029-03-01", Standing.EXHAUSTED),
    ],
)
def test_a_derogation_lasts_until_twelve_months(day: str, said: Standing) -> None:
    one = clock("2028-02-29", is_derogated=True)
    assert one.standing(date.fromisoformat(day)) is said


def test_a_pause_moves_the_end_when_the_rule_says_so() -> None:
    assert clock("2026-01-10", paused_days=12).normal_end_on == date(2026, 10, 22)


def test_without_a_start_nothing_is_counted() -> None:
    one = Clock(None, LIMITS)
    assert one.standing(date(2030, 1, 1)) is Standing.NOT_STARTED
    assert not one.is_over(date(2030, 1, 1))
    assert one.months_used(date(2030, 1, 1)) == 0
    assert not one.may_be_derogated(date(2030, 1, 1))


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 1, 1))


@given(DAYS, st.integers(min_value=0, max_value=800), st.booleans())
def test_the_clock_never_goes_back(start: date, after: int, is_derogated: bool) -> None:
    one, order = Clock(start, LIMITS, is_derogated), list(Standing)
    day = start + timedelta(days=after)
    ranks = [Standing.DEROGATED, Standing.LAST_ALERT, Standing.EXHAUSTED]
    today, tomorrow = one.standing(day), one.standing(day + timedelta(days=1))
    scale = ranks if is_derogated else order
    assert scale.index(today) <= scale.index(tomorrow)
    assert one.months_used(day) <= one.months_used(day + timedelta(days=1))


@given(DAYS, st.integers(min_value=0, max_value=500))
def test_blocked_exactly_after_nine_months_used(start: date, after: int) -> None:
    one, day = Clock(start, LIMITS), start + timedelta(days=after)
    if one.is_over(day):
        assert one.months_used(day) >= 9
    else:
        assert one.months_used(day) <= 9
