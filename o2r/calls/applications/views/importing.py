"""Taking over an export of Démarches simplifiées: the file, then which column is which text."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done
from o2r.calls.applications import services
from o2r.calls.applications.dossiers import free_columns, guess
from o2r.calls.applications.forms import ColumnsForm, DossierFileForm
from o2r.calls.applications.models import DossierImport
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
    return render(request, "applications/import.html", {"call": call, "form": form})


def _match(request: SignedInRequest, call: Call, draft: DossierImport) -> HttpResponse:
    lines = read_freely(draft.file_name, bytes(draft.content))
    columns = free_columns(lines[0].cells)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, columns=columns, guessed=guess(columns)
    )
    mapping = form.mapping if form.is_valid() else guess(columns)
    writes = "import" in request.POST and form.is_valid()
    report, problem = None, ""
    try:
        report = services.import_dossiers(
            by=request.actor, draft=draft, mapping=mapping, dry_run=not writes
        )
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        problem = str(error)
    if writes and report is not None:
        count = len(report.made)
        messages.success(request, f"{count} dossier{'s' if count > 1 else ''} repris.")
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
