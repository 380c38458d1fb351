"""What a call received, as tables that its State service takes away."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from o2r.accounts.door import door, exported, visible
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications.models import Application
from o2r.calls.reading.models import CallOffice
from o2r.calls.reading.received_tables import (
    BUDGETS_HEADER,
    Received,
    applications_header,
    applications_rows,
    budgets_rows,
)
from o2r.calls.reading.selectors.pages import plan_of
from o2r.calls.reading.selectors.received import received_by
from o2r.calls.reading.views.examining import opened
from o2r.core.downloads import table, table_kind


@door("reading", "export")
@require_safe
def applications(request: SignedInRequest, call: str, kind: str) -> HttpResponse:
    """The applications that the gate opens to the officer, one row each."""
    table_kind(kind)
    office = opened(request, call)
    rows = _leaving(request, office)
    return table(
        kind,
        "Candidatures",
        applications_header(rows),
        applications_rows(rows, office.zone_info),
        name=f"candidatures-{office.slug}",
    )


@door("reading", "export")
@require_safe
def budgets(request: SignedInRequest, call: str, kind: str) -> HttpResponse:
    """Their budgets, line by line."""
    table_kind(kind)
    office = opened(request, call)
    rows = budgets_rows(_leaving(request, office))
    return table(kind, "Budgets", BUDGETS_HEADER, rows, name=f"budgets-{office.slug}")


def _leaving(request: SignedInRequest, office: CallOffice) -> list[Received]:
    """What leaves: journaled as one export, in the journal of who takes it away."""
    received = Application.objects.received().filter(call=office.pk).with_members()
    rows = visible(request, received.opened_to(request.actor.user).with_arrivals())
    leaving = [one for one in rows.order_by("number", "pk") if _may_leave(request, one)]
    exported(request, leaving)
    return received_by(office, plan_of(office), request.actor.user, leaving)


def _may_leave(request: SignedInRequest, application: Application) -> bool:
    subject = application.subject(request.actor)
    return bool(decide(request.actor, "export", subject, request.proof))
