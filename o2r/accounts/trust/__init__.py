"""``o2r trust A1``, ``A2`` and ``A4``: access decisions, measured on the whole product."""

from o2r.accounts.trust import matrix_measure

__all__ = ["matrix_measure"]
