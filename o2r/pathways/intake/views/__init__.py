"""Importing pathways: the file, its columns, what it would do, then doing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE, done, posted
from o2r.core.crypto.sealing import prefetch_keys
from o2r.core.downloads import table
from o2r.core.paging import paged
from o2r.outreach.exchange.columns import PERSONS
from o2r.outreach.exchange.never import FAMILIES, why_never
from o2r.outreach.selectors.look_alikes import files_met, look_alikes
from o2r.pathways.enums import EntryGround, PathwayState
from o2r.pathways.intake import services
from o2r.pathways.intake.columns import PATHWAY, TARGETS
from o2r.pathways.intake.forms import IntakeColumnsForm, IntakeFileForm
from o2r.pathways.intake.models import KIND, IntakeAct, IntakeFile
from o2r.pathways.intake.models.imports import IntakeFileQuerySet
from o2r.territory.typography import typographic

LAST_ACTS, FIRST_LINES = 10, 10
ROUTES = {
    "imports": "intake:imports",
    "columns": "intake:columns",
    "problems": "intake:problems",
}


@door(KIND, "create")
@require_http_methods(["GET", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """Choose a file; go on with the one that waits; undo an import made by mistake."""
    form = IntakeFileForm(posted(request), request.FILES or None)
    made: list[IntakeFile] = []
    if form.is_valid() and done(request, lambda: made.append(_kept(request, form)), "", form):
        return redirect("intake:columns", draft=made[0].pk)
    acts = visible(request, IntakeAct.objects.all())[:LAST_ACTS]
    context = {
        "form": form,
        "waiting": visible(request, IntakeFile.objects.all()).first(),
        "acts": listed(request, list(acts)),
        "taken": [("Le parcours", PATHWAY), ("La personne", PERSONS)],
        "states": [one.label for one in PathwayState],
        "grounds": [f"« {one.value} » : {one.label}" for one in EntryGround],
        "never": [(one.what, one.why) for one in FAMILIES],
    }
    return render(request, "intake/imports.html", context)


def _kept(request: SignedInRequest, form: IntakeFileForm) -> IntakeFile:
    given = form.cleaned_data
    return services.keep_file(
        by=request.actor,
        file_name=given["file"].name,
        content=form.content,
        sheet=given["sheet"],
    )


def _waiting() -> IntakeFileQuerySet:
    """The files that wait, with what they hold, whose and for whom."""
    return IntakeFile.objects.select_related("content", "organisation", "owner")


@door(KIND, "read", POST="update")
@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Say what each column of the file is; what is never taken is told."""
    file = open_one(request, _waiting(), pk=draft).obj
    if "abandon" in request.POST:
        return _abandon(request, file)
    sheet = services.sheet_of(file)
    form = IntakeColumnsForm(posted(request), sheet=sheet, mapping=file.mapping)
    if form.is_valid() and done(
        request,
        lambda: services.choose_columns(by=request.actor, file=file, mapping=form.mapping),
        "",
        form,
    ):
        return redirect("intake:check", draft=draft)
    context = {
        "routes": ROUTES,
        "sheet": sheet,
        "form": form,
        "targets": TARGETS,
        "dropped": sheet.dropped.items(),
    }
    return render(request, "intake/columns.html", context)


@door(KIND, "read", POST="update")
@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """What the file would do, line by line; then import it, or give it up."""
    file = open_one(request, _waiting(), pk=draft).obj
    if "abandon" in request.POST:
        return _abandon(request, file)
    if request.method == "POST" and done(
        request, lambda: services.write_intake(by=request.actor, file=file), ""
    ):
        act = visible(request, IntakeAct.objects.all()).first()
        messages.success(request, _told(act) if act else "")
        return redirect("intake:imports")
    met = files_met(request.actor)
    # All the keys at once: of the file, and of those whom its lines are compared with.
    subjects = [file.pk, *(person.pk for person, _ in met)]
    prefetch_keys(organisation=file.organisation_id, subjects=subjects)
    sheet = services.sheet_of(file)
    try:
        plan = services.plan_intake(by=request.actor, file=file)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("intake:columns", draft=draft)
    alike = look_alikes(request.actor, [one.joined.person for one in plan.made], met)
    listed(request, list({one.known.person.pk: one.known.person for one in alike}.values()))
    context = {
        "file": file,
        "routes": ROUTES,
        "sheet": sheet,
        "plan": plan,
        "remarks": plan.remarks_together(),
        "left": _left(sheet.columns, file.mapping),
        "dropped": sheet.dropped.items(),
        "alike": alike,
        "first": plan.made[:FIRST_LINES],
        **paged(request, plan.problems, PER_PAGE),
    }
    return render(request, "intake/check.html", context)


def _left(columns: Any, mapping: dict[str, str]) -> list[tuple[str, str]]:
    """Why each column that is not taken is not."""
    nothing = "Rien ne lui correspond ici : elle est laissée."
    return [
        (column, typographic(why_never(column) or nothing))
        for column in columns
        if not mapping.get(column)
    ]


@door(KIND, "read")
@require_safe
def problems(request: SignedInRequest, draft: UUID, kind: str) -> HttpResponse:
    """The lines to correct, as a table to keep beside the file."""
    file = open_one(request, _waiting(), pk=draft).obj
    try:
        plan = services.plan_intake(by=request.actor, file=file)
    except DomainError as error:
        raise Http404 from error
    rows = [(one.line, one.column, one.message) for one in plan.problems]
    header = ("Ligne", "Colonne", "À corriger")
    return table(kind, "À corriger", header, rows, name="a-corriger")


@door(KIND, "read", POST="delete")
@require_http_methods(["GET", "POST"])
def undo(request: SignedInRequest, act: UUID) -> HttpResponse:
    """Take back an import made by mistake."""
    one = open_one(request, IntakeAct.objects.all(), pk=act).obj
    if request.method == "POST":
        done(
            request,
            lambda: services.undo_intake(by=request.actor, act=one),
            "L’import est annulé : ce qu’il avait écrit est effacé.",
        )
        return redirect("intake:imports")
    if not one.may_be_undone:
        return redirect("intake:imports")
    return render(request, "intake/undo.html", {"act": one})


def _abandon(request: SignedInRequest, file: IntakeFile) -> HttpResponse:
    try:
        services.forget_file(by=request.actor, file=file)
    except NotAllowed as error:
        raise Http404 from error
    messages.info(request, "Le fichier est abandonné : rien n’a été écrit, il n’en reste rien.")
    return redirect("intake:imports")


def _told(act: IntakeAct) -> str:
    lines = "1 parcours repris" if act.made == 1 else f"{act.made} parcours repris"
    return f"L’import est fait : {lines}. Le fichier déposé est détruit."
