"""Minutes: written again version after version, read, taken away as files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import say_at
from o2r.calls.applications.models import Application
from o2r.calls.reading.enums import AssignmentState
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.models import Assignment
from o2r.calls.selection import services
from o2r.calls.selection.documents import EXTRACT, minutes_document
from o2r.calls.selection.forms import MinutesForm
from o2r.calls.selection.minutes_content import extract, lists_of, tables_of
from o2r.calls.selection.models import Minutes, Room
from o2r.calls.selection.selectors import meetings_for
from o2r.calls.selection.selectors.interests import standings
from o2r.calls.selection.views.files import docx_of, pdf_of
from o2r.calls.selection.views.opening import posted, room_of
from o2r.core.documents import pdf_available


@door("selection", "read", POST="approve")
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: SignedInRequest, call: str) -> HttpResponse:
    """The versions of the minutes, and what is needed to write a new one."""
    opened = room_of(request, call)
    form = MinutesForm(
        posted(request),
        meetings=meetings_for(request.actor),
        initial={"withdrawals": "\n".join(_withdrawals(request, opened))},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.generate_minutes(
                by=request.actor,
                room=opened,
                meeting=data["meeting"],
                withdrawals=data["withdrawals"].splitlines(),
                remarks=data["remarks"],
            )
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, f"La version {made.version} du procès-verbal est établie.")
            return redirect("selection:minutes", call=call)
    known = opened.minutes.order_by("-version").values("pk", "version", "generated_at", "digest")
    context = {"room": opened, "form": form, "versions": list(known)}
    return render(request, "selection/minutes.html", context)


@door("minutes", "read")
@require_safe
def shown(request: SignedInRequest, call: str, minutes: UUID) -> HttpResponse:
    """One version, as it was written."""
    opened = open_one(request, Minutes.objects.of(call), pk=minutes).obj
    part = _extract(request, opened)
    content = opened.content if part is None else part
    context = {
        "room": opened.call,
        "extract": EXTRACT if part is not None else "",
        "minutes": opened,
        "content": content,
        "lists": lists_of(content),
        "pdf_available": pdf_available(),
        "tables": [table for table in tables_of(content) if table[2]],
    }
    return render(request, "selection/minutes_version.html", context)


@door("minutes", "export")
@require_safe
def docx(request: SignedInRequest, call: str, minutes: UUID) -> HttpResponse:
    """One version as a text document, to be signed."""
    opened = open_one(request, Minutes.objects.of(call), pk=minutes).obj
    return docx_of(
        minutes_document(opened, _extract(request, opened)), _name(opened), opened.generated_at
    )


@door("minutes", "export")
@require_safe
def pdf(request: SignedInRequest, call: str, minutes: UUID) -> HttpResponse:
    """One version as a PDF."""
    opened = open_one(request, Minutes.objects.of(call), pk=minutes).obj
    return pdf_of(
        minutes_document(opened, _extract(request, opened)), _name(opened), opened.generated_at
    )


def _extract(request: SignedInRequest, opened: Minutes) -> dict[str, Any] | None:
    """What someone may read of the minutes, where the gate keeps applications from them."""
    said = standings(request.actor.user, opened.call)
    shut = [key for key, standing in said.items() if standing is not Verdict.CLEARED]
    if not shut:
        return None
    rows = Application.objects.filter(pk__in=shut).order_by("number", "pk")
    return extract(
        opened.content, [number or 0 for number in rows.values_list("number", flat=True)]
    )


def _withdrawals(request: SignedInRequest, room: Room) -> list[str]:
    """The readers recused, of the applications whose readings one may see: one line each."""
    rows = Assignment.objects.of_call(room.pk).filter(state=AssignmentState.RECUSED)
    rows = rows.with_relations(request.actor).select_related("application__call", "reader__user")
    seen = listed(request, list(visible(request, rows)))
    return [f"{row.reader.user} – {row.application.title}" for row in seen]


def _name(minutes: Minutes) -> str:
    return f"pv-{minutes.call.slug}-v{minutes.version}"
