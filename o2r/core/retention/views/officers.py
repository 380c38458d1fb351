"""Who answers: the requests with their deadlines, and what retention does."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from o2r.core import clock
from o2r.core.access import marked, reach_of
from o2r.core.journal.authors import Author
from o2r.core.paging import paged
from o2r.core.retention import registry, services
from o2r.core.retention.enums import TRANSITIONS, RequestState, Right, SubjectKind
from o2r.core.retention.errors import RetentionError
from o2r.core.retention.forms import AnswerForm
from o2r.core.retention.models import RetentionHold, RightsRequest
from o2r.core.retention.rights import Subject
from o2r.core.retention.selectors import details_of, handled_by, plan
from o2r.core.retention.wording import TABLE_HEAD, table_row

PER_PAGE = 25
DISPUTE = timedelta(days=180)
"""How long a limitation lasts at first: the time of a dispute, lifted or renewed by who answers."""
ANSWERS = {RequestState.DONE, RequestState.REFUSED, RequestState.EXTENDED}


@marked("rights-request", "list")
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests that wait, the most urgent first; then those that were answered."""
    mine = handled_by(reach_of(request))
    context = {"waiting": mine.open(), **paged(request, mine.closed(), PER_PAGE)}
    return render(request, "retention/requests.html", context)


@marked("rights-request", "read")
@never_cache
@require_safe
def one_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A request, what was asked, and the acts that its state allows."""
    return _page(request, _find(request, request_id), AnswerForm())


@marked("rights-request", "update")
@require_POST
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Close a request, refuse it, or announce a longer delay."""
    found, form = _find(request, request_id), AnswerForm(request.POST)
    state = request.POST.get("state", "")
    if form.is_valid() and state in ANSWERS:
        try:
            _answer(_author(request), found, RequestState(state), form.cleaned_data["words"])
            messages.success(request, "La réponse est enregistrée et envoyée à la personne.")
            return redirect("retention:request", request_id=found.pk)
        except RetentionError as error:
            messages.error(request, str(error))
    return _page(request, _find(request, request_id), form)


def _answer(by: Author, found: RightsRequest, state: RequestState, words: str) -> None:
    match state:
        case RequestState.DONE:
            services.complete_request(by=by, request=found, answer=words)
        case RequestState.REFUSED:
            services.refuse_request(by=by, request=found, reason=words)
        case RequestState.EXTENDED:
            services.extend_request(by=by, request=found, reason=words)


@marked("rights-request", "update")
@never_cache
@require_POST
def apply(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Do what an open request asks, over everything that is held of the person."""
    found, by = _find(request, request_id), _author(request)
    subject = subject_of(found)
    if subject is None:
        messages.error(request, "Cette demande est close : la personne n’y est plus désignée.")
        return redirect("retention:request", request_id=found.pk)
    try:
        if found.right == Right.ACCESS:
            export = services.run_export(by=by, subject=subject)
            response = HttpResponse(export.content, content_type="application/zip")
            response["Content-Disposition"] = f'attachment; filename="{export.name}"'
            return response
        messages.success(request, _applied(by, subject, found))
    except RetentionError as error:
        messages.error(request, str(error))
    return redirect("retention:request", request_id=found.pk)


def _applied(by: Author, subject: Subject, found: RightsRequest) -> str:
    """Apply a right other than access; says in French what was done."""
    match Right(found.right):
        case Right.ERASURE:
            outcomes = services.erase_subject(by=by, subject=subject)
        case Right.OPPOSITION:
            outcomes = services.oppose(by=by, subject=subject)
        case Right.LIMITATION:
            reason, until = f"Limitation, demande {found.pk}", clock.today() + DISPUTE
            placed = services.limit(by=by, subject=subject, reason=reason, until=until)
            return f"Effacement suspendu pour {placed} objets, jusqu’au {until:%d/%m/%Y}."
        case _:
            return "Une correction se fait là où la donnée est tenue ; dites ensuite laquelle."
    return " ; ".join(outcome.words for outcome in outcomes if outcome.changed or outcome.kept)


@marked("retention", "read")
@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """How long everything is kept, what is due now, and what is suspended."""
    today = clock.today()
    context = {
        "head": TABLE_HEAD,
        "rows": [
            (str(one.model._meta.verbose_name_plural), *table_row(one, today)[1:])
            for one in registry.declarations()
        ],
        "due": plan(clock.now()),
        "holds": RetentionHold.objects.active(today),
    }
    return render(request, "retention/schedule.html", context)


def subject_of(found: RightsRequest) -> Subject | None:
    """Whose data an open request is about; None once it is closed for a visitor."""
    kind = SubjectKind(found.subject_kind)
    if not found.is_open:
        return None
    return Subject(kind, found.contact if kind == SubjectKind.VISITOR else found.subject_reference)


def _author(request: HttpRequest) -> Author:
    # Set by the access middleware, whose type the app of accounts knows.
    author: Author = request.actor.author  # type: ignore[attr-defined]
    return author


def _find(request: HttpRequest, request_id: UUID) -> RightsRequest:
    return get_object_or_404(handled_by(reach_of(request)), pk=request_id)


def _page(request: HttpRequest, found: RightsRequest, form: AnswerForm) -> HttpResponse:
    context = {
        "asked": found,
        "details": details_of(found),
        "form": form,
        "may_extend": RequestState.EXTENDED in TRANSITIONS[RequestState(found.state)],
        "may_apply": found.is_open and found.right != Right.RECTIFICATION,
    }
    return render(request, "retention/request.html", context)
