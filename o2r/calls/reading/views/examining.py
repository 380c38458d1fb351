"""The examination of a call by its State service: table, admissibility, opinions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.calls.applications.enums import APPLICATION_MOVES, ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.reading import services
from o2r.calls.reading.forms import (
    ChecklistForm,
    CorrectionForm,
    DecisionForm,
    OpinionForm,
    PlanForm,
)
from o2r.calls.reading.models import Admissibility, CallOffice, Opinion
from o2r.calls.reading.selectors.pages import (
    ALERTS,
    departments_of,
    examination,
    filtered,
    plan_of,
)
from o2r.calls.reading.selectors.reviews import attached_file, full_reading
from o2r.core.documents import pdf_available
from o2r.core.files.views import serve
from o2r.core.paging import paged
from o2r.network.committees.models import Meeting

PER_PAGE = 50


@door("reading", "list")
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The calls of one's State service, to examine what they received."""
    context = permitted_page(request, CallOffice.objects.order_by("-closes_at", "slug"))
    return render(request, "reading/home.html", context)


def opened(request: SignedInRequest, call: str) -> CallOffice:
    """The call, for the State service that runs it. Raises Http404."""
    found: CallOffice = open_one(
        request, CallOffice.objects.select_related("dreets", "reading_plan"), slug=call
    ).obj
    return found


@door("reading", "read")
@require_safe
def table(request: SignedInRequest, call: str) -> HttpResponse:
    """The applications received: where each stands, what is missing."""
    office = opened(request, call)
    plan = plan_of(office)
    rows = examination(office, plan, request.actor.user)
    names = ("state", "alert", "department")
    asked = {name: request.GET.get(name, "") for name in names}
    kept = filtered(rows, **asked)
    states = {row.application.state for row in rows}
    context = {
        "office": office,
        "plan": plan,
        "is_received": office.state == CallState.PUBLISHED,
        "total": len(rows),
        "closed": sum(not row.is_open for row in rows),
        "asked": asked,
        "states": [("", "Tous"), *((s.value, s.label) for s in ApplicationState if s in states)],
        "alerts": [("", "Toutes"), *ALERTS.items()],
        "departments": [("", "Tous"), *departments_of(office)],
        **paged(request, kept, PER_PAGE),
    }
    return render(request, "reading/examination.html", context)


@door("reading", "update")
@require_POST
def start(request: SignedInRequest, call: str) -> HttpResponse:
    """Open the examination."""
    office = opened(request, call)
    done(
        request,
        lambda: services.start_examination(by=request.actor, office=office),
        "L’instruction est ouverte. Déclarez vos liens, puis désignez les lecteurs.",
    )
    return redirect("reading:examination", call=call)


@door("reading", "update")
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, call: str) -> HttpResponse:
    """How readings are conducted."""
    office = opened(request, call)
    kept = plan_of(office)
    if kept is None:
        return redirect("reading:examination", call=call)
    form = PlanForm(posted(request), initial=PlanForm.initial_of(kept))
    if form.is_valid() and done(
        request,
        lambda: services.change_plan(by=request.actor, office=office, details=form.details()),
        "L’organisation des lectures est enregistrée.",
        form,
    ):
        return redirect("reading:examination", call=call)
    return render(request, "reading/plan.html", {"office": office, "form": form})


def _admissibility(request: SignedInRequest, application: UUID) -> Admissibility:
    rows = Admissibility.objects.select_related("application__call__dreets", "decided_by")
    return open_one(request, rows, application=application).obj


