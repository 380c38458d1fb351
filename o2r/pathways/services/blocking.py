"""What is refused once the time of the intensive accompaniment is over, and nothing else.

New acts of intensive accompaniment only: meetings, promises, relays and the first weeks in a job
stay open (R29).
"""

from collections.abc import Collection
from datetime import date

from o2r.accounts.errors import DomainError
from o2r.pathways.enums import PathwayState
from o2r.pathways.selectors.blocked import why_blocked
from o2r.people.models import Person


def require_time(
    person: Person,
    *,
    on: date | None = None,
    open_in: Collection[PathwayState] = (),
    field: str | None = None,
    otherwise: str = "",
) -> None:
    """Refuse a new act of intensive accompaniment when its time is over.

    ``on``: the day of the act, today by default; ``open_in``: states in which it is not refused;
    ``otherwise``: what may be done instead, on this page. Raises DomainError, at ``field``.
    """
    words = why_blocked(person, on=on, open_in=open_in)
    if words:
        raise DomainError(f"{words} {otherwise}".strip(), field=field)
