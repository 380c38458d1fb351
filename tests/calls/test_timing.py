"""In time, or not, to the microsecond: the closing instant is too late, an intent lasts 15 min."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.applications.timing import INTENT_LIFE, Verdict, honoured_until, judge

OPENS = datetime(2026, 6, 1, 8, tzinfo=UTC)
CLOSES = datetime(2026, 8, 30, 11, tzinfo=UTC)
TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


def verdict(arrived_at: datetime, *intents: datetime) -> tuple[Verdict, datetime | None]:
    return judge(arrived_at, opens_at=OPENS, closes_at=CLOSES, intents=intents)


@pytest.mark.parametrize(
    ("arrived_at", "expected"),
    [
        (OPENS - TICK, Verdict.TOO_EARLY),
        (OPENS, Verdict.OPEN),
        (CLOSES - TICK, Verdict.OPEN),
        (CLOSES, Verdict.TOO_LATE),
        (CLOSES + TICK, Verdict.TOO_LATE),
    ],
)
def test_each_side_of_each_edge(arrived_at: datetime, expected: Verdict) -> None:
    assert verdict(arrived_at) == (expected, None)


@pytest.mark.parametrize(
    ("opened_at", "arrived_at", "expected"),
    [
        (CLOSES - TICK, CLOSES, Verdict.INTENT),
        (CLOSES - TICK, CLOSES - TICK + INTENT_LIFE, Verdict.INTENT),
        (CLOSES - TICK, CLOSES + INTENT_LIFE, Verdict.TOO_LATE),
        (CLOSES - 10 * MINUTE, CLOSES + 5 * MINUTE, Verdict.INTENT),
        (CLOSES - 10 * MINUTE, CLOSES + 5 * MINUTE + TICK, Verdict.TOO_LATE),
        (CLOSES - 16 * MINUTE, CLOSES, Verdict.TOO_LATE),
        # Opened too late, or after the arrival: no intent.
        (CLOSES, CLOSES + MINUTE, Verdict.TOO_LATE),
        (CLOSES + MINUTE, CLOSES + 2 * MINUTE, Verdict.TOO_LATE),
        (OPENS - MINUTE, OPENS - TICK, Verdict.TOO_EARLY),
    ],
)
def test_an_intent_lasts_fifteen_minutes(
    opened_at: datetime, arrived_at: datetime, expected: Verdict
) -> None:
    found, honoured = verdict(arrived_at, opened_at)
    assert found is expected
    assert honoured == (opened_at if expected is Verdict.INTENT else None)


def test_the_first_intent_that_serves_is_kept() -> None:
    old, first, second = (CLOSES - delay * MINUTE for delay in (40, 5, 1))
    assert verdict(CLOSES + MINUTE, second, old, first) == (Verdict.INTENT, first)


@given(
    st.integers(min_value=-3_600_000_000, max_value=3_600_000_000),
    st.none() | st.integers(min_value=-3_600_000_000, max_value=3_600_000_000),
)
def test_nothing_else_opens_the_door(arrival: int, intent: int | None) -> None:
    arrived_at = CLOSES + arrival * TICK
    intents = [] if intent is None else [CLOSES + intent * TICK]
    found, _ = verdict(arrived_at, *intents)
    served = intent is not None and intent < 0 and 0 <= arrival - intent <= 900_000_000
    expected = Verdict.OPEN if arrival < 0 else Verdict.INTENT if served else Verdict.TOO_LATE
    assert found is expected


def test_the_last_minute_is_told() -> None:
    assert honoured_until(CLOSES) == CLOSES + timedelta(minutes=15)
