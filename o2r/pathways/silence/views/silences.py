"""Silences: those that wait for somebody, and one of them with what is tried first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page
from o2r.pathways.silence import services
from o2r.pathways.silence.enums import AlertState, Dismissal
from o2r.pathways.silence.forms.answers import FORMS, form_of
from o2r.pathways.silence.models import SilenceAlert
from o2r.pathways.silence.said import read
from o2r.pathways.silence.selectors.alerts import alert_of, expected_of, silent_files, to_try
from o2r.people.models import Person
from o2r.people.selectors.caseload import rows_of
from o2r.people.views.opened import allows, opened_file


@door("person-file", "list")
@require_safe
def alerts(request: SignedInRequest) -> HttpResponse:
    """Whose silence waits for one today, and why: the last contact the longest ago first."""
    context = permitted_page(request, silent_files(request.actor))
    found = [(row.obj, row.fields) for row in context["rows"]]
    lines = []
    for row in rows_of(request.actor, found):
        alert = alert_of(row.person)
        if alert is not None and "route" in row.reader.groups:
            lines.append((row, alert, read(alert.reasons)))
    return render(request, "silence/alerts.html", context | {"lines": lines})


@door("person-file", "read", POST="update")
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Why a silence is worth a call, by what to try, and what one answers."""
    file = opened_file(
        request, person, bring=("silence_alerts__owner", "expected_contacts", "contacts", "merged")
    )
    # What a partner is told is their agreements: never when the team worried.
    ours = file.reader.shared is None and "route" in file.reader.groups
    alert = alert_of(file.person) if ours else None
    blank = {act: form() for act, form in FORMS.items()}
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = form_of(act, request.POST)
        if (form is None or form.is_valid()) and _answered(request, file.person, alert, act, form):
            return redirect("silence:silence", person=person)
        blank |= {act: form} if form is not None else {}
    context = file.context | {
        "ours": ours,
        "alert": alert,
        "reasons": read(alert.reasons) if alert else [],
        "expected": expected_of(file.person) if ours else None,
        "to_try": to_try(file.reader, file.person) if alert else [],
        "forms": blank,
        "is_taken": alert is not None and alert.state == AlertState.TAKEN,
        "can_write": ours and allows(request, "update", file.person) and file.person.is_followed,
    }
    return render(request, "silence/silence.html", context)


def _answered(
    request: SignedInRequest,
    person: Person,
    alert: SilenceAlert | None,
    act: str,
    form: forms.Form | None,
) -> bool:
    """Do what a button asks; what no button asks, or of an alert that is no more, does nothing."""
    by, given = request.actor, form.cleaned_data if form is not None else {}
    if act == "expect":
        return done(
            request,
            lambda: services.expect(
                by=by, person=person, on=given["on"], is_absence=given["is_absence"]
            ),
            "Le jour du prochain contact est noté.",
            form,
        )
    if alert is None:
        messages.info(request, "Cette alerte est déjà close : il n’y a rien à faire.")
        return True
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "take": (lambda: services.take(by=by, alert=alert), "Vous vous en chargez."),
        "resolve": (lambda: services.resolve(by=by, alert=alert), "Le contact est repris."),
        "dismiss": (
            lambda: services.dismiss(by=by, alert=alert, because=Dismissal(given["because"])),
            "L’alerte est écartée.",
        ),
        "sleep": (
            lambda: services.let_sleep(by=by, alert=alert, until=given["until"]),
            "L’alerte reviendra ce jour-là.",
        ),
    }
    if act not in acts:
        return True
    asked, said = acts[act]
    return done(request, asked, said, form)
