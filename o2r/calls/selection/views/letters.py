"""Letters, for the State service: proposed, read again, taken away, sent."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import say_at
from o2r.calls.reading.interests import Verdict
from o2r.calls.selection import services
from o2r.calls.selection.documents import letter_document
from o2r.calls.selection.entries import shut
from o2r.calls.selection.forms import LetterForm
from o2r.calls.selection.letter_texts import are_provisional
from o2r.calls.selection.models import Letter
from o2r.calls.selection.selectors.interests import standing_of, standings
from o2r.calls.selection.services.letters import texts_file
from o2r.calls.selection.views.files import archive_of, docx_of, pdf_of
from o2r.calls.selection.views.opening import closed_page, letter_of, posted, room_of
from o2r.core.archives import ArchiveFile
from o2r.core.documents import docx as written
from o2r.core.documents import pdf_available


@door("selection", "read", POST="approve")
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: SignedInRequest, call: str) -> HttpResponse:
    """The letters of a call; posted, those that are missing are proposed."""
    opened = room_of(request, call)
    if request.method == "POST":
        try:
            made = services.write_letters(by=request.actor, room=opened)
            messages.success(request, _proposed(len(made)))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("selection:letters", call=call)
    rows = list(Letter.objects.of_call(call))
    said = standings(request.actor.user, opened)
    closed = {row.application_id for row in rows if not _is_open(said, row)}
    context = {
        "room": opened,
        "letters": rows,
        "to_send": sum(1 for row in rows if not row.is_sent),
        "are_provisional": are_provisional(texts_file()),
        "closed": closed,
        "shut": shut(said.get(key, Verdict.WAITING) for key in closed),
    }
    return render(request, "selection/letters.html", context)


def _is_open(said: Mapping[UUID, Verdict], letter: Letter) -> bool:
    """Whether one who may do so much with the applications of a call reads this letter."""
    return said.get(letter.application_id) is Verdict.CLEARED


def _proposed(count: int) -> str:
    """« 1 courrier est proposé », « 3 courriers sont proposés »."""
    if not count:
        return "Aucun courrier ne manque : chaque décision confirmée a le sien."
    if count == 1:
        return "1 courrier est proposé : relisez-le."
    return f"{count} courriers sont proposés : relisez-les."


@door("selection", "read", POST="approve")
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: SignedInRequest, call: str, letter: UUID) -> HttpResponse:
    """One letter: changed until it leaves, then read."""
    opened = room_of(request, call)
    found = letter_of(opened, letter)
    standing = standing_of(request.actor.user, found.application)
    if standing is not Verdict.CLEARED:
        return closed_page(request, opened, found.application.title, standing)
    form = LetterForm(posted(request), initial={"heading": found.heading, "body": found.body})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_letter(by=request.actor, room=opened, letter=found, **form.cleaned_data)
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, "Le courrier est enregistré.")
            return redirect("selection:letters", call=call)
    context = {
        "room": opened,
        "letter": found,
        "form": form,
        "pdf_available": pdf_available(),
        "are_provisional": are_provisional(texts_file()),
    }
    return render(request, "selection/letter.html", context)


@door("selection", "export")
@require_safe
def docx(request: SignedInRequest, call: str, letter: UUID) -> HttpResponse:
    """One letter as a text document."""
    found = _opened(request, call, letter)
    return docx_of(letter_document(found), name_of(found), dated(found))


@door("selection", "export")
@require_safe
def pdf(request: SignedInRequest, call: str, letter: UUID) -> HttpResponse:
    """One letter as a PDF."""
    found = _opened(request, call, letter)
    return pdf_of(letter_document(found), name_of(found), dated(found))


def _opened(request: SignedInRequest, call: str, letter: UUID) -> Letter:
    """A letter that the gate of interests opens; 404 for the others, whose page says why."""
    found = letter_of(room_of(request, call), letter)
    if standing_of(request.actor.user, found.application) is not Verdict.CLEARED:
        raise Http404
    return found


@door("selection", "export")
@require_safe
def archive(request: SignedInRequest, call: str) -> HttpResponse:
    """All the letters that one may read, as text documents in one archive."""
    opened = room_of(request, call)
    said = standings(request.actor.user, opened)
    files = [
        ArchiveFile(f"{name_of(row)}.docx", [written(letter_document(row), made_at=dated(row))])
        for row in Letter.objects.of_call(opened.slug).with_consortia()
        if _is_open(said, row)
    ]
    return archive_of(files, f"courriers-{call}")


@door("selection", "approve")
@require_POST
def send(request: SignedInRequest, call: str, letter: UUID) -> HttpResponse:
    """Send one letter written after the results."""
    opened = room_of(request, call)
    try:
        services.send_letter(by=request.actor, room=opened, letter=letter_of(opened, letter))
        messages.success(request, "Le courrier est envoyé : il est dans l’espace du candidat.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("selection:letters", call=call)


def name_of(letter: Letter) -> str:
    """The name of the file of a letter: number, nature, version."""
    return f"{letter.application.number:03}-{letter.kind}-v{letter.version}"


def dated(letter: Letter) -> datetime:
    """When it left, else when it was written: the date of its files."""
    return letter.sent_at or letter.written_at
