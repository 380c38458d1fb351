"""``o2r trust A1`` to ``A4``, ``B2``, ``C1``, ``D3``, ``X2``: measured on the whole product, from
above."""

from o2r.proofs import (
    canaries,
    hostile_text,
    incidents,
    matrix_measure,
    safety_stories,
    second_belt,
)

__all__ = [
    "canaries",
    "hostile_text",
    "incidents",
    "matrix_measure",
    "safety_stories",
    "second_belt",
]
