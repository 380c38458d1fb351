"""What waits on the calls that are being read: for their State service, for those it named."""

from collections.abc import Collection
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
)

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.enums import ReviewState
from o2r.calls.reading.models import Assignment, CorrectionRequest, Reader
from o2r.calls.reading.selectors.interests import answers_of
from o2r.core import clock

BEING_READ = (CallState.EXAMINATION, CallState.COMMITTEE)


def calls_of(actor: Actor) -> list[Any]:
    """The calls being read that an actor's service runs, or that they were named to read.

    One query, in which nothing of an application is read. ``is_run``: by one's service. Of the
    service: ``undecided`` applications, neither admissible nor not; ``unsent`` readings expected;
    ``unanswered`` corrections whose day has passed, and ``unanswered_since`` the first of these
    days. Of who was named: ``is_named``; ``is_given``, something is confided to them;
    ``is_waited``, and is not sent.
    """
    here, runs = OuterRef("pk"), actor.has(MembershipRole.STATE_OFFICER)
    run = Q(dreets=actor.organisation)
    named = Exists(Reader.objects.current().filter(call=here, user=actor.user).order_by())
    mine = Assignment.objects.live().filter(application__call=here, reader__user=actor.user)
    done = (ReviewState.SENT, ReviewState.EXCLUDED)
    waited = mine.exclude(review__state__in=done).order_by()
    rows = Call.objects.filter(run | Q(named) if runs else Q(named), state__in=BEING_READ)
    truth = BooleanField()
    found = rows.select_related("reading_plan").annotate(
        is_run=ExpressionWrapper(run, output_field=truth) if runs else Value(False, truth),
        is_named=named,
        is_given=Exists(mine.order_by()),
        is_waited=Exists(waited),
        **_of_the_service(here),
    )
    return list(found.order_by("closes_at", "pk"))


def _of_the_service(here: OuterRef) -> dict[str, Subquery]:
    submitted = Application.objects.filter(call=here, state=ApplicationState.SUBMITTED)
    expected = Assignment.objects.filter(application__call=here).expected()
    unsent = expected.exclude(review__state=ReviewState.SENT)
    late = CorrectionRequest.objects.pending().filter(
        application__call=here,
        application__state=ApplicationState.INCOMPLETE,
        due_on__lt=clock.today(),
    )
    counts, number, of_call = Count("pk"), IntegerField(), "application__call"
    return {
        "undecided": _figure(submitted, "call", counts, number),
        "unsent": _figure(unsent, of_call, counts, number),
        "unanswered": _figure(late, of_call, counts, number),
        "unanswered_since": _figure(late, of_call, Min("due_on"), DateField()),
    }


def _figure(rows: Any, call: str, what: Any, of_type: Any) -> Subquery:
    """One figure of some rows for each call: ``call`` is their way to it."""
    counted = rows.order_by().values(call).annotate(figure=what)
    return Subquery(counted.values("figure"), output_field=of_type)


def undeclared(actor: Actor, calls: Collection[Any]) -> list[Call]:
    """Those of ``calls_of`` that someone was named to read, on which they must still declare, and
    where nothing is confided to them yet. Two queries, none when there is no such call."""
    asked = [call for call in calls if call.is_named and not call.is_given]
    if actor.user is None or not asked:
        return []
    return [call for call, missing, _ in answers_of(asked, actor.user) if missing]
