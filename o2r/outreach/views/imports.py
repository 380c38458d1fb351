"""Importing the files of an operator: the file, its columns, what it would do, then doing it."""

from collections.abc import Sequence
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
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.columns import TARGETS, left_out
from o2r.outreach.exchange.never import FAMILIES
from o2r.outreach.forms.imports import ColumnsForm, ImportFileForm
from o2r.outreach.models import ImportAct, ImportFile
from o2r.outreach.models.imports import ImportFileQuerySet
from o2r.outreach.selectors.look_alikes import files_met, look_alikes
from o2r.outreach.services import imports as services
from o2r.outreach.services.imports import Plan
from o2r.people.models import Person

LAST_ACTS, FIRST_LINES = 10, 10
KIND = "outreach-import"
ROUTES = {
    "imports": "outreach:imports",
    "columns": "outreach:import_columns",
    "problems": "outreach:import_problems",
}


@door(KIND, "create")
@require_http_methods(["GET", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """Choose a file; go on with the one that waits; undo an import made by mistake."""
    form = ImportFileForm(posted(request), request.FILES or None)
    made: list[ImportFile] = []
    if form.is_valid() and done(request, lambda: made.append(_kept(request, form)), "", form):
        return redirect("outreach:import_columns", draft=made[0].pk)
    acts = visible(request, ImportAct.objects.all())[:LAST_ACTS]
    context = {
        "form": form,
        "waiting": visible(request, ImportFile.objects.all()).first(),
        "acts": listed(request, list(acts)),
        "taken": [(kind.label, TARGETS[kind]) for kind in ImportKind],
        "never": [(one.what, one.why) for one in FAMILIES],
    }
    return render(request, "outreach/imports.html", context)


def _kept(request: SignedInRequest, form: ImportFileForm) -> ImportFile:
    given = form.cleaned_data
    return services.keep_file(
        by=request.actor,
        kind=ImportKind(given["kind"]),
        file_name=given["file"].name,
        content=form.content,
        sheet=given["sheet"],
        commune=given["commune"] or "",
    )


def _waiting() -> ImportFileQuerySet:
    """The files that wait, with what they hold, whose and for whom."""
    return ImportFile.objects.select_related("content", "organisation", "owner")


@door(KIND, "read", POST="update")
@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Say what each column of the file is; what is never taken is told."""
    file = open_one(request, _waiting(), pk=draft).obj
    if "abandon" in request.POST:
        return _abandon(request, file)
    kind, sheet = ImportKind(file.kind), services.sheet_of(file)
    form = ColumnsForm(posted(request), kind=kind, sheet=sheet, mapping=file.mapping)
    if form.is_valid() and done(
        request,
        lambda: services.choose_columns(by=request.actor, file=file, mapping=form.mapping),
        "",
        form,
    ):
        return redirect("outreach:import_check", draft=draft)
    context = {
        "routes": ROUTES,
        "file": file,
        "sheet": sheet,
        "form": form,
        "targets": TARGETS[kind],
        "dropped": sheet.dropped.items(),
    }
    return render(request, "outreach/import_columns.html", context)


@door(KIND, "read", POST="update")
@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """What the file would do, line by line; then import it, or give it up."""
    file = open_one(request, _waiting(), pk=draft).obj
    if "abandon" in request.POST:
        return _abandon(request, file)
    if request.method == "POST" and done(
        request, lambda: services.write_import(by=request.actor, file=file), ""
    ):
        act = visible(request, ImportAct.objects.all()).first()
        messages.success(request, _told(act) if act else "")
        return redirect("outreach:imports")
    met = files_met(request.actor) if file.kind == ImportKind.PERSONS else []
    # All the keys at once: of the file, and of those whom its lines are compared with.
    subjects = [file.pk, *(person.pk for person, _ in met)]
    prefetch_keys(organisation=file.organisation_id, subjects=subjects)
    sheet = services.sheet_of(file)
    try:
        plan = services.plan_import(by=request.actor, file=file)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("outreach:import_columns", draft=draft)
    context = {
        "routes": ROUTES,
        "file": file,
        "sheet": sheet,
        "plan": plan,
        "remarks": plan.remarks_together(),
        "left": left_out(sheet.columns, file.mapping).items(),
        "dropped": sheet.dropped.items(),
        "alike": _alike(request, plan, met),
        "first": plan.made[:FIRST_LINES],
        **paged(request, plan.problems, PER_PAGE),
    }
    return render(request, "outreach/import_check.html", context)


def _alike(
    request: SignedInRequest, plan: Plan, met: Sequence[tuple[Person, frozenset[str]]]
) -> list[Any]:
    """The lines that look like a file one follows: reading these names is journaled."""
    rows = [one.row for one in plan.persons if one.row is not None]
    found = look_alikes(request.actor, rows, met)
    listed(request, list({one.known.person.pk: one.known.person for one in found}.values()))
    return found


@door(KIND, "read")
@require_safe
def problems(request: SignedInRequest, draft: UUID, kind: str) -> HttpResponse:
    """The lines to correct, as a table to keep beside the file."""
    file = open_one(request, _waiting(), pk=draft).obj
    try:
        plan = services.plan_import(by=request.actor, file=file)
    except DomainError as error:
        raise Http404 from error
    rows = [(one.line, one.column, one.message) for one in plan.problems]
    header = ("Ligne", "Colonne", "À corriger")
    return table(kind, "À corriger", header, rows, name="a-corriger")


@door(KIND, "read", POST="delete")
@require_http_methods(["GET", "POST"])
def undo(request: SignedInRequest, act: UUID) -> HttpResponse:
    """Take back an import made by mistake."""
    one = open_one(request, ImportAct.objects.all(), pk=act).obj
    if request.method == "POST":
        done(
            request,
            lambda: services.undo_import(by=request.actor, act=one),
            "L’import est annulé : ce qu’il avait écrit est effacé.",
        )
        return redirect("outreach:imports")
    if not one.may_be_undone:
        return redirect("outreach:imports")
    return render(request, "outreach/import_undo.html", {"act": one})


def _abandon(request: SignedInRequest, file: ImportFile) -> HttpResponse:
    try:
        services.forget_file(by=request.actor, file=file)
    except NotAllowed as error:
        raise Http404 from error
    messages.info(request, "Le fichier est abandonné : rien n’a été écrit, il n’en reste rien.")
    return redirect("outreach:imports")


def _told(act: ImportAct) -> str:
    lines = "1 ligne reprise" if act.made == 1 else f"{act.made} lignes reprises"
    return f"L’import est fait : {lines}. Le fichier déposé est détruit."
