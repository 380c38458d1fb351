"""Loading an export of data·inclusion from the site: verified first, whole or not at all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted
from o2r.network.directory.forms import DirectoryImportForm
from o2r.network.directory.models import DirectoryImport
from o2r.network.directory.services.importing import ImportReport, import_directory
from o2r.territory.typography import typographic

SHOWN = 100
"""Refused lines on the page: who corrects a file starts with those."""
LAST = 10


@door("directory", "create")
@require_http_methods(["GET", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """Choose an export; what it would change, line by line; then load it when all of it is right.

    Nothing of the file is kept between the two: it is chosen again.
    """
    form = DirectoryImportForm(posted(request), request.FILES or None)
    report = _loaded(request, form) if form.is_valid() else None
    if report is not None and report.written:
        messages.success(
            request,
            f"L’annuaire est à jour : {report.changed} services ajoutés ou changés, "
            f"{report.closed} fermés.",
        )
        return redirect("directory:imports")
    context = {
        "form": form,
        "report": report,
        "asked_to_load": bool(form.is_bound and form.data.get("load")),
        "versions": sorted(report.versions.items()) if report else [],
        "refused": len(report.refusals) if report else 0,
        "refusals": [
            (f"{one.list}, ligne {one.line}", one.id or "—", typographic(one.reason))
            for one in (report.refusals[:SHOWN] if report else [])
        ],
        "headers": ("Ligne", "Identifiant", "À corriger"),
        "unknown": report.unknown.most_common(SHOWN) if report else [],
        "imports": DirectoryImport.objects.all()[:LAST],
    }
    return render(request, "directory/imports.html", context)


def _loaded(request: SignedInRequest, form: DirectoryImportForm) -> ImportReport | None:
    """What the import did, or would do; none when the file as a whole is refused, which is said."""
    given = form.cleaned_data
    try:
        return import_directory(
            by=request.actor,
            file=form.read,
            dry_run=not given["load"],
            accept_closures=given["accept_closures"],
            all_right=True,
        )
    except DomainError as error:
        form.add_error("accept_closures", str(error))
        return None
