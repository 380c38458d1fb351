"""The last page before the submission, the submission, the queue, the end of an application."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications import hours
from o2r.calls.applications.completeness import problems
from o2r.calls.applications.enums import ApplicationState, TicketState
from o2r.calls.applications.figures import whole
from o2r.calls.applications.middleware import keeps_places, place_page
from o2r.calls.applications.models import Application, Submission, SubmissionTicket
from o2r.calls.applications.overload import gate
from o2r.calls.applications.refusals import Incomplete
from o2r.calls.applications.selectors import content_of
from o2r.calls.applications.services import queueing, submitting
from o2r.calls.applications.timing import honoured_until
from o2r.calls.applications.views.places import located
from o2r.calls.applications.views.receipts import received_page
from o2r.core import clock
from o2r.core.access import public_page
from o2r.core.arrival import arrived_at
from o2r.core.belt.middleware import commit_now

LONG = timedelta(seconds=40)
"""After which a ticket asks for its turn by itself: the worker may have stopped."""
WRITERS = Application.objects.select_related("call")


@door("application", "read")
@require_safe
def summary(request: SignedInRequest, application: UUID) -> HttpResponse:
    """All that will be sent, and the button. Opened before the hour, it is honoured 15 minutes.

    The intent is taken here, by who may submit, whether or not the second factor is already proved:
    the proof is asked when the form is sent, and never makes anyone late.
    """
    found = open_one(request, WRITERS, pk=application).obj
    instant = arrived_at(request)
    intent = None
    if found.is_draft:
        try:
            intent = submitting.open_summary(
                by=request.actor, application=found, arrived_at=instant
            )
        except NotAllowed:
            intent = None
    return render(request, "applications/summary.html", _summary(request, found, intent))


def _summary(
    request: SignedInRequest,
    application: Application,
    intent: submitting.Intent | None,
    refusal: str = "",
) -> dict[str, Any]:
    content, call = content_of(application), application.call
    found = [located(problem, application) for problem in problems(content)]
    zone, instant = call.zone_info, arrived_at(request)
    return {
        "application": application,
        # What came from another site was received there: no receipt of ours exists.
        "receipt_url": reverse("applications:receipt", args=[application.pk])
        if application.submissions.exists()
        else "",
        **whole(content),
        "blocking": [one for one in found if one.problem.blocking],
        "warnings": [one for one in found if not one.problem.blocking],
        "intent": intent,
        "refusal": refusal,
        "closes": hours.said(call.closes_at, zone) if call.closes_at else "",
        "honoured_until": _door_kept(application, intent),
        "is_open": call.receives(instant),
        "server_hour": hours.said(instant, zone),
        "must_prove": intent is not None and not _may(request, "submit", application),
    }


def _door_kept(application: Application, intent: submitting.Intent | None) -> str:
    """Until when a page is honoured, if that is later than the closing instant."""
    closes_at = application.call.closes_at
    if intent is None or closes_at is None or honoured_until(intent.opened_at) <= closes_at:
        return ""
    return hours.hour(honoured_until(intent.opened_at), application.call.zone_info)


def _may(request: SignedInRequest, action: str, application: Application) -> bool:
    subject = application.subject(request.actor)
    return isinstance(decide(request.actor, action, subject, request.proof), Allow)


@door("application", "read", POST="submit")
@keeps_places
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Send an application: its receipt, its place in the queue, or why it is not received.

    The receipt is the answer itself, a bare page drawn after the commit: at the last minute, a
    second request for it would cost as much as the first. Reloaded, it sends again, for the same.
    """
    if request.method != "POST":
        open_one(request, WRITERS, pk=application)
        return redirect("applications:summary", application=application)
    token = request.POST.get("intent", "")[:100]
    try:
        return _sent(request, application, token)
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as refusal:
        return _refused(request, application, refusal)


def _sent(request: SignedInRequest, application: UUID, token: str) -> HttpResponse:
    with gate.place() as free:
        recorded = _recorded(request, application, token) if free else None
        if recorded is not None:
            commit_now(request)
    if recorded is not None:
        found, sent = recorded
        if found.state != ApplicationState.SUBMITTED:
            return redirect("applications:receipt", application=found.pk)
        return render(request, "applications/received.html", received_page(found, sent))
    found = _found(request, application)
    if found.submissions.filter(taken_back_at=None).exists():
        return redirect("applications:receipt", application=found.pk)
    ticket = queueing.take_ticket(
        by=request.actor, application=found, arrived_at=arrived_at(request), token=token
    )
    return _place_of(request, ticket)


def _found(request: SignedInRequest, application: UUID) -> Application:
    # Not open_one: it would journal a reading, and the submission journals itself.
    found = visible(request, WRITERS).filter(pk=application).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def _recorded(
    request: SignedInRequest, application: UUID, token: str
) -> tuple[Application, Submission] | None:
    """The submission, written; None when the database makes it wait too long."""
    try:
        submission = submitting.submit_at_once(
            by=request.actor,
            application=application,
            arrived_at=arrived_at(request),
            token=token,
        )
    except OperationalError:
        gate.close_for_a_while()
        return None
    return submission.application, submission


