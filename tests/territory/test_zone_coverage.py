"""Counting projects per commune without looping over communes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.territory.zones.coverage import add_up, count_by_label, read_out, union
from tests.territory.synthetic import THOROUGH

WIDTH = 37


@THOROUGH
@given(seed=st.integers(0, 2**32 - 1), projects=st.integers(0, 40), labels=st.integers(1, 14))
def test_counts_are_those_of_a_loop(seed: int, projects: int, labels: int) -> None:
    rng = random.Random(seed)
    sets = [rng.getrandbits(WIDTH) for _ in range(projects)]
    borne = [{rng.randrange(labels) for _ in range(rng.randrange(5))} for _ in sets]
    counts = count_by_label(sets, borne, WIDTH)
    for label in set().union(*borne):
        expected = [
            sum(bits >> place & 1 for bits, some in zip(sets, borne, strict=True) if label in some)
            for place in range(WIDTH)
        ]
        assert list(counts[label]) == expected
    assert set(counts) == set().union(*borne)


def test_many_combinations_of_labels_are_counted_as_few(rng: random.Random) -> None:
    """Beyond a few combinations the labels are cut in groups: the counts must not change."""
    sets = [rng.getrandbits(WIDTH) for _ in range(600)]
    borne = [frozenset(rng.sample(range(14), rng.randrange(1, 14))) for _ in sets]
    assert len(set(borne)) > 4 * 14
    counts = count_by_label(sets, borne, WIDTH)
    for label in range(14):
        for place in (0, 1, WIDTH - 1):
            assert counts[label][place] == sum(
                bits >> place & 1 for bits, some in zip(sets, borne, strict=True) if label in some
            )


@pytest.mark.parametrize("total", [0, 1, 2, 3, 7, 8, 255, 256, 257, 700])
def test_counters_do_not_overflow(total: int) -> None:
    everywhere = (1 << WIDTH) - 1
    assert list(read_out(add_up([[everywhere] * total]), WIDTH)) == [total] * WIDTH


def test_an_odd_number_of_communes_and_a_single_one_covered() -> None:
    assert list(read_out(add_up([[1 << (WIDTH - 1), 1]]), WIDTH)) == [1] + [0] * (WIDTH - 2) + [1]


def test_a_label_given_twice_counts_once() -> None:
    assert list(count_by_label([0b11], [["jeunes", "jeunes"]], 2)["jeunes"]) == [1, 1]


def test_no_project_at_all() -> None:
    assert count_by_label([], [], WIDTH) == {}
    assert union([]) == 0


def test_the_union_is_what_is_covered_at_least_once() -> None:
    assert union([0b0011, 0b0100]) == 0b0111


def test_more_sets_than_the_counters_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="65535 au plus"):
        count_by_label([1] * 65_536, [["x"]] * 65_536, 1)
