"""What is told to who sent a signal: the same whether somebody was met or not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.outreach.enums import SIGNAL_MOVES, SignalAnswer, SignalState
from o2r.outreach.signal_words import NEUTRAL_ANSWERS, READ, told, why_too_much

TODAY = date(2026, 12, 1)
AFTER_READING = [one for one in SignalState if one not in ("recu", "retire")]


@given(
    one=st.sampled_from(AFTER_READING),
    other=st.sampled_from(AFTER_READING),
    answer=st.sampled_from(["", *SignalAnswer.values]),
)
def test_without_an_agreement_no_outcome_shows(
    one: SignalState, other: SignalState, answer: str
) -> None:
    assert told(one, answer, agreed=False) == told(other, answer, agreed=False)


def test_an_agreement_that_ends_takes_the_words_back() -> None:
    said = told(SignalState.MET, SignalAnswer.AGREED, agreed=True)
    assert "Nous avons rencontré" in said
    left = told(SignalState.MET, SignalAnswer.AGREED, agreed=False)
    assert left == SignalAnswer.DONE.label


def test_no_neutral_sentence_says_that_somebody_was_found() -> None:
    for one in NEUTRAL_ANSWERS:
        assert not any(word in one.label.lower() for word in ("rencontr", "trouv", "la personne"))
    assert told(SignalState.MET, "", agreed=True) == READ


@pytest.mark.parametrize(
    "text",
    [
        "Née le 12 mars",
        "Il est né en 2004",
        "Yanis, 14/03/2007",
        "14 - 3 - 2007",
        "son numéro : 1 07 03 69 259 123 84",
    ],
)
def test_what_nobody_needs_is_seen(text: str) -> None:
    assert why_too_much(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Vu le 12/11/2026 au soir",
        "Appelez le 04 72 00 00 01",
        "La nièce de la gardienne, 3 rue 12",
        "😀 جانب المحطة",
        "Ligne 14, 2e arrêt, vers 20 h",
    ],
)
def test_what_helps_to_go_there_passes(text: str) -> None:
    assert not why_too_much(text, TODAY)


def test_every_state_is_in_the_table_and_what_is_withdrawn_is_over() -> None:
    assert set(SIGNAL_MOVES) == set(SignalState)
    assert SIGNAL_MOVES[SignalState.WITHDRAWN] == ()
    withdrawable = {one for one, to in SIGNAL_MOVES.items() if SignalState.WITHDRAWN in to}
    assert withdrawable == {SignalState.RECEIVED, SignalState.ACKNOWLEDGED, SignalState.TAKEN}
