"""The public page of a project under convention, corrected by the State service."""

from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.projects.conventions import services
from o2r.projects.conventions.views.steps import opened, page_of
from o2r.projects.editing import Editing, sheet_page
from o2r.projects.services import Sheet
from o2r.territory.map_policy import draws_a_map


@door("convention", "update")
@require_http_methods(["GET", "POST"])
@draws_a_map
def sheet(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Correct the sheet for a bearer: it is told, and confirms it."""
    found = opened(request, convention)
    prefetch_related_objects([found.project], "facets")

    def save(sheet: Sheet, revision: int, confirmed: bool) -> None:
        services.correct_sheet(by=request.actor, convention=found, sheet=sheet, revision=revision)

    def said(confirmed: bool) -> None:
        messages.success(request, "La fiche est corrigée ; le porteur est prévenu.")

    return sheet_page(request, found.project, Editing(False, save, said, page_of(found, "fiche")))
