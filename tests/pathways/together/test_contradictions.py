"""What does not go together: found whatever the order, said in words, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from o2r.pathways.together.contradictions import (
    Clash,
    Commitment,
    Exclusion,
    Limits,
    contradictions,
)
from o2r.pathways.together.enums import ObligationKind
from o2r.pathways.together.exclusions import exclusions

DAY = date(2026, 12, 3)
LIMITS = Limits(
    twice_within=15,
    speed=25,
    exclusions=[Exclusion(frozenset({"formation", "recherche"}), "Peu d’heures restent.")],
    distance=lambda one, other: 20.0,
)


def asked(key: str, at: int | None = None, minutes: int = 60, **changes: object) -> Commitment:
    """Something of Thursday, at an hour or not; each of another kind and asker by default."""
    starts = datetime(2026, 12, 3, at, tzinfo=UTC) if at is not None else None
    ends = starts + timedelta(minutes=minutes) if starts else None
    known = {"what": f"demande {key}", "by": f"équipe {key}", "asker": key, "kind": f"k{key}"}
    return replace(
        Commitment(key=key, day=DAY, starts=starts, ends=ends, **known),  # type: ignore[arg-type]
        **changes,  # type: ignore[arg-type]
    )


def clashes(*given: Commitment) -> list[Clash]:
    return [one.clash for one in contradictions(given, LIMITS)]


def test_two_things_at_one_hour() -> None:
    (found,) = contradictions([asked("a", 9), asked("b", 9)], LIMITS)
    assert found.clash is Clash.OVERLAP
    assert "9 h" in found.words.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\xa0", " ")
    assert "équipe a" in found.words


def test_an_appointment_is_said_to_be_taken_already() -> None:
    assert clashes(asked("a", 9, firm=True), asked("b", 9)) == [Clash.DURING]
    assert clashes(asked("a", 9, firm=True), asked("b", 9, firm=True)) == [Clash.OVERLAP]


def test_one_ends_when_the_other_begins() -> None:
    assert clashes(asked("a", 9), asked("b", 10)) == []


def test_a_way_too_long() -> None:
    one, other = asked("a", 9, commune="38544"), asked("b", 10, commune="38344")
    (found,) = contradictions([one, other], LIMITS)
    assert found.clash is Clash.TRAVEL
    assert "48 minutes" in found.words
    assert clashes(one, asked("b", 11, commune="38344")) == []
    assert clashes(one, asked("b", 10, commune="38544")) == []
    assert clashes(one, asked("b", 10)) == []


def test_the_same_thing_asked_by_two() -> None:
    one, other = asked("a", kind="demarche"), asked("b", kind="demarche")
    assert clashes(one, other) == [Clash.TWICE]
    assert clashes(one, replace(other, asker="a")) == []
    assert clashes(one, replace(other, day=DAY + timedelta(days=15))) == [Clash.TWICE]
    assert clashes(one, replace(other, day=DAY + timedelta(days=16))) == []


def test_two_things_that_exclude_each_other() -> None:
    one, other = asked("a", kind="formation"), asked("b", kind="recherche")
    (found,) = contradictions([one, other], LIMITS)
    assert found.clash is Clash.EXCLUDES
    assert "Peu d’heures" in found.words


def test_the_file_of_exclusions_is_read() -> None:
    pairs = {one.kinds for one in exclusions()}
    assert frozenset({"formation", "recherche"}) in pairs
    assert all(kind in ObligationKind for pair in pairs for kind in pair)


commitments = st.builds(
    asked,
    st.uuids().map(str),
    st.none() | st.integers(0, 22),
    st.integers(1, 119),
    day=st.integers(0, 30).map(lambda days: DAY + timedelta(days=days)),
    kind=st.sampled_from(["formation", "recherche", "demarche"]),
    asker=st.sampled_from(["a", "b", "c"]),
    commune=st.sampled_from(["", "38544", "38344"]),
    firm=st.booleans(),
)


def on_its_day(one: Commitment) -> Commitment:
    shift = one.day - DAY
    if one.starts is None or one.ends is None:
        return one
    return replace(one, starts=one.starts + shift, ends=one.ends + shift)


lists = st.lists(commitments.map(on_its_day), max_size=7, unique_by=lambda one: one.key)


@given(lists, st.randoms())
def test_the_order_in_which_things_are_given_changes_nothing(
    some: list[Commitment], chance: object
) -> None:
    mixed = list(some)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert contradictions(mixed, LIMITS) == contradictions(some, LIMITS)


@given(lists)
def test_a_pair_is_told_once_the_earlier_first(some: list[Commitment]) -> None:
    found = contradictions(some, LIMITS)
    pairs = [frozenset({one.first.key, one.second.key}) for one in found]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)
    assert all(one.first.day <= one.second.day and one.words for one in found)


@given(lists, commitments.map(on_its_day))
def test_one_thing_more_hides_no_contradiction(some: list[Commitment], more: Commitment) -> None:
    before = {(one.first.key, one.second.key) for one in contradictions(some, LIMITS)}
    after = {(one.first.key, one.second.key) for one in contradictions([*some, more], LIMITS)}
    assert before <= after


@given(lists)
def test_hours_that_cross_are_always_found(some: list[Commitment]) -> None:
    told = {frozenset({one.first.key, one.second.key}) for one in contradictions(some, LIMITS)}
    for one in some:
        for other in some:
            if one.key < other.key and one.hours and other.hours:
                crosses = one.hours[0] < other.hours[1] and other.hours[0] < one.hours[1]
                assert not crosses or frozenset({one.key, other.key}) in told
