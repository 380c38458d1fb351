"""Days that the law counts for a committee: end of a mandate, next plenary. Pure."""

from datetime import date, timedelta

MANDATE_YEARS = 3
"""Members sit for three years, renewable (décret n° 2024-560 du 18 juin 2024)."""

PLENARY_NOTICE = timedelta(days=60)
"""Choice of the product: how long before its term a plenary is asked for."""


def years_after(day: date, years: int) -> date:
    """The same day some years later; 28 February for a leap day that does not come."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def mandate_end(start: date) -> date:
    """The last day of a mandate that starts on ``start``."""
    return years_after(start, MANDATE_YEARS) - timedelta(days=1)


def renewed(end: date) -> date:
    """The last day of a mandate that ended on ``end`` and is renewed."""
    return mandate_end(end + timedelta(days=1))


def next_plenary(last: date | None, since: date | None) -> date | None:
    """The last day for the next plenary: a year after the last one, or the installation.

    None when neither day is known.
    """
    start = last or since
    return years_after(start, 1) if start else None
