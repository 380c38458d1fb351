"""Participant sheets: those of a person, those of an operation, and their three moments."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core.files.models import StoredFile
from o2r.core.files.views import serve
from o2r.pathways.fse import services
from o2r.pathways.fse.enums import Moment
from o2r.pathways.fse.fields import FIELDS, asked_of, fields_of
from o2r.pathways.fse.forms import EvidenceForm, MomentForm, OpenSheetForm
from o2r.pathways.fse.models import Operation, ParticipantSheet
from o2r.pathways.fse.selectors.copying import copied_from
from o2r.pathways.fse.selectors.sheets import Shown, opened
from o2r.pathways.fse.services.evidence import FILE_KIND
from o2r.pathways.selectors.current import open_pathway_of
from o2r.people.views.opened import opened_file

KIND = "fse-sheet"
SAID = {
    Moment.ENTRY: "Les réponses à l’entrée sont écrites.",
    Moment.LEAVING: "Les réponses à la sortie sont écrites.",
    Moment.LATER: "La réponse à six mois est écrite.",
}


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def of_person(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The sheets of a person; open one in another operation."""
    # Whoever writes in the file meets its sheets: they come with it.
    file = opened_file(request, person, bring=("contacts", "fse_sheets__operation"))
    sheets = sorted(file.person.fse_sheets.all(), key=lambda one: (one.opened_at, one.pk))
    taken = {one.operation_id for one in sheets}
    here = Operation.objects.all().of_organisation(request.actor.organisation).entered()
    free = [one for one in here.order_by("-starts_on", "pk")[:100] if one.pk not in taken]
    form = OpenSheetForm(posted(request), operations=free)
    made: list[ParticipantSheet] = []

    def act() -> None:
        copies = form.cleaned_data["copies"]
        copied = copied_from(file.person, file.reader, file.name) if copies else {}
        made.append(
            services.open_sheet(
                by=request.actor, person=file.person, operation=form.chosen, copied=copied
            )
        )

    if form.is_valid() and done(request, act, "La fiche est ouverte.", form):
        return redirect("fse:sheet_part", sheet=made[0].pk, moment=Moment.ENTRY.value)
    context = file.context | {"sheets": sheets, "form": form, "free": free, "fields": FIELDS}
    return render(request, "fse/of_person.html", context)


def _opened(request: SignedInRequest, sheet: UUID) -> Shown:
    """A sheet of an address, and what it says. Raises Http404."""
    rows = ParticipantSheet.objects.with_person().select_related("answers")
    found = open_one(request, rows, pk=sheet).obj
    return Shown(found, opened(found, request.actor.organisation))


def _page(found: Shown) -> dict[str, Any]:
    return {"sheet": found.row, "shown": found, "parts": found.parts}


def _follows(request: SignedInRequest, found: Shown) -> bool:
    """Whether the reader opens the file of the person too."""
    person = found.row.person
    if person is None:
        return False
    return isinstance(decide(request.actor, "read", person.subject(request.actor), PROVED), Allow)


def _may_send(request: SignedInRequest, row: ParticipantSheet) -> bool:
    """Whether the reader could export it alone, a fresh proof apart."""
    decided = decide(request.actor, "export", row.subject(request.actor), PROVED)
    return isinstance(decided, Allow) and not row.missing_entry and row.same_as_id is None


def _said(found: Shown, moment: Moment) -> list[tuple[str, str]]:
    """What is answered at a moment: (question, answer)."""
    answers = found.answers
    return [
        (one.label, one.shown(answers[one.code]))
        for one in fields_of(moment)
        if one.code in answers
    ]


@door(KIND, "read")
@require_safe
def sheet(request: SignedInRequest, sheet: UUID) -> HttpResponse:
    """One sheet: what it says, what lacks, its documents."""
    found = _opened(request, sheet)
    answers = [(one, _said(found, one.moment)) for one in found.parts]
    files = StoredFile.objects.attached_to(FILE_KIND, found.row.pk).order_by("received_at", "pk")
    context = _page(found) | {
        "answers": answers,
        "files": list(files),
        "form": EvidenceForm(),
        "follows": _follows(request, found),
        "can_send": _may_send(request, found.row),
    }
    return render(request, "fse/sheet.html", context)


