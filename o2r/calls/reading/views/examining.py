"""The examination of a call by its State service: table, plan, opinions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.reading import services
from o2r.calls.reading.forms import OpinionCorrectionForm, OpinionForm, PlanForm
from o2r.calls.reading.models import CallOffice, Opinion
from o2r.calls.reading.selectors.pages import (
    ALERTS,
    departments_of,
    examination,
    filtered,
    plan_of,
)
from o2r.calls.reading.selectors.reviews import attached_file
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


@door("opinion", "list", POST="create")
@require_http_methods(["GET", "POST"])
def opinions(request: SignedInRequest, call: str) -> HttpResponse:
    """What committees said of a call and of its applications, and the form of one more."""
    office = open_one(request, CallOffice.objects.all(), action="read", slug=call).obj
    form = OpinionForm(posted(request), request.FILES or None, **_subjects(request, office))
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
    rows = rows.with_correction()
    context = {"office": office, "form": form, **permitted_page(request, rows)}
    return render(request, "reading/opinions.html", context)


def _subjects(request: SignedInRequest, office: CallOffice) -> dict[str, Any]:
    """The meetings that may have given an opinion on a call, and its applications."""
    held = Meeting.objects.visible_to(request.actor).held().filter(instance__region=office.region)
    received = Application.objects.received().filter(call=office.pk).order_by("number", "pk")
    meetings = held.select_related("instance").order_by("-starts_at", "pk")[:200]
    return {"meetings": list(meetings), "applications": received}


@door("opinion", "read", POST="update")
@require_http_methods(["GET", "POST"])
def opinion_correction(request: SignedInRequest, opinion: UUID) -> HttpResponse:
    """Correct an opinion, with what it said before."""
    rows = Opinion.objects.select_related("call", "application", "meeting__instance")
    found = open_one(request, rows, pk=opinion).obj
    office = open_one(request, CallOffice.objects.all(), action="read", pk=found.call_id).obj
    subjects = _subjects(request, office)
    if found.meeting not in subjects["meetings"]:
        # An old one, which the list no longer holds.
        subjects["meetings"].append(found.meeting)
    form = OpinionCorrectionForm(
        posted(request),
        request.FILES or None,
        initial=OpinionCorrectionForm.initial_of(found),
        **subjects,
    )
    if form.is_valid() and done(
        request,
        lambda: services.correct_opinion(by=request.actor, opinion=found, **form.details()),
        "L’avis est corrigé. Ce qu’il disait avant est gardé, avec le motif.",
        form,
    ):
        return redirect("reading:opinions", call=office.slug)
    context = {
        "office": office,
        "opinion": found,
        "form": form,
        "revisions": found.revisions.select_related("corrected_by", "meeting__instance"),
    }
    return render(request, "reading/opinion.html", context)


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
