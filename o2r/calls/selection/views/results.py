"""The hour of the results, for the State service; what was decided, for a consortium."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import say_at
from o2r.calls.reading.selectors import comments_for_candidate
from o2r.calls.selection import services
from o2r.calls.selection.documents import letter_document
from o2r.calls.selection.forms import PublicationForm
from o2r.calls.selection.models import Letter, ResultsPublication
from o2r.calls.selection.services.publishing import missing_before_results
from o2r.calls.selection.views.files import docx_of, pdf_of
from o2r.calls.selection.views.letters import dated, name_of
from o2r.calls.selection.views.opening import posted, room_of
from o2r.core.documents import pdf_available
from o2r.core.paging import paged

PER_PAGE = 25


@door("selection", "read", POST="approve")
@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: SignedInRequest, call: str) -> HttpResponse:
    """When the results of a call appear."""
    opened = room_of(request, call)
    known = ResultsPublication.objects.filter(call=opened).first()
    form = PublicationForm(posted(request), initial=_initial(known, opened.time_zone))
    if request.method == "POST" and form.is_valid():
        try:
            services.schedule_results(by=request.actor, room=opened, **form.cleaned_data)
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, "L’heure de publication est choisie.")
            return redirect("selection:publication", call=call)
    context = {
        "room": opened,
        "publication": known,
        "form": form,
        "missing": missing_before_results(opened) if opened.may_decide else "",
    }
    return render(request, "selection/publication.html", context)


def _initial(known: ResultsPublication | None, zone: str) -> dict[str, object]:
    if known is None:
        return {"time_zone": zone}
    local = known.local
    return {
        "day": local.date(),
        "hour": local.time(),
        "time_zone": known.time_zone,
        "shows_amounts": known.shows_amounts,
    }


@door("selection", "approve")
@require_POST
def cancel(request: SignedInRequest, call: str) -> HttpResponse:
    """Forget the hour, before it comes."""
    opened = room_of(request, call)
    try:
        services.cancel_publication(by=request.actor, room=opened)
        messages.success(request, "La publication n’est plus prévue.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("selection:publication", call=call)


@door("letter", "list")
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What was decided of the applications of one's organisation."""
    rows = visible(request, Letter.objects.all()).select_related("application__call")
    shown = paged(request, rows.order_by("-sent_at", "pk"), PER_PAGE)
    return render(request, "selection/my_letters.html", shown)


@door("letter", "read")
@require_safe
def my_letter(request: SignedInRequest, letter: UUID) -> HttpResponse:
    """One letter, as it was sent."""
    found = _mine(request, letter)
    context = {
        "letter": found,
        "pdf_available": pdf_available(),
        "comments": comments_for_candidate(found.application),
    }
    return render(request, "selection/my_letter.html", context)


@door("letter", "read")
@require_safe
def my_docx(request: SignedInRequest, letter: UUID) -> HttpResponse:
    """The same as a text document."""
    found = _mine(request, letter)
    return docx_of(letter_document(found), name_of(found), dated(found))


@door("letter", "read")
@require_safe
def my_pdf(request: SignedInRequest, letter: UUID) -> HttpResponse:
    """The same as a PDF."""
    found = _mine(request, letter)
    return pdf_of(letter_document(found), name_of(found), dated(found))


def _mine(request: SignedInRequest, letter: UUID) -> Letter:
    rows = Letter.objects.select_related("application__call__dreets")
    return open_one(request, rows.prefetch_related("application__members"), pk=letter).obj
