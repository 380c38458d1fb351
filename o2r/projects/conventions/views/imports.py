"""Importing the conventions that already run."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted
from o2r.core.paging import paged
from o2r.projects.conventions import services
from o2r.projects.conventions.exchange.columns import COLUMNS, SHEET
from o2r.projects.conventions.forms import ConventionImportForm
from o2r.projects.conventions.models import ConventionImport
from o2r.projects.exchange.tables import read
from o2r.projects.forms import ConfirmImportForm

LINES_PER_PAGE = 100


@door("convention-import", "create")
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose a file of conventions; it is checked on the next page, before anything is written."""
    form = ConventionImportForm(posted(request), request.FILES or None)
    if form.is_valid():
        draft = services.keep_import(
            by=request.actor, file_name=form.cleaned_data["file"].name, content=form.content
        )
        return redirect("conventions:check_import", draft=draft.pk)
    return render(request, "conventions/upload.html", {"form": form, "columns": COLUMNS})


@door("convention-import", "read", POST="update")
@require_http_methods(["GET", "POST"])
def check_import(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """What the file would add, line by line; then import it, or give it up."""
    kept = open_one(request, ConventionImport.objects.all(), pk=draft).obj
    lines = read(kept.file_name, bytes(kept.content), SHEET)
    if request.method == "POST" and "abandon" in request.POST:
        services.forget_import(by=request.actor, draft=kept)
        messages.info(request, "Le fichier est abandonné : rien n’a été écrit.")
        return redirect("conventions:upload")
    form = ConfirmImportForm(posted(request))
    if form.is_valid():
        skip = form.cleaned_data["skip_invalid"]
        outcome = services.import_conventions(by=request.actor, lines=lines, skip_invalid=skip)
        if outcome.written:
            services.forget_import(by=request.actor, draft=kept)
            messages.success(request, f"Import terminé : {outcome.summary}")
            return redirect("conventions:conventions")
    tried = services.import_conventions(by=request.actor, lines=lines, dry_run=True)
    shown = sorted(tried.lines, key=lambda one: (not one.errors, one.line))
    context = {
        "draft": kept,
        "report": tried,
        "form": form,
        **paged(request, shown, LINES_PER_PAGE),
    }
    return render(request, "conventions/check_import.html", context)
