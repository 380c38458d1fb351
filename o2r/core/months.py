"""Months of the calendar. Pure: dates in, dates out.

From a day to the same day of a later month, or to the last one of a shorter month (code de
procédure civile, art. 641).
"""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (earlier when negative), or the last one of a shorter month."""
    year, month = month_after(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_after(day: date, months: int) -> tuple[int, int]:
    """The year and the month, ``months`` after those of ``day``."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1
