"""What the gate of interests says to the committee.

Nobody reads the marks or the decision of an application, nor chooses, decides or confirms, before
having answered for every body of its consortium; a tie, or a recusal already pronounced, keeps it
closed (principle of impartiality, CRPA art. L. 100-2).
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.models import Call
from o2r.calls.reading.enums import AssignmentState
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.models import Assignment
from o2r.calls.reading.selectors import known


def standings(user: UUID | None, call: Call) -> dict[UUID, Verdict]:
    """What someone may do with each application of a call. Four queries, whatever their number."""
    found = declared(user, call)
    here = _recusals(user).filter(application__call=call.pk)
    for key in here.values_list("application", flat=True):
        found[key] = Verdict.RECUSED
    return found


def declared(user: UUID | None, call: Call) -> dict[UUID, Verdict]:
    """The same, without the recusals pronounced by hand, which the readings already say.

    Three queries; nothing for nobody in particular.
    """
    if user is None:
        return {}
    found = known(call, [user], hints=False)
    return {key: found.verdict(user, key) for key in found.of_application}


def standing_of(user: UUID | None, application: Application) -> Verdict:
    """What someone may do with one application; all of it for nobody: the platform itself."""
    if user is None:
        return Verdict.CLEARED
    if _recusals(user).filter(application=application).exists():
        return Verdict.RECUSED
    found = known(application.call, [user], only=application.pk, hints=False)
    return found.verdict(user, application.pk)


def opened_to(user: UUID | None, applications: Collection[UUID]) -> frozenset[UUID]:
    """Those among ``applications`` that the gate has opened to someone. One query."""
    rows = ReadingAccess.objects.filter(user=user, application__in=applications)
    return frozenset(rows.order_by("pk").values_list("application", flat=True))


def _recusals(user: UUID | None) -> "QuerySet[Assignment]":
    rows = Assignment.objects.filter(reader__user=user, state=AssignmentState.RECUSED)
    return rows.order_by("pk")
