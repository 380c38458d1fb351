"""Decisions: drafted from a scenario, changed one by one, confirmed, then their conventions."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import say_at
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.selectors import comments_for_committee, opinions_of
from o2r.calls.selection import services
from o2r.calls.selection.entries import shut
from o2r.calls.selection.forms import (
    ConventionForm,
    DecideAllForm,
    DecisionForm,
    decision_values,
)
from o2r.calls.selection.models import Decision, Room, Scenario
from o2r.calls.selection.presenting import figures_shown
from o2r.calls.selection.selectors import drafted_of, meetings_for, undecided
from o2r.calls.selection.selectors.decisions import Drafted, conventions_of
from o2r.calls.selection.selectors.interests import standing_of
from o2r.calls.selection.services.minutes import figures_of_decisions
from o2r.calls.selection.views.opening import application_of, closed_page, posted, room_of
from o2r.calls.selection.views.rooms import PUBLICS
from o2r.calls.selection.wording import plural
from o2r.core import clock


@door("selection", "read", POST="approve")
@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: SignedInRequest, call: str) -> HttpResponse:
    """All the decisions of a call, and what keeps them from being confirmed."""
    opened = room_of(request, call)
    form = DecideAllForm(
        posted(request),
        scenarios=Scenario.objects.filter(call=opened).order_by("-changed_at", "pk"),
        meetings=meetings_for(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.decide_all(
                by=request.actor, scenario=data["scenario"], meeting=data["meeting"]
            )
            messages.success(
                request, f"{_decisions(len(made), 'écrite')} en projet. Relisez avant de confirmer."
            )
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("selection:decisions", call=call)
    rows = drafted_of(opened, request.actor.user, decided=cast(Any, opened).is_decided)
    has_decisions = any(row.decision for row in rows)
    figures = figures_of_decisions(opened, rows) if has_decisions else None
    context = {
        "room": opened,
        "form": form,
        "rows": rows,
        "missing": undecided(rows),
        "has_decisions": has_decisions,
        "to_confirm": sum(1 for row in rows if row.decision and not row.decision.is_confirmed),
        "figures": figures_shown(figures, PUBLICS) if figures else None,
        "conventions": conventions_of(rows),
        "shut": shut(row.entry.standing for row in rows),
    }
    return render(request, "selection/decisions.html", context)


@door("selection", "read", POST="approve")
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: SignedInRequest, call: str, application: UUID) -> HttpResponse:
    """The decision on one application."""
    opened = room_of(request, call)
    row = _row(opened, application, request)
    if row.entry.is_closed:
        return closed_page(request, opened, row.entry.title, row.entry.standing)
    form = _form(request, opened, row.decision)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(
                by=request.actor,
                room=opened,
                application=application_of(opened, application),
                fields=form.decision,
            )
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, f"La décision sur « {row.entry.title} » est écrite.")
            return redirect("selection:decisions", call=call)
    return _decision_page(request, opened, row, form, replaces=False)


@door("selection", "approve")
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: SignedInRequest, call: str, application: UUID) -> HttpResponse:
    """Replace a decision after the results: a place on the waiting list that opens."""
    opened = room_of(request, call)
    row = _row(opened, application, request)
    if row.entry.is_closed:
        return closed_page(request, opened, row.entry.title, row.entry.standing)
    if row.decision is None or not opened.is_published:
        messages.error(request, "Une décision se remplace après la publication des résultats.")
        return redirect("selection:decisions", call=call)
    form = _form(request, opened, row.decision)
    form.fields["departure_reason"].label = "Pourquoi la décision change"
    form.fields["departure_reason"].help_text = "Gardé avec la décision."
    if request.method == "POST" and form.is_valid():
        try:
            services.replace_decision(
                by=request.actor, room=opened, decision=row.decision, fields=form.decision
            )
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, "La décision est remplacée : relisez et envoyez le courrier.")
            return redirect("selection:letters", call=call)
    return _decision_page(request, opened, row, form, replaces=True)


@door("selection", "approve")
@require_POST
def confirm(request: SignedInRequest, call: str) -> HttpResponse:
    """Confirm all the decisions: they change no more."""
    opened = room_of(request, call)
    try:
        made = services.confirm_decisions(by=request.actor, room=opened)
        messages.success(
            request,
            f"{_decisions(len(made), 'confirmée')}. Rien n’est dit aux candidats avant l’heure "
            "de publication des résultats.",
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("selection:decisions", call=call)


@door("selection", "approve")
@require_http_methods(["GET", "HEAD", "POST"])
def convention(request: SignedInRequest, call: str, application: UUID) -> HttpResponse:
    """Open the convention of a project kept."""
    opened = room_of(request, call)
    chosen = application_of(opened, application)
    standing = standing_of(request.actor.user, chosen)
    if standing is not Verdict.CLEARED:
        return closed_page(request, opened, chosen.title, standing)
    form = ConventionForm(posted(request), initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_convention_of(
                by=request.actor,
                room=opened,
                application=chosen,
                starts_on=form.cleaned_data["starts_on"],
            )
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, f"La convention {made.reference} est ouverte.")
            return redirect("selection:decisions", call=call)
    context = {"room": opened, "application": chosen, "form": form}
    return render(request, "selection/convention.html", context)


def _decision_page(
    request: SignedInRequest, room: Room, row: Drafted, form: DecisionForm, *, replaces: bool
) -> HttpResponse:
    """The form of a decision, beside what readers and instances say of the application."""
    applied = application_of(room, row.entry.key)
    context = {
        "room": room,
        "row": row,
        "form": form,
        "replaces": replaces,
        "comments": comments_for_committee(applied),
        "opinions": opinions_of(applied),
    }
    return render(request, "selection/decision.html", context)


def _decisions(count: int, done: str) -> str:
    """« 1 décision est écrite », « 2 décisions sont écrites »."""
    agreed = plural(count, "décision")
    return f"{agreed} sont {done}s" if count > 1 else f"{agreed} est {done}"


def _row(room: Room, application: UUID, request: SignedInRequest) -> Drafted:
    rows = drafted_of(room, request.actor.user)
    found = next((row for row in rows if row.entry.key == application), None)
    if found is None:
        raise Http404
    return found


def _form(request: SignedInRequest, room: Room, decision: Decision | None) -> DecisionForm:
    years = max(room.years, len(decision.yearly_amounts) if decision else 0)
    return DecisionForm(posted(request), years=years, initial=decision_values(decision))
