"""The hours of messages, and numbers, as pure rules."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from o2r.core.messaging.providers.ovh import international
from o2r.core.messaging.services import LONGEST_RETRY, retry_delay
from o2r.core.messaging.windows import is_open, narrowest, next_opening

ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Paris", "Indian/Mayotte", "America/Cayenne")]
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 730 * 24 * 60).map(lambda many: FIRST + timedelta(minutes=many))
QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
HOURS = st.none() | QUARTERS


@given(INSTANTS, ZONES, HOURS, HOURS)
def test_the_next_opening_is_open_and_is_the_first(
    at: datetime, zone: ZoneInfo, start: time | None, end: time | None
) -> None:
    if start is not None and start == end:
        with pytest.raises(ValueError, match="no moment"):
            next_opening(at, zone, start, end)
        return
    found = next_opening(at, zone, start, end)
    assert found >= at
    assert is_open(found, zone, start, end)
    if found > at:
        assert not is_open(at, zone, start, end)
        assert not is_open(found - timedelta(seconds=1), zone, start, end)
        assert found - at <= timedelta(hours=25)


@given(QUARTERS, QUARTERS, QUARTERS, QUARTERS, QUARTERS)
def test_two_windows_share_what_is_in_both(
    hour: time, first: time, second: time, third: time, fourth: time
) -> None:
    assume(first != second and third != fourth)
    one, other = tuple(sorted((first, second))), tuple(sorted((third, fourth)))
    shared = narrowest(one, other)
    inside = all(low <= hour < high for low, high in (one, other))
    if shared is None:
        assert not inside
    else:
        start, end = shared
        assert inside == ((start is None or hour >= start) and (end is None or hour < end))


def test_a_window_without_an_hour_has_no_limit() -> None:
    assert narrowest((None, None), (time(9), None)) == (time(9), None)
    assert narrowest((None, None), (None, None)) == (None, None)


@given(st.integers(-3, 400))
def test_a_message_waits_longer_and_longer(tries: int) -> None:
    assert timedelta(0) < retry_delay(tries) <= retry_delay(tries + 1) <= LONGEST_RETRY


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+262 639 12 34 56", "+262639123456"),
        ("0044 7700 900123", "+447700900123"),
        ("12 34", None),
        ("612345678", None),
    ],
)
def test_a_number_is_written_for_the_whole_world(typed: str, number: str | None) -> None:
    assert international(typed) == number
