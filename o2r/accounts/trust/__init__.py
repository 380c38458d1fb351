"""``o2r trust A1`` to ``A4``: access decisions and what stands behind them, on the whole product."""

from o2r.accounts.trust import account_specimens, matrix_measure, second_belt

__all__ = ["account_specimens", "matrix_measure", "second_belt"]