def _refused(request: SignedInRequest, application: UUID, refusal: DomainError) -> HttpResponse:
    found = _found(request, application)
    if isinstance(refusal, Incomplete):
        context = _summary(request, found, None, str(refusal))
        return render(request, "applications/summary.html", context, status=422)
    context = {"application": found, "refusal": str(refusal)}
    return render(request, "applications/not_received.html", context, status=409)


@public_page
@require_safe
@never_cache
def place(request: HttpRequest, ticket: UUID) -> HttpResponse:
    """The place of a ticket, which asks again by itself, and leads to the receipt at its turn.

    Whoever has its address, which nobody can guess, learns that some submission waits or has had
    its turn, and nothing else. In a rush everyone looks again: neither the session nor a right is
    read here. A wait that lasts leads to the page where the ticket is served at once.
    """
    rows = SubmissionTicket.objects.filter(pk=ticket).order_by("pk")
    found = rows.values("state", "arrived_at", "application", "application__call__time_zone")
    kept = found.first()
    if kept is None:
        raise Http404
    if kept["state"] == TicketState.DONE:
        return redirect("applications:receipt", application=kept["application"])
    if kept["state"] != TicketState.WAITING or clock.now() - kept["arrived_at"] > LONG:
        return redirect("applications:queue", application=kept["application"])
    zone = ZoneInfo(kept["application__call__time_zone"])
    return place_page(request, ticket, kept["arrived_at"], zone)


@door("application", "read")
@require_safe
def queue(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The place of a submission in the queue, which asks for its turn without the worker.

    Decided as a reading, but not journaled: it says nothing of the application, and a rush of
    people who look at their place would make the submissions wait for the journal.
    """
    found = _found(request, application)
    if not _may(request, "read", found):
        raise Http404
    tickets = SubmissionTicket.objects.filter(application=found).order_by("-arrived_at", "pk")
    ticket = tickets.filter(state=TicketState.WAITING).first() or tickets.first()
    if ticket is None:
        raise Http404
    if ticket.state == TicketState.WAITING:
        with gate.place() as free:
            ticket = queueing.serve(ticket) if free else ticket
    if ticket.state == TicketState.DONE:
        return redirect("applications:receipt", application=found.pk)
    if ticket.state == TicketState.WAITING:
        ticket.application = found
        return _place_of(request, ticket, ahead=_ahead_of(ticket))
    arrived = hours.said(ticket.arrived_at, found.call.zone_info, exact=True)
    context = {"application": found, "ticket": ticket, "arrived": arrived}
    return render(request, "applications/not_recorded.html", context)


def _place_of(
    request: HttpRequest, ticket: SubmissionTicket, *, ahead: int | None = None
) -> HttpResponse:
    zone = ticket.application.call.zone_info
    return place_page(request, ticket.pk, ticket.arrived_at, zone, ahead=ahead)


def _ahead_of(ticket: SubmissionTicket) -> int:
    waiting = SubmissionTicket.objects.filter(state=TicketState.WAITING)
    return waiting.filter(arrived_at__lt=ticket.arrived_at).count()


@door("application", "read", POST="submit")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Make a sent application a draft again, while the call is open, after a confirmation."""
    found = open_one(request, WRITERS, pk=application).obj
    standing = found.submissions.filter(taken_back_at=None).first()
    if standing is None:
        return redirect("applications:receipt", application=found.pk)
    if request.method == "POST" and _ended(
        request,
        lambda: submitting.take_back(
            by=request.actor, application=found, arrived_at=arrived_at(request)
        ),
        "La candidature est de nouveau un brouillon. Elle n’est plus déposée : pensez à la déposer "
        "de nouveau avant l’heure.",
    ):
        return redirect("applications:summary", application=found.pk)
    return render(request, "applications/take_back.html", _standing(found, standing))


@door("application", "read", POST="withdraw")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Withdraw an application for good, after a confirmation."""
    found = open_one(request, WRITERS, pk=application).obj
    reason = request.POST.get("reason", "").strip()[:1000]
    if request.method == "POST" and _ended(
        request,
        lambda: submitting.withdraw(by=request.actor, application=found, reason=reason),
        "La candidature est retirée. Son récépissé reste disponible.",
    ):
        return redirect("applications:receipt", application=found.pk)
    standing = found.submissions.filter(taken_back_at=None).first()
    return render(request, "applications/withdraw.html", _standing(found, standing))


def _ended(request: SignedInRequest, act: Any, said: str) -> bool:
    try:
        act()
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def _standing(found: Application, standing: Submission | None) -> dict[str, Any]:
    zone = found.call.zone_info
    return {
        "application": found,
        "arrived": hours.said(standing.arrived_at, zone, exact=True) if standing else "",
        "closes": hours.said(found.call.closes_at, zone) if found.call.closes_at else "",
        "is_withdrawn": found.state == ApplicationState.WITHDRAWN,
    }