def _proposed(found: Shown) -> dict[str, str]:
    """The day of entry to propose: that of the pathway, when the operation holds it. Nothing is
    written before somebody saves it."""
    person, place = found.row.person, found.row.operation
    row = open_pathway_of(person) if person else None
    day = (row.intensive_from or row.opened_on) if row else None
    if day is None or not place.starts_on <= day <= place.ends_on:
        return {}
    return {"date_entree": day.isoformat()}


@door(KIND, "read", POST="update")
@require_http_methods(["GET", "POST"])
def sheet_part(request: SignedInRequest, sheet: UUID, moment: str) -> HttpResponse:
    """The questions of one moment: what lacks is said in words, and saved as it is."""
    found = _opened(request, sheet)
    if moment not in Moment.values:
        raise Http404
    one = Moment(moment)
    form = MomentForm(
        posted(request),
        moment=one,
        answers=_proposed(found) | dict(found.answers),
        revision=found.row.revision,
    )
    if form.is_valid() and done(
        request,
        lambda: services.write_answers(
            by=request.actor,
            sheet=found.row,
            moment=one,
            given=form.answers,
            revision=form.revision,
        ),
        SAID[one],
        form,
    ):
        return redirect("fse:sheet_part", sheet=found.row.pk, moment=moment)
    context = _page(found) | {"form": form, "part": found.part(one), "moment": one}
    return render(request, "fse/sheet_part.html", context)


@door(KIND, "read")
@require_POST
def lacks(request: SignedInRequest, sheet: UUID, moment: str) -> HttpResponse:
    """What would still lack with what is typed: asked while somebody types, writes nothing."""
    found = _opened(request, sheet)
    if moment not in Moment.values:
        raise Http404
    one = Moment(moment)
    form = MomentForm(request.POST, moment=one, answers=found.answers, revision=found.row.revision)
    form.is_valid()
    here = {field.code for field in fields_of(one)}
    kept = {code: value for code, value in found.answers.items() if code not in here}
    typed = Shown(found.row, asked_of(kept | form.answers))
    return render(request, "fse/_lacks.html", {"part": typed.part(one)})


@door(KIND, "update")
@require_POST
def evidence(request: SignedInRequest, sheet: UUID) -> HttpResponse:
    """Join a document to a sheet."""
    found = _opened(request, sheet)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid() and done(
        request,
        lambda: services.join_evidence(
            by=request.actor, sheet=found.row, upload=form.cleaned_data["file"]
        ),
        "Le justificatif est reçu. Il se lit une fois vérifié.",
        form,
    ):
        return redirect("fse:sheet", sheet=found.row.pk)
    context = _page(found) | {"form": form}
    return render(request, "fse/evidence.html", context)


def _file(found: Shown, file: UUID) -> StoredFile:
    kept = StoredFile.objects.attached_to(FILE_KIND, found.row.pk).filter(pk=file).first()
    if kept is None:
        raise Http404
    return kept


@door(KIND, "read")
@require_safe
def evidence_file(request: SignedInRequest, sheet: UUID, file: UUID) -> HttpResponseBase:
    """A document of a sheet, once it was verified."""
    kept = _file(_opened(request, sheet), file)
    if not kept.is_servable:
        messages.info(request, "Ce document ne peut pas être lu pour le moment.")
        return redirect("fse:sheet", sheet=sheet)
    return serve(kept)


@door(KIND, "update")
@require_POST
def remove_evidence(request: SignedInRequest, sheet: UUID, file: UUID) -> HttpResponse:
    """Erase a document of a sheet."""
    found = _opened(request, sheet)
    kept = _file(found, file)
    done(
        request,
        lambda: services.remove_evidence(by=request.actor, sheet=found.row, file=kept),
        "Le justificatif est effacé.",
    )
    return redirect("fse:sheet", sheet=found.row.pk)
