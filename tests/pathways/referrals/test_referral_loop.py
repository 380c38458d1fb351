"""How a referral moves, and what the days do to it: nothing stays open for ever."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.pathways.referrals.enums import (
    CLOSED,
    FAILED,
    REFERRAL_MOVES,
    UNDER_WAY,
    Answer,
    EndReason,
    ReferralState,
)
from o2r.pathways.referrals.loop import Delays, Due, after, answers, due, way

S = ReferralState
DELAYS = Delays(reminder=10, silence=30, closing=45)
SENT_ON = date(2026, 12, 1)
MODEL = {
    "brouillon": "envoyee annulee",
    "envoyee": "vue contact-pris refusee liste-attente sans-reponse annulee",
    "vue": "contact-pris refusee liste-attente sans-reponse annulee",
    "contact-pris": "rdv-fixe refusee non-suivie",
    "rdv-fixe": "recu non-suivie annulee",
    "liste-attente": "contact-pris rdv-fixe annulee sans-reponse",
    "recu": "entre non-suivie",
    "sans-reponse": "contact-pris",
    "entre": "",
    "refusee": "",
    "non-suivie": "",
    "annulee": "",
}
"""The table of the domain model, spelled as the model spells it but for its underscores."""


def test_the_table_of_moves_is_that_of_the_model() -> None:
    ours = {left.value: {one.value for one in to} for left, to in REFERRAL_MOVES.items()}
    assert ours == {left: set(to.split()) for left, to in MODEL.items()}


@pytest.mark.parametrize(
    ("state", "to", "steps"),
    [
        (S.SENT, S.RECEIVED, [S.CONTACTED, S.APPOINTED, S.RECEIVED]),
        (S.SEEN, S.REFUSED, [S.REFUSED]),
        (S.WAITING, S.ENTERED, [S.APPOINTED, S.RECEIVED, S.ENTERED]),
        (S.UNANSWERED, S.REFUSED, [S.CONTACTED, S.REFUSED]),
        (S.APPOINTED, S.REFUSED, []),
        (S.ENTERED, S.CONTACTED, []),
    ],
)
def test_an_answer_passes_by_what_it_implies(state: S, to: S, steps: list[S]) -> None:
    assert way(state, to) == steps


@given(state=st.sampled_from(S), to=st.sampled_from(S))
def test_every_step_of_a_way_is_in_the_table(state: S, to: S) -> None:
    walked = way(state, to)
    for left, reached in zip([state, *walked], walked, strict=False):
        assert reached in REFERRAL_MOVES[left]
    assert not walked or walked[-1] == to


def test_nothing_is_answered_to_a_draft_nor_once_entered() -> None:
    assert answers(S.DRAFT) == answers(S.ENTERED) == answers(S.CANCELLED) == []
    assert set(answers(S.SENT)) == set(Answer)
    assert answers(S.APPOINTED) == [
        *(Answer.APPOINTED, Answer.RECEIVED, Answer.ENTERED, Answer.NOT_FOLLOWED),
    ]


@pytest.mark.parametrize(
    ("state", "days", "reminded", "asked"),
    [
        (S.SENT, 9, False, None),
        (S.SENT, 10, False, Due.REMIND),
        (S.SENT, 11, True, None),
        (S.SEEN, 29, True, None),
        (S.SEEN, 30, True, Due.EXPIRE),
        (S.SENT, 30, False, Due.EXPIRE),
        (S.CONTACTED, 44, False, None),
        (S.CONTACTED, 45, False, Due.CLOSE),
        (S.WAITING, 45, False, Due.CLOSE),
        (S.ENTERED, 400, False, None),
        (S.DRAFT, 400, False, None),
    ],
)
def test_what_the_days_ask(state: S, days: int, reminded: bool, asked: Due | None) -> None:
    today = SENT_ON + timedelta(days=days)
    assert due(state, SENT_ON, today, DELAYS, reminded=reminded) == asked


def test_the_days_move_only_as_the_table_lets_them() -> None:
    for state in S:
        led = after(state)
        assert (led is None) == (state not in UNDER_WAY)
        if led is not None:
            assert led[0] in REFERRAL_MOVES[state]
            assert led[0] in FAILED
            assert led[1] in (EndReason.SILENCE, EndReason.NO_NEWS)


@given(
    gestures=st.lists(st.tuples(st.integers(0, 44), st.sampled_from(Answer)), max_size=6).map(
        sorted
    ),
    skipped=st.sets(st.integers(0, 44)),
)
def test_at_day_45_every_loop_is_closed_with_a_reason(
    gestures: list[tuple[int, Answer]], skipped: set[int]
) -> None:
    """Whatever the structure answers, and whatever days the job did not run: but the last one."""
    state, reason, reminders = S.SENT, "", 0
    since = SENT_ON
    for day in range(46):
        for _, answer in [one for one in gestures if one[0] == day]:
            steps = way(state, answer.state)
            if steps and state != S.UNANSWERED:
                state, reason = steps[-1], "said"
        if day in skipped:
            continue
        asked = due(state, since, since + timedelta(days=day), DELAYS, reminded=reminders > 0)
        reminders += asked == Due.REMIND
        led = after(state) if asked in (Due.EXPIRE, Due.CLOSE) else None
        if led is not None:
            state, reason = led
    assert state in CLOSED
    assert reason
    assert reminders <= 1
