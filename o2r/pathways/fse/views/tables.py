"""Sheets of an operation, as a list and as files: taken out, taken back, by columns said once."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, exported, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted, say_at
from o2r.core.downloads import table, table_kind
from o2r.pathways.fse import services
from o2r.pathways.fse.columns import Column, left_out, title_of
from o2r.pathways.fse.forms import ColumnsForm, SheetsFileForm, TemplateForm
from o2r.pathways.fse.forms.tables import posted_columns
from o2r.pathways.fse.matching import proposed
from o2r.pathways.fse.models import Operation, ParticipantSheet
from o2r.pathways.fse.selectors.completing import completeness_of, lacking
from o2r.pathways.fse.selectors.mappings import columns_in_use, mapping_in_use
from o2r.pathways.fse.selectors.sheets import shown
from o2r.pathways.fse.services.exporting import leaving_sheets
from o2r.pathways.fse.services.importing import Imported
from o2r.pathways.fse.templates_read import titles_of
from o2r.projects.exchange.tables import TableError, read_freely

SHEET, OPERATION = "fse-sheet", "fse-operation"


def _operation(request: SignedInRequest, operation: UUID) -> Operation:
    """The operation of a page of its sheets, for who runs it, never for the State. Http404."""
    rows = Operation.objects.select_related("organisation")
    ours = rows.filter(organisation=request.actor.organisation)
    return open_one(request, ours, pk=operation).obj


@door(OPERATION, "read")
@require_safe
def sheets(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """The sheets of an operation that one may meet; those that lack something first, if asked."""
    row = _operation(request, operation)
    rows = ParticipantSheet.objects.filter(operation=row).with_person().select_related("answers")
    only = request.GET.get("voir") == "incompletes"
    context = permitted_page(request, rows.filter(lacking()) if only else rows)
    found = shown([one.obj for one in context["rows"]], request.actor.organisation)
    return render(
        request, "fse/sheets.html", context | {"operation": row, "found": found, "only": only}
    )


@door(OPERATION, "export")
@require_safe
def export(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """What would leave, by which columns; which sheets stay, and why."""
    row = _operation(request, operation)
    ready, kept_back = leaving_sheets(request.actor, row)
    mapping = mapping_in_use(request.actor.organisation)
    columns = columns_in_use(request.actor.organisation)
    context = {
        "operation": row,
        "ready": len(ready),
        "kept_back": kept_back,
        "elsewhere": completeness_of(row).total - len(ready) - kept_back,
        "mapping": mapping,
        "left_out": left_out(columns),
        "kinds": [(kind, f"Exporter en {kind.upper()}") for kind in ("xlsx", "csv", "ods")],
    }
    return render(request, "fse/export.html", context)


@door(OPERATION, "export")
@require_POST
def export_table(request: SignedInRequest, operation: UUID, kind: str) -> HttpResponse:
    """The sheets as a table, each marked as sent."""
    row = _operation(request, operation)
    table_kind(kind)
    ready, _ = leaving_sheets(request.actor, row)
    exported(request, ready, files=_files(ready))
    leaving = services.export_sheets(by=request.actor, operation=row)
    return _table(kind, row, leaving)


def _files(sheets: list[ParticipantSheet]) -> list[UUID]:
    """Whose names leave: the files of the sheets; the sheet itself when its file is gone."""
    return [one.person_id or one.pk for one in sheets]


def _table(kind: str, operation: Operation, leaving: services.Leaving) -> HttpResponse:
    name = "".join(one if one.isalnum() else "-" for one in f"fse-{operation.number}".lower())
    return table(kind, "Participants", leaving.header, leaving.rows, name=name)


@door(SHEET, "export")
@require_POST
def export_sheet(request: SignedInRequest, sheet: UUID, kind: str) -> HttpResponse:
    """One sheet as a table: that of a protected file leaves by its referent alone."""
    table_kind(kind)
    rows = ParticipantSheet.objects.with_person().select_related("answers")
    row = open_one(request, rows, pk=sheet).obj
    exported(request, [row], files=_files([row]))
    made: list[services.Leaving] = []
    done(request, lambda: made.append(services.export_sheet(by=request.actor, sheet=row)), "")
    return _table(kind, row.operation, made[0]) if made else redirect("fse:sheet", sheet=row.pk)


@door(OPERATION, "update")
@require_http_methods(["GET", "POST"])
def import_file(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """Take sheets back from a file: every row is read first, what is wrong is said by row."""
    row = _operation(request, operation)
    form = SheetsFileForm(posted(request), request.FILES or None)
    made: list[Imported] = []

    def act() -> None:
        lines = read_freely(form.cleaned_data["file"].name, form.content)
        made.append(services.import_sheets(by=request.actor, operation=row, lines=lines))

    if form.is_valid():
        done(request, act, "", form)
    result = made[0] if made else None
    context = {"operation": row, "form": form, "result": result}
    return render(request, "fse/import.html", context)


@door(OPERATION, "create")
@require_http_methods(["GET", "POST"])
def mapping(request: SignedInRequest) -> HttpResponse:
    """What the columns in use are; send the official template to propose others."""
    form = TemplateForm(posted(request), request.FILES or None)
    if form.is_valid():
        name = form.cleaned_data["file"].name
        try:
            found = proposed(titles_of(name, form.content))
        except TableError as error:
            say_at(form, error)
        else:
            return _columns(request, ColumnsForm(columns=found, template=name[:200]))
    here = request.actor.organisation
    columns = columns_in_use(here)
    said = [(one.column, title_of(one.field) if one.field else "rien") for one in columns]
    context = {"form": form, "mapping": mapping_in_use(here), "columns": said}
    return render(request, "fse/mapping.html", context)


def _columns(request: SignedInRequest, form: ColumnsForm) -> HttpResponse:
    rows = [[form[name] for name in names] for names in form.rows]
    return render(request, "fse/columns.html", {"form": form, "rows": rows})


@door(OPERATION, "create")
@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest) -> HttpResponse:
    """Say what each column is: as proposed, or those in use; confirmed, they make a version."""
    if request.method != "POST":
        here = request.actor.organisation
        kept = mapping_in_use(here)
        return _columns(
            request,
            ColumnsForm(columns=columns_in_use(here), template=kept.template if kept else ""),
        )
    asked: list[Column] = posted_columns(request.POST)
    form = ColumnsForm(request.POST, columns=asked)
    if form.is_valid() and done(
        request,
        lambda: services.save_mapping(
            by=request.actor, columns=form.columns, template=form.cleaned_data["template"]
        ),
        "La correspondance est enregistrée. Elle sert dès maintenant à l’export et à l’import.",
        form,
    ):
        return redirect("fse:mapping")
    return _columns(request, form)
