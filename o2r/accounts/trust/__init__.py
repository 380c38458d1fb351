"""``o2r trust A1`` to ``A4``, ``C1``, ``B2``: what is measured on the whole product."""

from o2r.accounts.trust import (
    account_specimens,
    canaries,
    hostile_text,
    matrix_measure,
    second_belt,
)

__all__ = ["account_specimens", "canaries", "hostile_text", "matrix_measure", "second_belt"]
