"""The table of the states of a pathway, walked."""

from datetime import date

import pytest

from o2r.pathways import states
from o2r.pathways.entry_rules import why_not
from o2r.pathways.enums import EntryGround, PathwayState

State = PathwayState


def test_every_state_is_in_the_table_and_is_reached() -> None:
    assert set(states.MOVES) == set(State)
    reached = {one for moves in states.MOVES.values() for one in moves}
    assert reached == set(State) - {State.SPOTTED}


def test_only_a_closed_pathway_ends() -> None:
    assert [one for one, moves in states.MOVES.items() if not moves] == [State.CLOSED]


def test_a_pathway_is_left_only_with_an_exit_that_says_where() -> None:
    for left, moves in states.MOVES.items():
        if State.LEFT in moves:
            assert states.missing(left, State.LEFT, set()) == [states.EXITED]


def test_nobody_is_accompanied_uninformed_or_without_the_right_or_a_referent() -> None:
    for left, moves in states.MOVES.items():
        if State.ACCOMPANIMENT in moves:
            held = {states.INFORMED, states.REFERENT}
            assert states.missing(left, State.ACCOMPANIMENT, held) == [states.ELIGIBLE]


def test_a_return_is_possible_until_the_pathway_is_closed() -> None:
    for left in (State.LEFT, State.WATCHED, State.LOST, State.PAUSED):
        assert {State.REMOBILISATION, State.ACCOMPANIMENT} <= set(states.reachable(left))


def test_a_move_that_does_not_exist_asks_nothing_and_is_known_as_such() -> None:
    assert states.asked_by(State.SPOTTED, State.ACCOMPANIMENT) is None
    assert states.asked_by(State.CLOSED, State.SPOTTED) is None


@pytest.mark.parametrize(
    ("last", "on", "holds"),
    [
        ("2026-01-31", "2026-06-29", False),
        ("2026-01-31", "2026-06-30", True),
        ("2025-09-30", "2026-02-27", False),
        ("2025-09-30", "2026-02-28", True),
        ("2027-09-30", "2028-02-28", False),
        ("2027-09-30", "2028-02-29", True),
        ("2026-07-01", "2026-11-28", False),
        ("2026-07-01", "2026-12-01", True),
    ],
)
def test_five_months_are_months_and_not_150_days(last: str, on: str, holds: bool) -> None:
    wrong = why_not(
        EntryGround.NO_CONTACT,
        on=date.fromisoformat(on),
        last_contact=date.fromisoformat(last),
        months=5,
    )
    assert (wrong is None) is holds


def test_the_other_grounds_need_no_day() -> None:
    for ground in set(EntryGround) - {EntryGround.NO_CONTACT}:
        assert why_not(ground, on=date(2026, 1, 1), last_contact=None, months=5) is None
    assert EntryGround.NOT_REGISTERED.is_priority
    assert not any(one.is_priority for one in EntryGround if one != EntryGround.NOT_REGISTERED)
