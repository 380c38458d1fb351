"""Taking over an export of Démarches simplifiées: the file, its columns, what it does not say."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.calls.applications import services
from o2r.calls.applications.dossiers import free_columns, guess
from o2r.calls.applications.facts import lacking
from o2r.calls.applications.forms import ColumnsForm, DossierFileForm
from o2r.calls.applications.models import DossierImport
from o2r.calls.applications.selectors import imported_to
from o2r.calls.models import Call
from o2r.projects.exchange.tables import read_freely

SHOWN = 50


@door("call", "update")
@require_http_methods(["GET", "POST"])
def dossiers(request: SignedInRequest, call: str) -> HttpResponse:
    """Choose a file; match its columns; see what it would make; make it. Nothing is made before."""
    found = open_one(request, Call.objects.all(), slug=call).obj
    draft = DossierImport.objects.filter(call=found, owner=request.user).first()
    if draft is None:
        return _choose(request, found)
    if "abandon" in request.POST:
        done(
            request,
            lambda: services.forget_dossiers(by=request.actor, call=found),
            "Le fichier est abandonné : rien n’a été repris.",
        )
        return redirect("applications:import", call)
    return _match(request, found, draft)


def _choose(request: SignedInRequest, call: Call) -> HttpResponse:
    form = DossierFileForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )
    if form.is_valid() and done(
        request,
        lambda: services.keep_dossiers(
            by=request.actor,
            call=call,
            file_name=form.cleaned_data["file"].name,
            content=form.content,
        ),
        "",
        form,
    ):
        return redirect("applications:import", call.slug)
    context = permitted_page(request, imported_to(call, request.actor))
    taken = [(row.obj, lacking(row.obj, asks=row.obj.asks)) for row in context["rows"]]
    return render(
        request, "applications/import.html", {"call": call, "form": form, "taken": taken, **context}
    )


def _match(request: SignedInRequest, call: Call, draft: DossierImport) -> HttpResponse:
    lines = read_freely(draft.file_name, bytes(draft.content))
    columns = free_columns(lines[0].cells)
    guessed = guess(columns, call.years)
    form = ColumnsForm(
        posted(request),
        call=call,
        columns=columns,
        guessed=guessed,
        late=services.late_dossiers(call, lines),
    )
    writes = form.is_valid() and "import" in request.POST
    report, problem = None, ""
    try:
        report = services.import_dossiers(
            by=request.actor,
            draft=draft,
            mapping=form.mapping if form.is_bound else guessed,
            late=form.admitted if form.is_bound else {},
            dry_run=not writes,
        )
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        problem = str(error)
    if writes and report is not None:
        messages.success(request, _told(len(report.made), len(report.left_out)))
        return redirect("applications:import", call.slug)
    context = {
        "call": call,
        "draft": draft,
        "form": form,
        "report": report,
        "problem": problem,
        "shown": report.made[:SHOWN] if report else [],
        "notes": [(one.line, note) for one in report.made for note in one.notes] if report else [],
    }
    return render(request, "applications/import_columns.html", context)


def _told(made: int, left_out: int) -> str:
    said = f"{made} dossier{'s' if made > 1 else ''} repris."
    if left_out:
        said += f" {left_out} laissé{'s' if left_out > 1 else ''} de côté."
    return said
