"""What a consortium reads of its application: nothing of a decision before the hour."""

from datetime import UTC, datetime, timedelta

import pytest

from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.applications.states_shown import ShownState, public_state, results_are_public
from o2r.calls.enums import CallState
from o2r.calls.models import Call

HOUR = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEFORE = HOUR - timedelta(seconds=1)
DECIDED = [
    ApplicationState.AWARDED,
    ApplicationState.WAITING,
    ApplicationState.REJECTED,
    ApplicationState.CONTRACTED,
]


def shown(state: ApplicationState, call: CallState, now: datetime) -> ShownState:
    return public_state(Application(state=state, call=Call(state=call, results_at=HOUR)), now)


@pytest.mark.parametrize("state", DECIDED)
def test_a_decision_is_told_at_the_hour_and_not_before(state: ApplicationState) -> None:
    for call in (CallState.EXAMINATION, CallState.COMMITTEE):
        assert shown(state, call, HOUR + timedelta(days=1)) is ShownState.EXAMINED
    assert shown(state, CallState.RESULTS, BEFORE) is ShownState.EXAMINED
    assert shown(state, CallState.RESULTS, HOUR).value == state.value
    assert shown(state, CallState.ARCHIVED, HOUR).value == state.value


@pytest.mark.parametrize("state", set(ApplicationState) - set(DECIDED))
def test_the_other_states_say_themselves_but_admissible(state: ApplicationState) -> None:
    told = shown(state, CallState.COMMITTEE, HOUR)
    if state is ApplicationState.ADMISSIBLE:
        assert told is ShownState.EXAMINED
    else:
        assert told.value == state.value


def test_a_call_without_an_hour_tells_when_it_is_published() -> None:
    assert results_are_public(CallState.RESULTS, None, HOUR)
    assert not results_are_public(CallState.COMMITTEE, None, HOUR)
