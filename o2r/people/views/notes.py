"""Notes: written, kept while they are typed, corrected for a day, completed after."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people import services
from o2r.people.forms.notes import AddendumForm, NoteForm
from o2r.people.models import NoteDraft
from o2r.people.selectors.reading import NoteShown, notes_of
from o2r.people.services.noting import draft_text
from o2r.people.views.opened import OpenedFile, opened_file


def _draft(request: SignedInRequest, file: OpenedFile) -> NoteDraft | None:
    rows = file.person.note_drafts.filter(author=request.actor.user)
    return rows.order_by("pk").first()


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def new_note(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Write a note, from where one had left it. « keep » keeps it unfinished."""
    file = opened_file(request, person)
    draft, sent = _draft(request, file), posted(request)
    if sent is not None and "keep" in sent and _kept(request, file, sent.get("text", "")):
        return redirect("people:person", person=person)
    form = NoteForm(sent, initial={"text": draft_text(draft, request.actor)})
    if form.is_valid() and done(
        request,
        lambda: services.write_note(
            by=request.actor,
            person=file.person,
            text=form.cleaned_data["text"],
            level=form.chosen,
        ),
        "La note est écrite.",
        form,
    ):
        return redirect("people:person", person=person)
    context = file.context | {"form": form, "note": None, "draft": draft}
    return render(request, "people/note_form.html", context)


def _kept(request: SignedInRequest, file: OpenedFile, text: str) -> bool:
    return done(
        request,
        lambda: services.keep_draft(by=request.actor, person=file.person, text=text),
        "Le brouillon est gardé, chiffré ; vous seul le lisez.",
    )


@door("person-file", "update")
@require_POST
def draft(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Keep what is being typed: asked by the page, answered in JSON."""
    file = opened_file(request, person)
    try:
        kept = services.keep_draft(
            by=request.actor, person=file.person, text=request.POST.get("text", "")
        )
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        return JsonResponse({"state": "refused", "message": str(error)})
    at = timezone.localtime(kept.saved_at) if kept else None
    return JsonResponse({"state": "saved", "at": f"{at:%H:%M}" if at else ""})


def _note(file: OpenedFile, note: UUID) -> NoteShown:
    """A note of this file that one may read. Raises Http404."""
    shown = notes_of(file.reader, file.person)
    known = {one.row.pk: one for first in shown for one in (first, *first.addenda)}
    if note not in known:
        raise Http404
    return known[note]


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def note(request: SignedInRequest, person: UUID, note: UUID) -> HttpResponse:
    """Correct one's own note while it is time; complete it otherwise."""
    file = opened_file(request, person)
    shown = _note(file, note)
    if not shown.may_be_corrected:
        return _complete(request, file, shown)
    first = {"text": shown.text, "level": shown.row.level}
    form = NoteForm(posted(request), initial=first)
    if form.is_valid() and done(
        request,
        lambda: services.correct_note(
            by=request.actor,
            note=shown.row,
            text=form.cleaned_data["text"],
            level=form.chosen,
        ),
        "La note est corrigée.",
        form,
    ):
        return redirect("people:person", person=person)
    context = file.context | {"form": form, "note": shown, "draft": None}
    return render(request, "people/note_form.html", context)


def _complete(request: SignedInRequest, file: OpenedFile, shown: NoteShown) -> HttpResponse:
    form = AddendumForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.complete_note(
            by=request.actor, note=shown.row, text=form.cleaned_data["text"]
        ),
        "Le complément est écrit.",
        form,
    ):
        return redirect("people:person", person=file.person.pk)
    return render(request, "people/addendum.html", file.context | {"form": form, "note": shown})
