"""The way of a pathway, from what a line says: days that follow one another, moves that exist."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from o2r.pathways.enums import PathwayState as State
from o2r.pathways.intake.columns import guess, problems_of, proposed
from o2r.pathways.intake.history import STOPS, WAY, Said, state_of, steps, wrong_days
from o2r.pathways.states import MOVES

FIRST = date(2026, 1, 5)


def said(**more: object) -> Said:
    return Said(FIRST, FIRST + timedelta(days=200), **more)  # type: ignore[arg-type]


def test_every_state_has_a_way_or_is_a_stop() -> None:
    assert set(WAY) | STOPS == set(State)
    assert all(to in MOVES[left] for way in WAY.values() for left, to in pairwise(way))


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (said(), State.SPOTTED),
        (said(entered_on=FIRST), State.TRUSTED),
        (said(entered_on=FIRST, intensive_from=FIRST), State.ACCOMPANIMENT),
        (said(intensive_from=FIRST, ended_on=FIRST), State.LEFT),
        (said(state=State.PAUSED, intensive_from=FIRST), State.PAUSED),
    ],
)
def test_days_say_the_state_unless_it_is_written(line: Said, state: State) -> None:
    assert state_of(line) == state


def test_a_step_that_is_not_dated_has_the_day_of_the_next() -> None:
    later = FIRST + timedelta(days=30)
    assert steps(said(intensive_from=later)) == [
        (State.SPOTTED, FIRST),
        (State.TRUSTED, later),
        (State.ACCOMPANIMENT, later),
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (said(entered_on=FIRST - timedelta(days=1)), "entered_on"),
        (said(intensive_from=FIRST, entered_on=FIRST + timedelta(days=1)), "intensive_from"),
        (said(state=State.LEFT), "ended_on"),
        (said(state=State.ACCOMPANIMENT, ended_on=FIRST), "state"),
    ],
)
def test_days_that_cannot_be_are_told_at_their_column(line: Said, field: str) -> None:
    wrong = wrong_days(line)
    assert wrong is not None
    assert wrong[0] == field


_DAYS = some.none() | some.integers(0, 150).map(lambda days: FIRST + timedelta(days=days))


@given(some.none() | some.sampled_from(State), _DAYS, _DAYS, _DAYS)
def test_what_is_written_is_always_a_way_of_the_table(
    state: State | None, entered: date | None, intensive: date | None, ended: date | None
) -> None:
    line = said(state=state, entered_on=entered, intensive_from=intensive, ended_on=ended)
    if wrong_days(line) is not None:
        return
    way = steps(line)
    assert way[0] == (State.SPOTTED, FIRST)
    assert way[-1][0] == state_of(line)
    for (left, before), (to, after) in pairwise(way):
        assert to in MOVES[left]
        assert before <= after


def test_the_headings_of_an_operator_are_recognised() -> None:
    found = guess(
        [
            *("Surnom", "Statut", "Repéré le", "Date d’entrée", "Accompagnement depuis le"),
            *("Motif d’entrée", "Dernier contact", "Sortie le", "Prochain RDV", "Religion", "NIR"),
        ]
    )
    assert list(found.values()) == [
        *("known_as", "state", "spotted_on", "entered_on", "intensive_from"),
        *("ground", "last_contact_on", "ended_on", "next_appointment", "", ""),
    ]


def test_a_file_says_who_and_where_their_pathway_stands() -> None:
    assert problems_of({"A": "known_as", "B": "last_contact_on", "C": "state"}) == []
    assert "état du parcours" in " ".join(problems_of({"A": "known_as", "B": "last_contact_on"}))
    twice = {"A": "known_as", "B": "last_contact_on", "C": "state", "D": "state"}
    assert "Gardez-en une" in " ".join(problems_of(twice))
    assert problems_of({"C": "state"})


def test_what_a_former_file_said_is_proposed_again() -> None:
    again = proposed(["Surnom", "Phase"], {"Phase": ""})
    assert again == {"Surnom": "known_as", "Phase": ""}
