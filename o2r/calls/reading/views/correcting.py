"""What a consortium is asked to bring after the deadline."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.enums import Relation
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.reading import services
from o2r.calls.reading.forms import AnswerForm
from o2r.calls.reading.models import CorrectionRequest
from o2r.calls.reading.selectors.reviews import attached_file
from o2r.core.files.views import serve

_ROWS = ("application__call__dreets", "application__call")


@door("correction", "list")
@require_safe
def corrections(request: SignedInRequest) -> HttpResponse:
    """What is asked of one's applications, what is due first."""
    rows = CorrectionRequest.objects.select_related(*_ROWS).prefetch_related(
        "application__members", "application__reading_accesses"
    )
    return render(request, "reading/corrections.html", permitted_page(request, rows))


@door("correction", "read", POST="update")
@require_http_methods(["GET", "POST"])
def correction(request: SignedInRequest, correction: UUID) -> HttpResponse:
    """One request, and the answer of the consortium."""
    rows = CorrectionRequest.objects.select_related(*_ROWS)
    found = open_one(request, rows, pk=correction).obj
    form = AnswerForm(posted(request), request.FILES or None)
    if form.is_valid() and done(
        request,
        lambda: services.answer_correction(
            by=request.actor,
            correction=found,
            answer=form.cleaned_data["answer"],
            upload=form.cleaned_data["file"],
        ),
        "Votre réponse est partie. Le service de l’État est prévenu.",
        form,
    ):
        return redirect("reading:correction", correction=correction)
    found.refresh_from_db()
    context = {
        "correction": found,
        "form": form,
        "may_answer": found.answered_at is None
        and found.application.state == ApplicationState.INCOMPLETE
        and Relation.ORGANISATION in found.relations_to(request.actor),
    }
    return render(request, "reading/correction.html", context)


@door("correction", "read")
@require_safe
def correction_file(request: SignedInRequest, correction: UUID) -> HttpResponseBase:
    """The document that was brought."""
    found = open_one(request, CorrectionRequest.objects.select_related(*_ROWS), pk=correction).obj
    file = attached_file(found.file_id)
    if file is None:
        messages.error(request, "Ce document ne peut pas être lu : absent, ou en vérification.")
        return redirect("reading:correction", correction=correction)
    return serve(file)
