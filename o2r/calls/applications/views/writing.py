"""The texts of a section, saved one by one; the facts of the project; who is writing where."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door, open_one
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted
from o2r.calls.applications import services
from o2r.calls.applications.errors import ApplicationClosed
from o2r.calls.applications.facts import facts_in_words
from o2r.calls.applications.forms import FactsForm
from o2r.calls.applications.models import Application
from o2r.calls.applications.presence import is_place, names_in, present_in, sentence
from o2r.calls.applications.sections import (
    PROJECT,
    SECTIONS,
    Section,
    TextAsked,
    section,
)
from o2r.calls.applications.services import Conflict, Saved
from o2r.calls.applications.views.autosaving import autosaved, facts_saved, is_autosave
from o2r.calls.applications.views.frame import Frame, open_application
from o2r.calls.applications.views.places import is_of_a_text, page_of
from o2r.territory.forms import edits_a_zone
from o2r.territory.map_policy import draws_a_map

_SAVED = "Les renseignements du projet sont enregistrés."


@dataclass(frozen=True)
class Refused:
    """A text that was sent and not saved: what was typed, and why."""

    field: str
    mine: str
    message: str


@dataclass(frozen=True)
class TextShown:
    """One text on the page: what is in its field, and what someone else wrote meanwhile."""

    asked: TextAsked
    text: str
    revision: int
    conflict: Conflict | None = None
    refused: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def by(self) -> str:
        """Who wrote the other text."""
        return (self.conflict.by if self.conflict else "") or "Quelqu’un"

    @property
    def theirs(self) -> str:
        return self.conflict.theirs if self.conflict else ""

    @property
    def rows(self) -> int:
        return 12 if self.asked.limit > 3000 else 7


@door("application", "read", POST="update")
@draws_a_map
@require_http_methods(["GET", "POST"])
def section_page(request: SignedInRequest, application: UUID, section: str) -> HttpResponse:
    """A section: each text is saved by itself; the button saves them all without JavaScript."""
    part = _part(section)
    frame = open_application(request, application, current=part.code)
    if not part.texts:
        return redirect(page_of(part.code, frame.application))
    data = posted(request)
    with_facts = part.code == PROJECT
    naming = data is not None and "seen" in data
    form = (
        FactsForm(data if naming else None, application=frame.application) if with_facts else None
    )
    lost: list[Conflict | Refused] = []
    if form is not None and naming:
        if is_autosave(request):
            return _facts_autosaved(request, frame, form)
        if (
            not edits_a_zone(form)
            and form.is_valid()
            and facts_saved(request, frame.application, form, said=_SAVED)
        ):
            return redirect("applications:section", application, part.code)
    elif data is not None:
        lost = _texts_saved(request, frame, part)
        if not lost:
            return redirect("applications:section", application, part.code)
        frame = open_application(request, application, current=part.code)
    shown = _shown(frame, part, lost)
    context = frame.context(section=part, texts=shown, form=form, **_around(part, frame))
    return render(request, "applications/section.html", context)


def _part(code: str) -> Section:
    try:
        return section(code)
    except KeyError as error:
        raise Http404 from error


def _around(part: Section, frame: Frame) -> dict[str, Any]:
    rank = next(rank for rank, one in enumerate(SECTIONS) if one.code == part.code)
    following = SECTIONS[rank + 1] if rank + 1 < len(SECTIONS) else None
    step = next(one for one in frame.steps if one.code == part.code)
    return {
        "step": step,
        "problems": [one for one in frame.of_section(part.code) if not is_of_a_text(one)],
        "facts_words": facts_in_words(frame.application) if part.code == PROJECT else {},
        "next_label": following.label if following else "",
        "next_url": page_of(following.code, frame.application) if following else "",
    }


def _shown(frame: Frame, part: Section, lost: list[Conflict | Refused]) -> list[TextShown]:
    rows = {row.field: row for row in frame.application.answers.all()}
    typed = {one.field: one for one in lost}
    shown = []
    for asked in part.texts:
        row, mine = rows.get(asked.code), typed.get(asked.code)
        shown.append(
            TextShown(
                asked=asked,
                text=mine.mine if mine else (row.text if row else ""),
                revision=row.revision if row else 0,
                conflict=mine if isinstance(mine, Conflict) else None,
                refused=mine.message if isinstance(mine, Refused) else "",
                problems=[p.message for p in frame.of_section(part.code) if p.field == asked.code],
            )
        )
    return shown


def _facts_autosaved(request: SignedInRequest, frame: Frame, form: FactsForm) -> JsonResponse:
    application = frame.application
    return autosaved(
        form,
        call=application.call,
        write=lambda: services.write_facts(
            by=request.actor, application=application, values=form.values, seen=form.shown
        ),
        fresh=lambda: FactsForm(
            application=Application.objects.select_related("call").get(pk=application.pk)
        ),
    )


def _texts_saved(request: SignedInRequest, frame: Frame, part: Section) -> list[Conflict | Refused]:
    """Save each text that was sent; those that were not, to be shown again as they were typed."""
    lost: list[Conflict | Refused] = []
    for asked in part.texts:
        if asked.code not in request.POST:
            continue
        try:
            outcome = _write(request, frame.application, asked.code)
        except NotAllowed as error:
            raise Http404 from error
        except DomainError as error:
            lost.append(Refused(asked.code, request.POST[asked.code], str(error)))
            continue
        if isinstance(outcome, Conflict):
            lost.append(outcome)
    if not lost:
        messages.success(request, "Les textes sont enregistrés.")
    return lost


def _write(request: SignedInRequest, application: Application, code: str) -> Saved | Conflict:
    revision = request.POST.get(f"revision-{code}", "")
    return services.write_answer(
        by=request.actor,
        application=application,
        field=code,
        text=request.POST.get(code, ""),
        revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
    )


@door("application", "update")
@require_POST
def save(request: SignedInRequest, application: UUID, field: str) -> HttpResponse:
    """Save one text while it is being typed; the answer says what became of it."""
    rows = Application.objects.select_related("call").prefetch_related("members")
    found = open_one(request, rows, pk=application).obj
    try:
        outcome = _write(request, found, field)
    except NotAllowed as error:
        raise Http404 from error
    except ApplicationClosed as error:
        return JsonResponse({"state": "closed", "message": str(error)}, status=409)
    except DomainError as error:
        return JsonResponse({"state": "refused", "message": str(error)}, status=409)
    at = localtime(outcome.at, found.call.zone_info).strftime("%H:%M")
    if isinstance(outcome, Saved):
        return JsonResponse({"state": "saved", "revision": outcome.revision, "at": at})
    return JsonResponse(
        {
            "state": "conflict",
            "revision": outcome.revision,
            "theirs": outcome.theirs,
            "by": outcome.by,
            "at": at,
        },
        status=409,
    )


@door("application", "update")
@require_POST
def presence(request: SignedInRequest, application: UUID, section: str) -> HttpResponse:
    """Say that one is here, in a section or on the page of a member, and hear who else is."""
    rows = Application.objects.select_related("call").prefetch_related("members")
    found = open_one(request, rows, pk=application).obj
    if not is_place(section, found):
        raise Http404
    try:
        if "leaving" in request.POST:
            services.leave(by=request.actor, application=found, section=section)
        else:
            services.touch(by=request.actor, application=found, section=section)
    except NotAllowed as error:
        raise Http404 from error
    others = names_in(present_in(found, but=request.actor.user), section)
    return JsonResponse({"others": others, "sentence": sentence(others)})
