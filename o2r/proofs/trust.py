"""``o2r trust A1`` to ``A4``, ``C1``, ``B2``: what is measured on the whole product, from above."""

from o2r.proofs import canaries, hostile_text, matrix_measure, second_belt

__all__ = ["canaries", "hostile_text", "matrix_measure", "second_belt"]
