"""A diagnosis: read with its gaps and what moved, filled in with the person, printed for them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.diagnosis import services
from o2r.pathways.diagnosis.charts import History, history, radar
from o2r.pathways.diagnosis.enums import Degree
from o2r.pathways.diagnosis.forms.grids import DiagnosisForm, initial_of
from o2r.pathways.diagnosis.lists import Barrier
from o2r.pathways.diagnosis.models import Diagnosis
from o2r.pathways.diagnosis.selectors.plans import BROUGHT as PLAN
from o2r.pathways.diagnosis.selectors.plans import plan_of
from o2r.pathways.diagnosis.selectors.shown import (
    BROUGHT,
    Version,
    along,
    draft_of,
    numbered,
    version_of,
)
from o2r.pathways.selectors.blocked import why_blocked
from o2r.people.models import Person
from o2r.people.views.opened import OpenedFile, allows, opened_file


@door("person-file", "read")
@require_safe
def diagnosis(request: SignedInRequest, person: UUID) -> HttpResponse:
    """One version, the last one unless another is asked for; and how each barrier moved."""
    file = opened_file(request, person, bring=BROUGHT)
    validated = [(number, row) for number, row in _numbered(file) if row.is_validated]
    context: dict[str, Any] = file.context | {
        "shown": None,
        "numbers": [number for number, _ in validated],
        "can_write": allows(request, "update", file.person) and file.person.is_followed,
        "reads": "barriers" in file.reader.groups,
        "draft": draft_of(file.person) if file.reader.shared is None else None,
    }
    if validated:
        asked = request.GET.get("version", "")
        at = next((i for i, one in enumerate(validated) if str(one[0]) == asked), -1)
        at = at if at >= 0 else len(validated) - 1
        before = validated[at - 1][1] if at else None
        number, row = validated[at]
        version = version_of(file.reader, file.person, number, row, before)
        rows = [one for _, one in validated]
        context |= {
            "shown": version,
            "radar": _radar(version),
            "histories": _histories(file, rows) if len(rows) > 1 else [],
        }
    return render(request, "diagnosis/diagnosis.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def fill(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Fill in the grid with the person: keep it as a draft, or validate it."""
    file = opened_file(request, person, bring=BROUGHT)
    groups, draft = file.reader.groups, draft_of(file.person)
    last = _last(file.reader, file.person, draft)
    first = initial_of(last, _strengths(file.person, last), is_draft=draft is not None)
    form = DiagnosisForm(posted(request), initial=first, groups=groups)
    validates = "validate" in request.POST
    if form.is_valid() and done(
        request,
        lambda: services.write_diagnosis(
            by=request.actor,
            person=file.person,
            key=form.cleaned_data["key"],
            revision=form.cleaned_data["revision"],
            answers=form.answers,
            validates=validates,
        ),
        "Le diagnostic est validé." if validates else "Le brouillon est gardé.",
        form,
    ):
        return redirect("diagnosis:diagnosis" if validates else "diagnosis:fill", person=person)
    context = file.context | {
        "form": form,
        "draft": draft,
        "starts_from": last and not draft,
        "blocked": why_blocked(file.person),
    }
    return render(request, "diagnosis/fill.html", context)


@door("person-file", "read")
@require_safe
def paper(request: SignedInRequest, person: UUID) -> HttpResponse:
    """What the person takes away, in plain words: what counts, what helps, who does what."""
    file = opened_file(request, person, bring=(*BROUGHT, *PLAN))
    validated = [(number, row) for number, row in _numbered(file) if row.is_validated]
    version = version_of(file.reader, file.person, *validated[-1]) if validated else None
    goals = [one for one in plan_of(file.reader, file.person) if one.is_open]
    context = file.context | {"shown": version, "goals": goals}
    return render(request, "diagnosis/paper.html", context)


def _numbered(file: OpenedFile) -> list[tuple[int, Diagnosis]]:
    return numbered(file.reader, file.person)


def _last(reader: Any, person: Person, draft: Diagnosis | None) -> Version | None:
    """The draft, or the last version, which a new one starts from."""
    known = numbered(reader, person)
    if draft is not None:
        return version_of(reader, person, 0, draft)
    return version_of(reader, person, *known[-1]) if known else None


def _strengths(person: Person, version: Version | None) -> list[str]:
    rows = person.strengths.all() if version else ()
    return [one.code for one in rows if version and one.diagnosis_id == version.row.pk and one.code]


def _radar(version: Version) -> dict[str, Any] | None:
    """What was talked about, around a circle, with the names of its axes."""
    said = [one for one in version.said if one.is_answered]
    drawn = radar([(one.by_person, one.by_professional) for one in said])
    return {"drawn": drawn, "names": [one.barrier.label for one in said]} if drawn else None


def _histories(file: OpenedFile, rows: list[Diagnosis]) -> list[dict[str, Any]]:
    """Each barrier along the versions, drawn and told."""
    return [
        _history(barrier, both, rows) for barrier, both in along(file.reader, file.person, rows)
    ]


def _history(
    barrier: Barrier, both: list[tuple[Degree, Degree]], rows: list[Diagnosis]
) -> dict[str, Any]:
    drawn: History = history(both)
    told = [
        (row.made_on, theirs.label, ours.label)
        for row, (theirs, ours) in zip(rows, both, strict=True)
    ]
    return {"barrier": barrier, "drawn": drawn, "told": told}
