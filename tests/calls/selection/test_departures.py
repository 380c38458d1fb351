"""Which choices depart from the ranking: a table, then the definition itself, drawn at random."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.selection.departures import Placed, departures, kept_level, level_of
from o2r.calls.selection.enums import DepartureKind, Outcome

AHEAD, PASSED, BOTH = DepartureKind.AHEAD, DepartureKind.PASSED_OVER, DepartureKind.BOTH


def of(*kept: bool, ranks: tuple[int, ...] = ()) -> dict[int, DepartureKind]:
    places = ranks or tuple(range(1, len(kept) + 1))
    return departures(
        Placed(number, rank, kept_level(one))
        for number, (rank, one) in enumerate(zip(places, kept, strict=True), start=1)
    )


@pytest.mark.parametrize(
    ("kept", "ranks", "expected"),
    [
        ((True, True, False, False), (), {}),
        ((False, False), (), {}),
        ((True, True, False, True, False), (), {3: PASSED, 4: AHEAD}),
        ((False, True), (), {1: PASSED, 2: AHEAD}),
        ((True, False), (1, 1), {}),
        ((False, True, True), (1, 1, 3), {1: PASSED, 3: AHEAD}),
    ],
)
def test_a_departure_is_a_worse_one_kept_before_a_better(
    kept: tuple[bool, ...], ranks: tuple[int, ...], expected: dict[int, DepartureKind]
) -> None:
    assert of(*kept, ranks=ranks) == expected


def test_the_waiting_list_is_between_and_ordered() -> None:
    found = departures(
        [
            Placed("first", 1, level_of(Outcome.AWARD)),
            Placed("second", 2, level_of(Outcome.WAITING, 2)),
            Placed("third", 3, level_of(Outcome.WAITING, 1)),
            Placed("fourth", 4, level_of(Outcome.REJECTION)),
        ]
    )
    assert found == {"second": PASSED, "third": AHEAD}


def test_one_may_depart_both_ways() -> None:
    levels = (Outcome.REJECTION, Outcome.WAITING, Outcome.AWARD)
    found = departures(
        Placed(number, number, level_of(one, 1 if one is Outcome.WAITING else None))
        for number, one in enumerate(levels)
    )
    assert found == {0: PASSED, 1: BOTH, 2: AHEAD}


placed = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3)), max_size=12).map(
    lambda pairs: [Placed(key, rank, (level, 0)) for key, (rank, level) in enumerate(pairs)]
)


@given(placed)
def test_it_is_the_definition_said_pair_by_pair(rows: list[Placed[int]]) -> None:
    found = departures(rows)
    for one in rows:
        ahead = any(b.rank < one.rank and b.level < one.level for b in rows)
        passed = any(b.rank > one.rank and b.level > one.level for b in rows)
        expected = {(True, True): BOTH, (True, False): AHEAD, (False, True): PASSED}
        assert found.get(one.key) == expected.get((ahead, passed))


@given(placed)
def test_following_the_ranking_never_departs(rows: list[Placed[int]]) -> None:
    served = sorted((row.level for row in rows), reverse=True)
    by_rank = sorted(rows, key=lambda row: row.rank)
    followed = [
        Placed(row.key, row.rank, level) for row, level in zip(by_rank, served, strict=True)
    ]
    assert departures(followed) == {}


@given(placed)
def test_who_departs_has_someone_to_depart_from(rows: list[Placed[int]]) -> None:
    kinds = set(departures(rows).values())
    assert bool(kinds & {AHEAD, BOTH}) == bool(kinds & {PASSED, BOTH})
