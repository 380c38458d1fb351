"""When contacts become one of trust. Pure.

Provisional, to be validated with teams: two meetings that count, on two different days (HMIS « date
of engagement » leaves the number to the field).
"""

from collections.abc import Iterable
from datetime import date

MEETINGS_OF_TRUST = 2


def trusted_since(days: Iterable[date]) -> date | None:
    """The day of the second meeting that counts, among the days of all of them; None before it."""
    ordered = sorted(set(days))
    return ordered[MEETINGS_OF_TRUST - 1] if len(ordered) >= MEETINGS_OF_TRUST else None