@door("reading", "read", POST="update")
@require_http_methods(["GET", "POST"])
def admissibility(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Check an application, decide whether it is read, or ask for what is missing.

    The button pressed says which. Nothing of the application is shown before the gate.
    """
    found = _admissibility(request, application)
    applied = found.application
    office = CallOffice.objects.get(pk=applied.call_id)
    if not applied.reading_accesses.filter(user=request.actor.user).exists():
        context = {"office": office, "application": applied, "is_open": False}
        return render(request, "reading/admissibility.html", context)
    kept = plan_of(office)
    sent, act = posted(request), request.POST.get("act", "")
    labels = [one["label"] for one in found.items] or (kept.checklist if kept else [])
    checklist = ChecklistForm(sent if act == "check" else None, labels=labels, items=found.items)
    deciding = act in ("admit", "refuse")
    decision = DecisionForm(sent if deciding else None)
    correction = CorrectionForm(sent if act == "ask" else None)
    if _acted(request, found, act, checklist, decision, correction):
        return redirect("reading:admissibility", application=application)
    context = {
        "office": office,
        "checklist": checklist,
        "decision": decision,
        "correction": correction,
        **_examined(request, application),
    }
    return render(request, "reading/admissibility.html", context)


def _examined(request: SignedInRequest, application: UUID) -> dict[str, Any]:
    """An application in full, for who passed the gate, and what may be decided of it now."""
    rows = Application.objects.select_related("call__dreets").prefetch_related("members")
    read = open_one(request, rows, action="read", pk=application).obj
    told, pieces = full_reading(read)
    state = ApplicationState(read.state)
    return {
        "application": read,
        "admissibility": _admissibility(request, application),
        "is_open": True,
        "told": told,
        "pieces": pieces,
        "pdf_available": pdf_available(),
        "corrections": read.corrections.all(),
        "may_ask": state in (ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE),
        "may_admit": ApplicationState.ADMISSIBLE in APPLICATION_MOVES[state],
        "may_refuse": ApplicationState.INADMISSIBLE in APPLICATION_MOVES[state],
    }


def _acted(
    request: SignedInRequest,
    found: Admissibility,
    act: str,
    checklist: ChecklistForm,
    decision: DecisionForm,
    correction: CorrectionForm,
) -> bool:
    """Whether one of the three forms of the page was sent, and done."""
    by = request.actor
    if checklist.is_valid():
        return done(
            request,
            lambda: services.check(by=by, admissibility=found, items=checklist.checked()),
            "Ce que vous avez vérifié est enregistré.",
            checklist,
        )
    if decision.is_valid():
        is_refused = act == "refuse"
        return done(
            request,
            lambda: services.decide_admissibility(
                by=by,
                admissibility=found,
                to=ApplicationState.INADMISSIBLE if is_refused else ApplicationState.ADMISSIBLE,
                reason=decision.cleaned_data["reason"],
            ),
            f"La candidature est {'irrecevable' if is_refused else 'recevable'}.",
            decision,
        )
    if correction.is_valid():
        return done(
            request,
            lambda: services.ask_correction(by=by, admissibility=found, **correction.cleaned_data),
            "La demande est envoyée au consortium.",
            correction,
        )
    return False


@door("opinion", "list", POST="create")
@require_http_methods(["GET", "POST"])
def opinions(request: SignedInRequest, call: str) -> HttpResponse:
    """What committees said of a call and of its applications, and the form of one more."""
    office = open_one(request, CallOffice.objects.all(), action="read", slug=call).obj
    held = Meeting.objects.visible_to(request.actor).held().filter(instance__region=office.region)
    received = Application.objects.received().filter(call=office.pk).order_by("number", "pk")
    form = OpinionForm(
        posted(request),
        request.FILES or None,
        meetings=held.select_related("instance").order_by("-starts_at", "pk")[:200],
        applications=received,
    )
    if form.is_valid() and done(
        request,
        lambda: services.record_opinion(by=request.actor, office=office, **form.details()),
        "L’avis est enregistré, avec les membres présents.",
        form,
    ):
        return redirect("reading:opinions", call=call)
    rows = Opinion.objects.filter(call=office.pk).select_related(
        "call", "application", "meeting__instance", "file"
    )
    context = {"office": office, "form": form, **permitted_page(request, rows)}
    return render(request, "reading/opinions.html", context)


@door("opinion", "read")
@require_safe
def opinion_file(request: SignedInRequest, opinion: UUID) -> HttpResponseBase:
    """The document of an opinion."""
    found = open_one(request, Opinion.objects.select_related("call"), pk=opinion).obj
    file = attached_file(found.file_id)
    if file is None:
        messages.error(request, "Ce document ne peut pas être lu : absent, ou en vérification.")
        return redirect("reading:opinions", call=found.call.slug)
    return serve(file)
