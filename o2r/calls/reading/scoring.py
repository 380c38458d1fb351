"""What marks say of an application: means, dispersion, ranks. Pure, decimal, exact.

*N/A leaves the mean*: its weight goes to what was answered, it never counts as 0. Criteria are
weighed inside their family, then families among themselves. An application has the mean of the
means of its reviews, and a *dispersion*: the gap between the highest and the lowest of them. It is
the gap, not the standard deviation: with two readers they order applications alike, and a gap is in
points of the grid, so that a committee can say « au-delà d’un point, un lecteur de plus ». One
more reader may only widen it: another is asked for while no more have read than the call wants.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import TypeVar

STEP = Decimal("0.0001")
_GUARD = Decimal(1).scaleb(-30)
_DIGITS = 60

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Line:
    """One criterion of the grid; ``family``: the code of the one it is a part of, if any."""

    code: str
    weight: Decimal
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(5)
    family: str = ""
    eliminatory_below: Decimal | None = None


Marks = Mapping[str, Decimal | None]
"""What one review answers, by code of criterion. None, or no code: not answered, or N/A."""


def scale(grid: Sequence[Line]) -> tuple[Decimal, Decimal]:
    """The bounds in which means are told: those of the widest criterion, the first of its size."""
    if not grid:
        return Decimal(0), Decimal(5)
    widest = max(grid, key=lambda line: line.highest - line.lowest)
    return widest.lowest, widest.highest


def mean_of_review(grid: Sequence[Line], marks: Marks) -> Decimal | None:
    """The weighted mean of one review, on the scale of the grid; None when nothing weighs."""
    with localcontext() as context:
        context.prec = _DIGITS
        mean = _weighted(grid, marks)
        return None if mean is None else _rounded(mean)


def _weighted(grid: Sequence[Line], marks: Marks) -> Decimal | None:
    leaves = _leaves(grid)
    weights = {line.code: line.weight for line in grid}
    families: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for line in leaves:
        value = marks.get(line.code)
        if value is not None:
            mark = _on_scale(line, value, grid)
            # A criterion without a family is one: its weight is used once, between families.
            own = line.weight if line.family else Decimal(1)
            families.setdefault(line.family or line.code, []).append((own, mark))
    means = [
        (weights[code], mean)
        for code, pairs in families.items()
        if (mean := _mean(pairs)) is not None
    ]
    return _mean(means)


def _leaves(grid: Sequence[Line]) -> list[Line]:
    parents = {line.family for line in grid}
    return [line for line in grid if line.code not in parents]


def _on_scale(line: Line, value: Decimal, grid: Sequence[Line]) -> Decimal:
    low, high = scale(grid)
    if (line.lowest, line.highest) == (low, high):
        return value
    return low + (value - line.lowest) * (high - low) / (line.highest - line.lowest)


def _mean(pairs: Collection[tuple[Decimal, Decimal]]) -> Decimal | None:
    total = sum((weight for weight, _ in pairs), Decimal(0))
    if not total:
        return None
    return sum((weight * value for weight, value in pairs), Decimal(0)) / total


def _rounded(value: Decimal) -> Decimal:
    # In two steps: what a division leaves at the 60th digit must not decide of an exact half.
    exact = value.quantize(_GUARD, rounding=ROUND_HALF_EVEN)
    return exact.quantize(STEP, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Outcome:
    """What all the reviews sent on one application say together. ``reviews``: how many they are."""

    mean: Decimal | None
    dispersion: Decimal | None
    eliminated_by: tuple[str, ...]
    reviews: int = 0

    def needs_another_reader(self, threshold: Decimal | None, *, wanted: int) -> bool:
        """Whether readers disagree by more than ``threshold``, in points of the grid, and nobody
        has read beyond the ``wanted`` ones: the gap never narrows, so it is asked for once."""
        if threshold is None or self.dispersion is None or self.reviews > wanted:
            return False
        return self.dispersion > threshold


def outcome(grid: Sequence[Line], reviews: Collection[Marks]) -> Outcome:
    """What the reviews sent, those of recused readers left out, say of one application.

    ``eliminated_by``: the eliminatory criteria whose mean over the reviews is below their limit.
    A dispersion needs two reviews.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        means = [mean for marks in reviews if (mean := _weighted(grid, marks)) is not None]
        together = _mean([(Decimal(1), mean) for mean in means])
        return Outcome(
            mean=None if together is None else _rounded(together),
            dispersion=_rounded(max(means) - min(means)) if len(means) > 1 else None,
            eliminated_by=tuple(line.code for line in _leaves(grid) if _is_below(line, reviews)),
            reviews=len(reviews),
        )


def _is_below(line: Line, reviews: Collection[Marks]) -> bool:
    if line.eliminatory_below is None:
        return False
    given = [
        (Decimal(1), value) for marks in reviews if (value := marks.get(line.code)) is not None
    ]
    mean = _mean(given)
    return mean is not None and mean < line.eliminatory_below


def ranks(means: Mapping[Key, Decimal | None]) -> dict[Key, int]:
    """The rank of each: equal means share it and the next one is skipped (1, 2, 2, 4).

    What has no mean comes last, together.
    """
    known = sorted((mean for mean in means.values() if mean is not None), reverse=True)
    place: dict[Decimal, int] = {}
    for rank, mean in enumerate(known, start=1):
        place.setdefault(mean, rank)
    last = len(known) + 1
    return {key: last if mean is None else place[mean] for key, mean in means.items()}
