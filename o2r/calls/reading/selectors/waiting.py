"""What waits on a call that is being read: for its State service, and for those it named."""

from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, Exists, IntegerField, Min, OuterRef, Subquery

from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.enums import LIVE, ReviewState
from o2r.calls.reading.models import Assignment, CorrectionRequest, Reader, ReadingPlan
from o2r.calls.reading.selectors.interests import answers_of
from o2r.core import clock

BEING_READ = (CallState.EXAMINATION, CallState.COMMITTEE)


def _count(rows: Any, call: str, what: Any, of_type: Any) -> Subquery:
    """One figure of some rows, for each call: ``call`` is their way to it."""
    counted = rows.order_by().values(call).annotate(figure=what)
    return Subquery(counted.values("figure"), output_field=of_type)


def plans_of(organisation: UUID | None) -> Any:
    """The calls of a State service that are being read, with what waits. One query.

    ``undecided``: applications neither admissible nor not; ``unsent``: readings expected;
    ``unanswered``: corrections whose day has passed, and ``unanswered_since`` the first of these
    days. Nothing of an application is read.
    """
    here = OuterRef("call")
    submitted = Application.objects.filter(call=here, state=ApplicationState.SUBMITTED)
    expected = Assignment.objects.filter(application__call=here).expected()
    unsent = expected.exclude(review__state=ReviewState.SENT)
    late = CorrectionRequest.objects.pending().filter(
        application__call=here,
        application__state=ApplicationState.INCOMPLETE,
        due_on__lt=clock.today(),
    )
    rows = ReadingPlan.objects.filter(call__dreets=organisation, call__state__in=BEING_READ)
    counts, number = Count("pk"), IntegerField()
    return (
        rows.select_related("call")
        .annotate(
            undecided=_count(submitted, "call", counts, number),
            unsent=_count(unsent, "application__call", counts, number),
            unanswered=_count(late, "application__call", counts, number),
            unanswered_since=_count(late, "application__call", Min("due_on"), DateField()),
        )
        .order_by("call__closes_at", "pk")
    )


def undeclared_calls(user: UUID) -> list[Call]:
    """The calls that someone was named to read, who must still declare, and to whom nothing is
    confided yet. Three queries, one when there is none."""
    named = Reader.objects.current().filter(call=OuterRef("pk"), user=user).order_by()
    given = Assignment.objects.of_user(user).filter(application__call=OuterRef("pk"))
    calls = Call.objects.filter(Exists(named), state__in=BEING_READ).exclude(
        Exists(given.filter(state__in=LIVE).order_by())
    )
    found = list(calls.select_related("reading_plan").order_by("closes_at", "slug"))
    return [call for call, missing, _ in answers_of(found, user) if missing] if found else []
