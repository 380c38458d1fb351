"""When a job is due: the table of cases, time changes included."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.jobs.schedules import DailyAt, Every, retry_delay

PARIS = ZoneInfo("Europe/Paris")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "moment", "expected"),
    [
        (60, "2026-03-01T10:00:00", "2026-03-01T11:00:00"),
        (60, "2026-03-01T10:59:59", "2026-03-01T11:00:00"),
        (1, "2026-03-01T10:59:59", "2026-03-01T11:00:00"),
        (1440, "2026-03-01T00:00:01", "2026-03-02T00:00:00"),
    ],
)
def test_slots_lie_on_a_grid(minutes: int, moment: str, expected: str) -> None:
    assert Every(timedelta(minutes=minutes)).next_after(utc(moment)) == utc(expected)


@pytest.mark.parametrize(
    ("hour", "moment", "expected"),
    [
        ("03:00", "2026-01-10T01:59:59", "2026-01-10T02:00:00"),
        ("03:00", "2026-01-10T02:00:00", "2026-01-11T02:00:00"),
        ("03:00", "2026-07-10T01:00:00", "2026-07-11T01:00:00"),
        # 29 March 2026: 02:30 does not exist, the job runs at 03:30 instead of not at all.
        ("02:30", "2026-03-28T12:00:00", "2026-03-29T01:30:00"),
        # 25 October 2026: 02:30 comes twice, the job runs once.
        ("02:30", "2026-10-24T12:00:00", "2026-10-25T00:30:00"),
        ("02:30", "2026-10-25T00:30:00", "2026-10-26T01:30:00"),
    ],
)
def test_a_daily_job_follows_the_clocks_of_its_zone(hour: str, moment: str, expected: str) -> None:
    schedule = DailyAt(time.fromisoformat(hour), PARIS)
    assert schedule.next_after(utc(moment)) == utc(expected)


@given(
    moment=st.integers(1_577_836_800, 2_208_988_800).map(lambda n: datetime.fromtimestamp(n, UTC)),
    hour=st.times(timezones=st.none()),
    minutes=st.integers(1, 3000),
)
def test_the_next_slot_is_always_ahead_and_never_far(
    moment: datetime, hour: time, minutes: int
) -> None:
    period = timedelta(minutes=minutes)
    assert timedelta() < Every(period).next_after(moment) - moment <= period
    daily = DailyAt(hour.replace(microsecond=0), PARIS).next_after(moment) - moment
    assert timedelta() < daily <= timedelta(hours=25)


def test_a_failing_job_is_tried_again_less_and_less_often() -> None:
    delays = [retry_delay(n).total_seconds() / 60 for n in (1, 2, 3, 6, 7, 1000)]
    assert delays == [1, 2, 4, 32, 60, 60]


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (1, "chaque minute"),
        (10, "toutes les 10 minutes"),
        (60, "chaque heure"),
        (120, "toutes les 2 heures"),
        (1440, "chaque jour"),
        (2880, "tous les 2 jours"),
    ],
)
def test_a_schedule_is_said_in_words(minutes: int, sentence: str) -> None:
    assert Every(timedelta(minutes=minutes)).sentence() == sentence
    assert DailyAt(time(3), PARIS).sentence() == "chaque jour à 03:00"
