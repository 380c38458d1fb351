"""The score of answers, as each scale publishes it. Pure.

A question left out leaves no score: nothing is filled in for the person.
"""

from collections.abc import Sequence
from decimal import Decimal

from o2r.pathways.measures.scales.definitions import Band, Scale

HUNDREDTH = Decimal("0.01")


class OutOfRange(ValueError):
    """An answer that the scale does not know. ``item``: which question, from 0."""

    def __init__(self, item: int, value: int) -> None:
        self.item, self.value = item, value
        super().__init__(f"question {item + 1}: {value}")


def check(scale: Scale, answers: Sequence[int | None]) -> None:
    """Raise OutOfRange for a value that a question does not allow, ValueError for another number
    of questions."""
    if len(answers) != scale.items:
        raise ValueError(f"{scale.code}: {len(answers)} answers for {scale.items} questions")
    for item, (value, allowed) in enumerate(zip(answers, scale.answers, strict=True)):
        if value is not None and value not in allowed:
            raise OutOfRange(item, value)


def score_of(scale: Scale, answers: Sequence[int | None]) -> Decimal | None:
    """The score of a whole set of answers, to the hundredth; None when one is missing.

    Raises OutOfRange, and ValueError for another number of questions.
    """
    check(scale, answers)
    given = [one for one in answers if one is not None]
    if len(given) < scale.items:
        return None
    rule = scale.scoring
    match rule.kind:
        case "weights":
            weighed = zip(rule.weights, given, strict=True)
            found = rule.constant + sum((weight * one for weight, one in weighed), Decimal(0))
        case "mean":
            found = Decimal(sum(given)) / len(given)
        case "sum":
            found = sum(given) * rule.factor
    return found.quantize(HUNDREDTH)


def band_of(scale: Scale, score: Decimal) -> Band | None:
    """The published band that holds a score; None when none is published."""
    held = [one for one in scale.bands if one.start <= score]
    return max(held, key=lambda one: one.start) if held else None


def is_noticed(scale: Scale, difference: Decimal) -> bool | None:
    """Whether a difference of scores reaches the least change published; None when none is."""
    if scale.change is None:
        return None
    return abs(difference) >= scale.change.least
