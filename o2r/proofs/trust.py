"""``o2r trust A1`` to ``A5``, ``B2``, ``C1``, ``D3``, ``X2``: measured on the whole product, from
above."""

from o2r.proofs import (
    asked_between,
    canaries,
    hostile_text,
    incidents,
    matrix_measure,
    safety_stories,
    second_belt,
)

__all__ = [
    "asked_between",
    "canaries",
    "hostile_text",
    "incidents",
    "matrix_measure",
    "safety_stories",
    "second_belt",
]
