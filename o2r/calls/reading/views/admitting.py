"""Whether an application is read: what was checked, what is asked, and the letter of a refusal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.calls.applications.enums import APPLICATION_MOVES, ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.reading import services
from o2r.calls.reading.documents import refusal_document
from o2r.calls.reading.forms import ChecklistForm, CorrectionForm, DecisionForm
from o2r.calls.reading.models import Admissibility, CallOffice
from o2r.calls.reading.refusal_letter import refusal_letter
from o2r.calls.reading.selectors.pages import plan_of
from o2r.calls.reading.selectors.reviews import full_reading, late_title
from o2r.core import clock
from o2r.core.documents import DOCX_TYPE, PDF_TYPE, docx, pdf, pdf_available

ACTS = ("check", "admit", "refuse", "ask")
"""The buttons of the page: all of them save the checklist."""


@dataclass(frozen=True)
class _Page:
    """The one form of the page, in its three parts; ``act``: the button pressed.

    ``is_unfinished``: one part alone is saved, and what else was typed is shown again.
    """

    act: str
    is_confirmed: bool
    is_unfinished: bool
    checklist: ChecklistForm
    decision: DecisionForm
    correction: CorrectionForm

    @property
    def asks_to_confirm(self) -> bool:
        """Whether a refusal is well typed, and was not read again yet."""
        return self.act == "refuse" and not self.is_confirmed and self.decision.is_valid()


@door("reading", "read", POST="update")
@require_http_methods(["GET", "POST"])
def admissibility(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Check an application, decide whether it is read, or ask for what is missing.

    The button pressed says which; a refusal is read again before it leaves. Nothing of the
    application is shown before the gate.
    """
    found = _admissibility(request, application)
    applied = found.application
    office = CallOffice.objects.get(pk=applied.call_id)
    if not applied.reading_accesses.filter(user=request.actor.user).exists():
        context = {"office": office, "application": applied, "is_open": False}
        return render(request, "reading/admissibility.html", context)
    page = _page(request, found, office)
    is_saved = _checked(request, found, page)
    if is_saved and page.asks_to_confirm:
        reason = page.decision.cleaned_data["reason"]
        letter = refusal_letter(applied, reason)
        context = {"office": office, "application": applied, "reason": reason, "letter": letter}
        return render(request, "reading/refuse.html", context)
    is_done = is_saved and _acted(request, found, page)
    if is_done and not page.is_unfinished:
        return redirect("reading:admissibility", application=application)
    context = {
        "office": office,
        "checklist": page.checklist,
        "decision": page.decision,
        "correction": CorrectionForm() if is_done and page.act == "ask" else page.correction,
        **_examined(request, application),
    }
    return render(request, "reading/admissibility.html", context)


def _admissibility(request: SignedInRequest, application: UUID) -> Admissibility:
    rows = Admissibility.objects.select_related("application__call__dreets", "decided_by")
    return open_one(request, rows, application=application).obj


def _page(request: SignedInRequest, found: Admissibility, office: CallOffice) -> _Page:
    sent, act = posted(request), request.POST.get("act", "")
    plan = plan_of(office)
    labels = [one["label"] for one in found.items] or (plan.checklist if plan else [])
    typed = {name: request.POST.get(name, "") for name in ("reason", "what", "due_on")}
    is_confirmed = "confirmed" in request.POST
    # What is confirmed comes from the page of the letter, where nothing is checked.
    checks = act in ACTS and not is_confirmed
    return _Page(
        act=act,
        is_confirmed=is_confirmed,
        is_unfinished=(act == "check" and any(typed.values()))
        or (act == "ask" and bool(typed["reason"])),
        checklist=ChecklistForm(sent if checks else None, labels=labels, items=found.items),
        decision=DecisionForm(
            sent if act in ("admit", "refuse") else None,
            initial=typed,
            is_refused=act == "refuse",
        ),
        correction=CorrectionForm(sent if act == "ask" else None, initial=typed),
    )


def _checked(request: SignedInRequest, found: Admissibility, page: _Page) -> bool:
    """Whether something was sent, and what was checked is kept."""
    if not page.checklist.is_bound:
        return page.act in ACTS
    return page.checklist.is_valid() and done(
        request,
        lambda: services.check(
            by=request.actor, admissibility=found, items=page.checklist.checked()
        ),
        "Ce que vous avez vérifié est enregistré." if page.act == "check" else "",
        page.checklist,
    )


def _acted(request: SignedInRequest, found: Admissibility, page: _Page) -> bool:
    """Whether what the button asks, beside saving what was checked, is done."""
    by, decision, correction = request.actor, page.decision, page.correction
    if page.act == "ask":
        return correction.is_valid() and done(
            request,
            lambda: services.ask_correction(by=by, admissibility=found, **correction.cleaned_data),
            "La demande est envoyée au consortium.",
            correction,
        )
    if page.act == "check":
        return True
    is_refused = page.act == "refuse"
    return decision.is_valid() and done(
        request,
        lambda: services.decide_admissibility(
            by=by,
            admissibility=found,
            to=ApplicationState.INADMISSIBLE if is_refused else ApplicationState.ADMISSIBLE,
            reason=decision.cleaned_data["reason"],
        ),
        "La candidature est irrecevable. Son consortium est prévenu et lit le courrier."
        if is_refused
        else "La candidature est recevable.",
        decision,
    )


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
        "late_title": late_title(read),
        "corrections": read.corrections.all(),
        "is_refused": state is ApplicationState.INADMISSIBLE,
        "may_ask": state in (ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE),
        "may_admit": ApplicationState.ADMISSIBLE in APPLICATION_MOVES[state],
        "may_refuse": ApplicationState.INADMISSIBLE in APPLICATION_MOVES[state],
    }


@door("application", "export")
@require_safe
def refusal_docx(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The letter of an application declared inadmissible, as a text document."""
    found = _refused(request, application)
    if found is None:
        return redirect("applications:overview", application=application)
    content = docx(refusal_document(found), made_at=_dated(found))
    return _attached(content, DOCX_TYPE, f"{_name(found)}.docx")


@door("application", "export")
@require_safe
def refusal_pdf(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The same as a PDF; the page itself prints where the server cannot draw one."""
    found = _refused(request, application)
    if found is None or not pdf_available():
        return redirect("applications:overview", application=application)
    content = pdf(refusal_document(found), made_at=_dated(found))
    return _attached(content, PDF_TYPE, f"{_name(found)}.pdf")


def _refused(request: SignedInRequest, application: UUID) -> Admissibility | None:
    """The decision whose letter its consortium received; None, and it is said, without one."""
    rows = Application.objects.select_related("call__dreets").prefetch_related("members")
    read = open_one(request, rows, pk=application).obj
    found = Admissibility.objects.filter(application=read).exclude(letter_body="").first()
    if found is None or read.state != ApplicationState.INADMISSIBLE:
        messages.error(request, "Cette candidature n’a pas de courrier d’irrecevabilité.")
        return None
    found.application = read
    return found


def _dated(found: Admissibility) -> datetime:
    return found.decided_at or clock.now()


def _name(found: Admissibility) -> str:
    return f"{found.application.number:03}-irrecevabilite"


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
