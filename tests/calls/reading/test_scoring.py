"""Means, dispersion and ranks: what is promised of them, against a plain count in fractions."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.reading.scoring import (
    STEP,
    Line,
    mean_of_review,
    outcome,
    ranks,
    scale,
)

FLAT = (
    Line("C1", Decimal(4)),
    Line("C2", Decimal(2), eliminatory_below=Decimal(2)),
    Line("C3", Decimal("1.5")),
)
IN_FAMILIES = (
    Line("C1", Decimal(3)),
    Line("C1a", Decimal(1), family="C1"),
    Line("C1b", Decimal(3), family="C1"),
    Line("C2", Decimal(1)),
)
GRIDS = st.sampled_from([FLAT, IN_FAMILIES])
HALVES = st.integers(0, 10).map(lambda half: Decimal(half) / 2)


def marks_of(grid: tuple[Line, ...]) -> st.SearchStrategy[dict[str, Decimal | None]]:
    families = {line.family for line in grid}
    leaves = [line.code for line in grid if line.code not in families]
    return st.fixed_dictionaries({code: st.none() | HALVES for code in leaves})


GRID_AND_REVIEWS = GRIDS.flatmap(
    lambda grid: st.tuples(st.just(grid), st.lists(marks_of(grid), max_size=4))
)


def naive(grid: tuple[Line, ...], marks: dict[str, Decimal | None]) -> Fraction | None:
    """The same mean, written as one would with a pencil."""
    top: list[tuple[Fraction, Fraction]] = []
    for line in grid:
        if line.family:
            continue
        parts = [one for one in grid if one.family == line.code] or [line]
        answered = [(one, marks[one.code]) for one in parts if marks.get(one.code) is not None]
        weights = [Fraction(one.weight) if one.family else Fraction(1) for one, _ in answered]
        if sum(weights):
            total = sum(
                w * Fraction(value) for w, (_, value) in zip(weights, answered, strict=True)
            )
            top.append((Fraction(line.weight), total / sum(weights)))
    weight = sum(w for w, _ in top)
    return sum(w * mean for w, mean in top) / weight if weight else None


def rounded(value: Fraction) -> Decimal:
    """To the ten-thousandth, an exact half to the even side."""
    scaled = value / Fraction(STEP)
    return (Decimal(round(scaled)) * STEP).quantize(STEP, rounding=ROUND_HALF_EVEN)


@given(GRID_AND_REVIEWS)
def test_the_mean_is_the_one_of_a_pencil(drawn: tuple[tuple[Line, ...], list[dict]]) -> None:
    grid, reviews = drawn
    means = [mean for marks in reviews if (mean := naive(grid, marks)) is not None]
    found = outcome(grid, reviews)
    for marks in reviews:
        plain = naive(grid, marks)
        assert mean_of_review(grid, marks) == (None if plain is None else rounded(plain))
    assert found.mean == (rounded(sum(means) / len(means)) if means else None)
    assert found.dispersion == (rounded(max(means) - min(means)) if len(means) > 1 else None)


@given(GRID_AND_REVIEWS)
def test_a_mean_stays_within_the_bounds_of_the_grid(
    drawn: tuple[tuple[Line, ...], list[dict]],
) -> None:
    grid, reviews = drawn
    lowest, highest = scale(grid)
    found = outcome(grid, reviews)
    assert found.mean is None or lowest <= found.mean <= highest
    assert found.dispersion is None or 0 <= found.dispersion <= highest - lowest


@given(GRID_AND_REVIEWS, st.randoms())
def test_the_order_of_reviews_and_criteria_changes_nothing(drawn, draw) -> None:
    grid, reviews = drawn
    mixed = draw.sample(list(grid), len(grid))
    again = [dict(draw.sample(list(marks.items()), len(marks))) for marks in reviews]
    draw.shuffle(again)
    before, after = outcome(grid, reviews), outcome(mixed, again)
    assert (before.mean, before.dispersion) == (after.mean, after.dispersion)
    assert set(before.eliminated_by) == set(after.eliminated_by)


@given(marks_of(FLAT))
def test_what_is_not_applicable_weighs_nothing(marks: dict[str, Decimal | None]) -> None:
    """A criterion answered N/A gives the mean of the grid without it, never a 0."""
    kept = tuple(line for line in FLAT if marks[line.code] is not None)
    only = {code: value for code, value in marks.items() if value is not None}
    assert mean_of_review(FLAT, marks) == mean_of_review(kept, only)
    wider = (*FLAT, Line("C9", Decimal(7)))
    assert mean_of_review(wider, {**marks, "C9": None}) == mean_of_review(FLAT, marks)


def test_an_empty_review_has_no_mean_and_is_no_reader() -> None:
    found = outcome(FLAT, [{"C1": Decimal(4)}, {"C1": None}])
    assert found.mean == Decimal("4.0000")
    assert found.dispersion is None
    assert outcome(FLAT, []).mean is None


@pytest.mark.parametrize(
    ("first", "second", "threshold", "asks"),
    [(2, 3, "1", False), (2, "3.5", "1", True), (0, 5, None, False)],
)
def test_a_third_reader_is_asked_above_the_threshold(
    first: int, second: str, threshold: str | None, asks: bool
) -> None:
    grid = (Line("C1", Decimal(1)),)
    found = outcome(grid, [{"C1": Decimal(first)}, {"C1": Decimal(second)}])
    limit = Decimal(threshold) if threshold else None
    assert found.needs_another_reader(limit, wanted=2) is asks
    # The gap does not narrow: once someone more has read, nobody else is asked for.
    third = outcome(grid, [{"C1": Decimal(first)}, {"C1": Decimal(second)}, {"C1": Decimal(1)}])
    assert not third.needs_another_reader(limit, wanted=2)
    assert third.needs_another_reader(limit, wanted=3) is (threshold is not None)


def test_an_eliminatory_criterion_is_judged_on_the_mean_of_its_readers() -> None:
    low = [{"C2": Decimal(1)}, {"C2": Decimal("2.5")}, {"C2": None}]
    assert outcome(FLAT, low).eliminated_by == ("C2",)
    assert outcome(FLAT, [{"C2": Decimal(2)}, {"C2": None}]).eliminated_by == ()
    assert outcome(FLAT, [{"C2": None}]).eliminated_by == ()


def test_criteria_of_other_bounds_are_brought_to_the_widest_scale() -> None:
    grid = (Line("A", Decimal(1)), Line("B", Decimal(1), Decimal(0), Decimal(20)))
    assert scale(grid) == (Decimal(0), Decimal(20))
    assert mean_of_review(grid, {"A": Decimal(5), "B": Decimal(10)}) == Decimal("15.0000")


def test_equal_means_share_a_rank_and_the_next_is_skipped() -> None:
    means = {"a": Decimal(4), "b": Decimal(3), "c": Decimal("3.0000"), "d": Decimal(1), "e": None}
    assert ranks(means) == {"a": 1, "b": 2, "c": 2, "d": 4, "e": 5}
    assert ranks({}) == {}
