"""What is noticed of a silence: pure, in words that can be checked, and never a score."""

from dataclasses import fields
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from o2r.pathways.silence.models import SilenceAlert
from o2r.pathways.silence.noticing import (
    Agreed,
    Code,
    Known,
    Limits,
    Reason,
    Word,
    noticed,
    usual_gap,
)
from o2r.pathways.silence.said import SENTENCES, kept, read, sentence
from o2r.pathways.silence.suggesting import Met, Way, suggested

LIMITS = Limits(grace=7, unwritten=10, pace=130, pace_alone=200, shortest=8, longest=60)
START = date(2026, 3, 2)


def day(number: int) -> date:
    return START + timedelta(days=number)


def weekly(many: int = 8) -> list[date]:
    return [day(7 * rank) for rank in range(many)]


def codes(known: Known, today: date) -> list[Code]:
    return [one.code for one in noticed(known, today, LIMITS)]


def test_who_is_expected_is_not_silent_until_that_day() -> None:
    known = Known([day(0)], [Agreed(day(0), day(50))])
    assert codes(known, day(50)) == []
    assert Code.AGREED in codes(known, day(58))


def test_a_day_agreed_before_the_last_contact_counts_no_more() -> None:
    known = Known([day(0), day(9)], [Agreed(day(0), day(8))])
    assert codes(known, day(20)) == []


def test_the_last_day_agreed_replaces_the_one_before() -> None:
    known = Known([day(0)], [Agreed(day(0), day(5)), Agreed(day(4), day(30))])
    assert codes(known, day(20)) == []


def test_one_broken_word_alone_tells_nobody_and_two_reasons_do() -> None:
    missed = Word(day(0), day(3), is_theirs=True, settled_on=day(4), is_kept=False)
    unwritten = Word(day(0), day(4), is_theirs=False)
    assert codes(Known([day(0)], words=[missed]), day(20)) == []
    assert codes(Known([day(0)], words=[missed, unwritten]), day(20)) == [
        Code.UNWRITTEN,
        Code.THEIRS,
    ]


def test_what_we_did_not_keep_is_ours_to_say() -> None:
    ours = Word(day(0), day(3), is_theirs=False, settled_on=day(4), is_kept=False)
    theirs = Word(day(0), day(4), is_theirs=True)
    assert Code.OURS in codes(Known([day(0)], words=[ours, theirs]), day(20))


def test_a_pace_is_that_of_the_person() -> None:
    known = Known(weekly())
    assert usual_gap(known.contacts) == 7
    assert codes(known, day(7 * 7 + 13)) == []
    assert codes(known, day(7 * 7 + 15)) == [Code.PACE]
    monthly = Known([day(30 * rank) for rank in range(8)])
    assert codes(monthly, day(30 * 7 + 15)) == []


def test_without_anything_known_a_long_silence_is_long_for_anybody() -> None:
    assert codes(Known([day(0)]), day(60)) == []
    assert codes(Known([day(0)]), day(61)) == [Code.LONG]


DAYS = st.integers(0, 120).map(day)
WORDS = st.builds(Word, DAYS, DAYS, st.booleans(), st.none() | DAYS, st.booleans())
KNOWN = st.builds(
    Known,
    st.lists(DAYS, min_size=1, max_size=12).map(sorted),
    st.lists(st.builds(Agreed, DAYS, DAYS), max_size=4),
    st.lists(WORDS, max_size=6),
)


@given(KNOWN)
def test_a_contact_today_ends_every_silence(known: Known) -> None:
    today = day(130)
    again = Known([*known.contacts, today], known.agreed, known.words)
    assert noticed(again, today, LIMITS) == ()


@given(KNOWN, st.integers(121, 200))
def test_each_reason_comes_once_and_is_a_day_that_is_past(known: Known, when: int) -> None:
    found = noticed(known, day(when), LIMITS)
    assert len({one.code for one in found}) == len(found)
    assert all(one.on < day(when) for one in found)


@given(KNOWN, st.integers(121, 200))
def test_what_is_not_written_yet_changes_nothing(known: Known, when: int) -> None:
    later = Word(day(when + 1), day(when + 2), is_theirs=True)
    more = Known(known.contacts, known.agreed, [*known.words, later])
    assert noticed(more, day(when), LIMITS) == noticed(known, day(when), LIMITS)


def test_every_reason_has_its_sentence_and_comes_back_from_its_row() -> None:
    assert set(SENTENCES) == set(Code)
    for code in Code:
        one = Reason(code, day(1), 9)
        assert read(kept([one])) == [sentence(one)]
        assert "3\u00a0mars 2026" in sentence(one)
    assert read([{"code": "inconnu", "on": "2026-03-03", "usual": 0}]) == []


def test_no_score_of_anybody_exists() -> None:
    """A number that would rank people is neither computed nor kept."""
    named = {one.name for one in SilenceAlert._meta.get_fields()} | {
        one.name for one in fields(Reason)
    }
    assert not {one for one in named if "score" in one or "risk" in one or "level" in one}


def test_what_worked_is_tried_first_with_what_must_be_known() -> None:
    said = suggested(
        [Met("rue", "Gare"), Met("telephone"), Met("rue", "Parc")],
        [Way("telephone", ["Pas avant 10 h."]), Way("lieu", is_preferred=True)],
    )
    assert said == [
        "Ce qui a marché 2 des dernières fois : en rue (Gare).",
        "Passer au lieu noté (son choix).",
    ]
    assert suggested([], [Way("telephone", ["Pas avant 10 h."])]) == ["Téléphone. Pas avant 10 h."]
    assert suggested([], [])
