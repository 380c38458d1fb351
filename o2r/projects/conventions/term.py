"""How long a convention lasts, and its years. Pure: dates in, dates out.

A period counted in months ends the eve of the same day of a later month, or the last day of that
month when it has no such day (code de procédure civile, art. 641).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from o2r.core.months import month_after

ONE_YEAR = 12


def last_day(starts_on: date, months: int) -> date:
    """The last day of a period of ``months`` whose first day is ``starts_on``.

    From 1 January 2025, 36 months end on 31 December 2027; from 29 February 2024, on 28 February
    2027; from 1 March 2025, on 29 February 2028. Raises ValueError for less than a month.
    """
    if months < 1:
        raise ValueError("A convention lasts a month at least.")
    year, month = month_after(starts_on, months)
    length = monthrange(year, month)[1]
    if starts_on.day > length:
        return date(year, month, length)
    return date(year, month, starts_on.day) - timedelta(days=1)


def months_of(starts_on: date, ends_on: date) -> int:
    """How many months, a month at least, end on ``ends_on`` or later: « last_day » read backwards.

    From 29 February 2024 to 28 February 2027, 36 months.
    """
    months = max(1, (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month)
    return months if last_day(starts_on, months) >= ends_on else months + 1


@dataclass(frozen=True)
class YearOfTerm:
    """One year of a convention: ``rank`` from 1, first and last day."""

    rank: int
    starts_on: date
    ends_on: date


def years_of(starts_on: date, months: int) -> Iterator[YearOfTerm]:
    """The years of a convention, in order and without a gap; the last may be shorter."""
    end = last_day(starts_on, months)
    first = starts_on
    for rank in range(1, -(-months // ONE_YEAR) + 1):
        closing = min(last_day(starts_on, min(rank * ONE_YEAR, months)), end)
        yield YearOfTerm(rank, first, closing)
        first = closing + timedelta(days=1)
