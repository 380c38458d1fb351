from hypothesis import given
from hypothesis import strategies as st

from o2r.projects import coverage

WIDTH = 40
SETS = st.lists(st.frozensets(st.integers(0, WIDTH - 1)), max_size=30)


def as_bits(members: frozenset[int]) -> int:
    return sum(1 << member for member in members)


@given(SETS)
def test_counting_agrees_with_counting_one_by_one(sets: list[frozenset[int]]) -> None:
    expected = [sum(index in members for members in sets) for index in range(WIDTH)]
    assert coverage.counts((as_bits(members) for members in sets), WIDTH) == expected


@given(SETS)
def test_the_union_holds_what_one_set_holds(sets: list[frozenset[int]]) -> None:
    assert coverage.union(map(as_bits, sets)) == as_bits(frozenset().union(*sets))


def test_nothing_covers_nothing() -> None:
    assert coverage.union([]) == 0
    assert coverage.planes([]) == []
    assert coverage.counts([], 3) == [0, 0, 0]
