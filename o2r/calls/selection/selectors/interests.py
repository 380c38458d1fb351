"""Who may not decide on what: the interests declared to the readings, and the recusals."""

from uuid import UUID

from o2r.accounts.models import User
from o2r.calls.applications.models import Application
from o2r.calls.models import Call
from o2r.calls.reading.enums import AssignmentState
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.models import Assignment
from o2r.calls.reading.selectors import has_conflict, known


def conflicted_with(user: UUID | None, call: Call) -> frozenset[UUID]:
    """The applications of a call from which someone is kept, as ``has_conflict`` says one by one.

    Four queries, whatever their number.
    """
    if user is None:
        return frozenset()
    recused = Assignment.objects.filter(
        application__call=call.pk, reader__user=user, state=AssignmentState.RECUSED
    )
    return tied_to(user, call) | frozenset(
        recused.order_by("pk").values_list("application", flat=True)
    )


def tied_to(user: UUID | None, call: Call) -> frozenset[UUID]:
    """The applications of bodies with which someone has a tie, declared or known. Three queries."""
    if user is None:
        return frozenset()
    found = known(call, [user], hints=False)
    tied = (key for key in found.of_application if found.verdict(user, key) is Verdict.RECUSED)
    return frozenset(tied)


def is_conflicted(user: UUID | None, application: Application) -> bool:
    """Whether someone is kept from one application."""
    person = User.objects.filter(pk=user).first() if user else None
    return person is not None and has_conflict(person, application)
