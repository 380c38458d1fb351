"""One's applications, and the first pages of one of them."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from o2r.accounts.door import door, listed, visible
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.policy import decide, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications import services
from o2r.calls.applications.deadlines import edge_in_words, left_in_words
from o2r.calls.applications.figures import members_shown, whole
from o2r.calls.applications.models import Application
from o2r.calls.applications.views.frame import open_application
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.documents import pdf_available
from o2r.core.paging import paged

PER_PAGE = 25


@dataclass(frozen=True)
class OpenCall:
    """A call that one may answer now."""

    call: Call
    deadline: str
    left: str


@dataclass(frozen=True)
class ListedApplication:
    """One line of the list."""

    application: Application
    lead: str
    members: int
    deadline: str
    left: str
    is_mine: bool


@door("application", "list")
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """« Mes candidatures »: those of one's organisation, and the calls one may answer."""
    rows = Application.objects.with_members().order_by("-updated_at", "pk")
    context = paged(request, visible(request, rows), PER_PAGE)
    shown = listed(request, [row for row in context["page"] if _may_list(request, row)])
    now = clock.now()
    can_start = bool(may_try(request.actor, "create", "application", request.proof))
    context |= {
        "listed": [_listed(request, row) for row in shown],
        "calls": [
            OpenCall(call, edge_in_words(call.closes), _left(call))
            for call in Call.objects.shown_to_public()
            .receiving(now)
            .select_related("dreets")
            .order_by("closes_at", "slug")
        ]
        if can_start
        else [],
        "can_start": can_start,
    }
    return render(request, "applications/home.html", context)


def _may_list(request: SignedInRequest, application: Application) -> bool:
    subject = application.subject(request.actor)
    return bool(decide(request.actor, "list", subject, request.proof))


def _listed(request: SignedInRequest, application: Application) -> ListedApplication:
    members = list(application.members.all())
    lead = next((member.name for member in members if member.is_lead), "")
    mine = any(member.organisation_id == request.actor.organisation for member in members)
    return ListedApplication(
        application=application,
        lead=lead,
        members=len(members),
        deadline=edge_in_words(application.call.closes),
        left=_left(application.call) if application.is_draft else "",
        is_mine=mine,
    )


def _left(call: Call) -> str:
    now = clock.now()
    return left_in_words(call.closes_at - now) if call.closes_at and call.closes_at > now else ""


@door("application", "create")
@require_POST
def start(request: SignedInRequest, call: str) -> HttpResponse:
    """Open the draft of one's organisation for a call."""
    found = get_object_or_404(Call.objects.shown_to_public(), slug=call)
    try:
        started = services.start_application(by=request.actor, call=found)
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("applications:home")
    if not started.is_new:
        messages.info(request, "Votre organisation a déjà commencé un dossier : le voici.")
    return redirect("applications:overview", application=started.application.pk)


@door("application", "read")
@require_safe
def overview(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Where one application stands: sections, members, money, and what is next."""
    frame = open_application(request, application)
    context = frame.context(
        members=members_shown(frame.content),
        pdf_available=pdf_available(),
        has_pieces=bool(frame.content.pieces),
    )
    return render(request, "applications/overview.html", context)


@door("application", "read")
@require_safe
def check(request: SignedInRequest, application: UUID) -> HttpResponse:
    """« Ce qui manque avant le dépôt »."""
    frame = open_application(request, application)
    groups = [(step, frame.located(step.code)) for step in frame.steps if step.todo or step.noted]
    return render(request, "applications/check.html", frame.context(groups=groups))


@door("application", "read")
@require_safe
def read(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The whole application on one page, to read and to print."""
    frame = open_application(request, application)
    context = frame.context(**whole(frame.content))
    return render(request, "applications/read.html", context)
