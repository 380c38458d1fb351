"""How long the page of a project is trusted before its team confirms it again. Pure."""

from datetime import date

from o2r.core.months import add_months

MONTHS = 6
"""Rule of the platform: a public page is confirmed every six months."""


def due_on(last: date) -> date:
    """When a page last confirmed (or published) on a day is to be confirmed again."""
    return add_months(last, MONTHS)


def stale_before(today: date) -> date:
    """Pages last confirmed before this day are no longer confirmed."""
    return add_months(today, -MONTHS)


def unconfirmed_since(confirmed_on: date | None, today: date) -> date | None:
    """The last confirmation when it is too old to count; None when it counts, or never was."""
    if confirmed_on is None or due_on(confirmed_on) >= today:
        return None
    return confirmed_on
