"""How long somebody stands beside a person before it is asked again: provisional delays."""

from calendar import monthrange
from datetime import date

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.calendar_words import long_day
from o2r.pathways.rules import number
from o2r.people.models import Agreement


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def furthest(agreement: Agreement | None) -> date:
    """The furthest last day of a place offered today: that of the agreement at most."""
    longest = months_after(clock.today(), number("care-months"))
    ends = agreement.until if agreement is not None else None
    return min(longest, ends) if ends is not None else longest


def last_day(asked: date | None, agreement: Agreement | None) -> date:
    """The last day of a place; the furthest when nobody asks. Raises DomainError."""
    longest = furthest(agreement)
    if asked is None:
        return longest
    if asked < clock.today():
        raise DomainError("Ce jour est passé. Choisissez une fin à venir.", field="until")
    if asked > longest:
        raise DomainError(
            f"Pas plus loin que le {long_day(longest)} : une place se redemande tous les "
            f"{number('care-months')} mois, et finit avec l’accord de la personne.",
            field="until",
        )
    return asked
