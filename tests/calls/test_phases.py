"""When a call is open, to the second, in the time zone of its State service."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from o2r.calls.enums import CALL_MOVES, CallState, Phase
from o2r.calls.phases import Edge, phase_at, receives_at

REUNION = Edge(date(2024, 8, 30), time(15), "Indian/Reunion")
PARIS = Edge(date(2025, 10, 2), time(18), "Europe/Paris")
NO_HOUR = Edge(date(2025, 9, 10), None, "Europe/Paris")
UNKNOWN = Edge(None, None, "Europe/Paris")
BEFORE = Edge(date(2024, 7, 1), time(0), "Indian/Reunion")


def test_hours_are_those_of_the_state_service() -> None:
    assert REUNION.instant == datetime(2024, 8, 30, 11, tzinfo=UTC)
    assert PARIS.instant == datetime(2025, 10, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "phase", "received"),
    [(-0.001, Phase.OPEN, True), (0, Phase.CLOSED, False), (0.001, Phase.CLOSED, False)],
)
def test_the_very_second_of_closing_is_too_late(
    seconds: float, phase: Phase, received: bool
) -> None:
    now = datetime(2024, 8, 30, 11, tzinfo=UTC) + timedelta(seconds=seconds)
    edges = {"opens": BEFORE, "closes": REUNION}
    assert phase_at(now, state=CallState.PUBLISHED, **edges) is phase
    assert receives_at(now, state=CallState.PUBLISHED, **edges) is received


def test_the_very_second_of_opening_is_in_time() -> None:
    assert BEFORE.instant is not None
    at = {"state": CallState.PUBLISHED, "opens": BEFORE, "closes": REUNION}
    assert receives_at(BEFORE.instant, **at)
    assert not receives_at(BEFORE.instant - timedelta(microseconds=1), **at)
    assert phase_at(BEFORE.instant - timedelta(seconds=1), **at) is Phase.UPCOMING


def test_an_hour_that_is_not_published_closes_at_the_end_of_the_day_and_receives_nothing() -> None:
    noon, after = datetime(2025, 9, 10, 12, tzinfo=UTC), datetime(2025, 9, 10, 22, 1, tzinfo=UTC)
    at = {"state": CallState.PUBLISHED, "opens": UNKNOWN, "closes": NO_HOUR}
    assert phase_at(noon, **at) is Phase.OPEN
    assert phase_at(after, **at) is Phase.CLOSED
    assert not receives_at(noon, **at)
    unknown = {"state": CallState.PUBLISHED, "opens": UNKNOWN, "closes": UNKNOWN}
    assert phase_at(noon, **unknown) is Phase.UNKNOWN


@pytest.mark.parametrize("state", CallState)
def test_what_a_committee_does_is_not_told_before_its_results(state: CallState) -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    seen = phase_at(now, state=state, opens=BEFORE, closes=REUNION)
    assert seen in Phase
    assert not receives_at(now, state=state, opens=BEFORE, closes=REUNION)
    if state is CallState.COMMITTEE:
        assert seen is Phase.EXAMINATION


def test_every_state_leads_somewhere_but_the_last_and_none_opens_again() -> None:
    assert set(CALL_MOVES) == set(CallState)
    assert [state for state in CallState if not CALL_MOVES[state]] == [CallState.ARCHIVED]
    assert all(
        CallState.PUBLISHED not in CALL_MOVES[state] for state in CALL_MOVES if state != "draft"
    )
