"""Periods of retention: the calendar, the file, what an instance changes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from o2r.core.retention import periods
from o2r.core.retention.periods import Duration, period
from o2r.core.retention.trust import is_over

DURATIONS = [Duration(months=1), Duration(months=24), Duration(days=30), Duration(hours=24)]

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 8 * 366 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("text", "duration", "words"),
    [
        ("P24M", Duration(months=24), "24 mois"),
        ("P5Y", Duration(months=60), "5 ans"),
        ("P1D", Duration(days=1), "1 jour"),
        ("P30D", Duration(days=30), "30 jours"),
        ("PT24H", Duration(hours=24), "24 heures"),
        ("PT0H", Duration(hours=0), "aussitôt"),
    ],
)
def test_a_period_is_read_and_said(text: str, duration: Duration, words: str) -> None:
    assert Duration.parse(text) == duration
    assert duration.words.replace("\u00a0", " ") == words


@pytest.mark.parametrize("text", ["", "24M", "P", "P1M2D", "P-1D", "PT5M", "deux ans"])
def test_another_writing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 11, 30), 13, date(2028, 12, 30)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last(start: date, months: int, last: date) -> None:
    assert Duration(months=months).last_day(start) == last


def test_the_last_day_is_kept_whole() -> None:
    duration = Duration(months=24)
    start = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)
    on_the_last_day = datetime(2027, 3, 1, 22, 59, tzinfo=UTC)  # 23:59 in Paris
    assert not start < duration.limit(on_the_last_day)
    assert start < duration.limit(on_the_last_day + timedelta(minutes=1))


@given(
    duration=st.sampled_from(DURATIONS),
    now=INSTANTS,
    shift=st.integers(-80, 80),
    seconds=st.integers(0, 86_399),
)
def test_the_limit_says_the_same_as_a_calendar(
    duration: Duration, now: datetime, shift: int, seconds: int
) -> None:
    length = timedelta(
        days=duration.days + round(duration.months * 30.44), hours=duration.hours or 0
    )
    start = now - length + timedelta(days=shift, seconds=seconds)
    assert (start < duration.limit(now)) is is_over(duration, start, now)


@given(
    now=INSTANTS,
    months=st.integers(1, 60),
    days=st.integers(1, 60),
)
def test_a_notice_is_over_when_the_period_is(now: datetime, months: int, days: int) -> None:
    """Announced on the first day it may be, the act is never later than the period asks."""
    whole, notice = Duration(months=months), Duration(days=days)
    start = timezone.localdate(now)
    announced_on = whole.announced(notice).last_day(start) + timedelta(days=1)
    assert notice.last_day(announced_on) <= whole.last_day(start)


def test_every_row_has_a_source() -> None:
    for row in periods._all_periods(""):
        assert len(row.source) > 15, row.code


def test_an_instance_changes_a_period_from_a_day(tmp_path: Path, settings: Settings) -> None:
    own = tmp_path / "periods.csv"
    own.write_text(
        "code,duration,since,status,source\n"
        "relay-message,P15D,2027-01-01,ferme,Décision du DPO du 12 décembre 2026\n",
        encoding="utf-8",
    )
    settings.RETENTION_FILE = str(own)
    assert period("relay-message", date(2026, 12, 31)).duration == Duration(days=30)
    changed = period("relay-message", date(2027, 1, 1))
    assert (changed.duration, changed.firm) == (Duration(days=15), True)


def test_what_is_uncertain_says_so() -> None:
    assert "provisoire" in period("inactive-account", date(2026, 12, 1)).words
    assert "provisoire" not in period("security-trace", date(2026, 12, 1)).words


@pytest.mark.parametrize(
    "line",
    ["x,P1X,2026-01-01,ferme,Une source", "x,P1M,hier,ferme,S", "x,P1M,2026-01-01,ferme,", "x"],
)
def test_a_file_that_cannot_be_read_says_what_is_expected(
    tmp_path: Path, settings: Settings, line: str
) -> None:
    own = tmp_path / "periods.csv"
    own.write_text(f"code,duration,since,status,source\n{line}\n", encoding="utf-8")
    settings.RETENTION_FILE = str(own)
    with pytest.raises(ImproperlyConfigured, match="Colonnes"):
        period("x", date(2026, 12, 1))


def test_a_code_without_a_row_says_where_to_write_it() -> None:
    with pytest.raises(ImproperlyConfigured, match="O2R_RETENTION_FILE"):
        period("inconnu", date(2026, 12, 1))
