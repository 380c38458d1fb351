"""``o2r trust A1`` to ``A5``, ``B2``, ``C1``, ``D3``, ``R2.person``, ``X2``, on everything."""

from o2r.proofs import (
    asked_between,
    canaries,
    erased_people,
    hostile_text,
    incidents,
    matrix_measure,
    safety_stories,
    second_belt,
)

__all__ = [
    "asked_between",
    "canaries",
    "erased_people",
    "hostile_text",
    "incidents",
    "matrix_measure",
    "safety_stories",
    "second_belt",
]
