"""The reader's pages: what to declare, what to read, the grid beside the application."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.enums import Relation
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted, say_at
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.reading import services
from o2r.calls.reading.enums import AssignmentState
from o2r.calls.reading.errors import WrittenElsewhere
from o2r.calls.reading.forms import InterestsForm, ReviewForm
from o2r.calls.reading.models import Assignment, DeclarationDesk, InterestDeclaration, Review
from o2r.calls.reading.selectors.interests import known
from o2r.calls.reading.selectors.pages import mine as mine_of
from o2r.calls.reading.selectors.pages import to_declare
from o2r.calls.reading.selectors.reviews import (
    by_family,
    compared,
    full_reading,
    joined_file,
    scored,
)
from o2r.calls.reading.services.reviewing import missing_in
from o2r.calls.reading.showing import NOT_SERVED
from o2r.core import clock
from o2r.core.files.views import serve

_READING = (CallState.PUBLISHED, CallState.EXAMINATION, CallState.COMMITTEE)


@door("review", "list")
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What one must declare, and what one must read."""
    user = request.actor.user
    rows: list[Assignment] = []
    desks: list[Any] = []
    if user is not None:
        own = Assignment.objects.of_user(user).live().with_relations(request.actor)
        own = own.visible_to(request.actor).with_readable(user)
        chosen = own.select_related(
            "application__call__dreets", "application__call__reading_plan", "review", "reader"
        )
        rows = listed(request, list(chosen.order_by("application__number", "pk")))
        calls = DeclarationDesk.objects.visible_to(request.actor).filter(state__in=_READING)
        desks = to_declare(calls.select_related("dreets").order_by("closes_at", "slug"), user)
    context = {"rows": mine_of(rows), "desks": [one for one in desks if one.bodies]}
    return render(request, "reading/mine.html", context)


@door("interest-declaration", "read", POST="create")
@require_http_methods(["GET", "POST"])
def interests(request: SignedInRequest, call: str) -> HttpResponse:
    """« Déclarez vos liens » : every body of every application received, on one page."""
    desk = open_one(request, DeclarationDesk.objects.select_related("dreets"), slug=call).obj
    user = request.user.pk
    facts = known(desk, [user])
    alerts, mine = facts.alerts[user], InterestDeclaration.objects.filter(user=user, call=desk.pk)
    # What was written comes back through the belt, and not from the gate, which sees everyone's.
    standing = {row.body: row for row in visible(request, mine.standing()).order_by("declared_at")}
    bodies = sorted(facts.bodies.values(), key=lambda one: (one.key in standing, one.name))
    form = InterestsForm(posted(request), bodies=bodies, standing=standing)
    if form.is_valid() and done(
        request,
        lambda: services.declare(by=request.actor, desk=desk, answers=form.answers()),
        "Vos déclarations sont enregistrées.",
        form,
    ):
        return redirect("reading:interests", call=call)
    context = {
        "desk": desk,
        "form": form,
        "rows": [
            (body, tie, nature, detail, sorted(alerts.get(body.key, ())))
            for body, tie, nature, detail in form.rows()
        ],
        "missing": len(facts.undeclared(user)),
    }
    return render(request, "reading/interests.html", context)


def _opened(request: SignedInRequest, assignment: UUID) -> Assignment:
    rows = Assignment.objects.select_related(
        "application__call__dreets", "reader__user", "reader__call"
    )
    return open_one(request, rows, pk=assignment).obj


def _is_own(request: SignedInRequest, given: Assignment) -> bool:
    return Relation.OWN in given.relations_to(request.actor)


@door("review", "read", POST="update")
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, assignment: UUID) -> HttpResponse:
    """The application in full, beside the grid; once it is sent, beside the others' reviews."""
    given = _opened(request, assignment)
    if given.state == AssignmentState.NAMED:
        return redirect("reading:interests", call=given.application.call.slug)
    rows = Application.objects.select_related("call__dreets").prefetch_related("members")
    applied = open_one(request, rows, action="read", pk=given.application_id).obj
    draft = Review.objects.filter(assignment=given).prefetch_related("scores").first()
    told, pieces = full_reading(applied)
    context = {"given": given, "application": applied, "told": told, "pieces": pieces}
    if not _is_own(request, given) or (draft is not None and draft.state != "draft"):
        return _shown(request, given, context)
    return _written(request, given, draft, context)


def _shown(request: SignedInRequest, given: Assignment, context: dict[str, Any]) -> HttpResponse:
    """A review that is not written any more, beside those that one may read."""
    beside = Review.objects.with_scores().filter(assignment__application=given.application_id)
    seen = list(visible(request, beside.order_by("assignment__order", "pk")))
    listed(request, [one for one in seen if one.is_sent or one.assignment_id == given.pk])
    context |= {
        "compared": compared(given.application.call, seen),
        "threshold": given.application.call.dispersion_threshold,
        "is_own": _is_own(request, given),
    }
    return render(request, "reading/review_sent.html", context)


def _written(
    request: SignedInRequest, given: Assignment, draft: Review | None, context: dict[str, Any]
) -> HttpResponse:
    """The grid, with what was typed: kept at each save, even when a mark is wrong."""
    grid = scored(given.application.call)
    sent = posted(request)
    if sent is None:
        data = ReviewForm.data_of(draft, grid) if draft else None
        form = ReviewForm(data, grid=grid)
    else:
        form = ReviewForm(sent.dict(), grid=grid)
        saved = _saved(request, given, form)
        if request.headers.get("Accept") == "application/json":
            return _said(form, saved=saved)
        if saved and form.is_valid():
            if "send" in sent:
                return redirect("reading:send", assignment=given.pk)
            messages.success(request, "Votre lecture est enregistrée. Elle n’est pas envoyée.")
            return redirect("reading:review", assignment=given.pk)
    context |= {"form": form, "families": by_family(form.rows()), "draft": draft}
    return render(request, "reading/review.html", context)


def _saved(request: SignedInRequest, given: Assignment, form: ReviewForm) -> bool:
    """Keep what was typed; whether it was. The next save of this page is told of its revision."""
    asked = str(form.data.get("revision", ""))
    try:
        kept = services.save_review(
            by=request.actor,
            assignment=given,
            typed=form.typed(),
            revision=int(asked) if asked.isascii() and asked.isdigit() else None,
        )
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        say_at(form, error)
        current = Review.objects.filter(assignment=given).first()
        if current is not None and isinstance(error, WrittenElsewhere):
            form.data = {**form.data, "revision": str(current.revision)}
        return False
    form.data = {**form.data, "revision": str(kept.revision)}
    return True


def _said(form: ReviewForm, *, saved: bool) -> JsonResponse:
    """What a page that saves by itself is told: never a revision that would hide a conflict."""
    if not saved:
        message = " ".join(str(error) for error in form.non_field_errors())
        return JsonResponse({"state": "conflict", "message": message}, status=409)
    hour = timezone.localtime(clock.now())
    wrong = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse(
        {
            "state": "saved",
            "revision": int(form.data["revision"]),
            "at": f"{hour:%H} h {hour:%M}",
            "wrong": wrong,
        }
    )


@door("review", "update")
@require_http_methods(["GET", "POST"])
def send(request: SignedInRequest, assignment: UUID) -> HttpResponse:
    """Confirm that a review is sent: it is never rewritten, and the others open."""
    given = _opened(request, assignment)
    if given.state == AssignmentState.NAMED:
        return redirect("reading:interests", call=given.application.call.slug)
    draft = Review.objects.filter(assignment=given).with_scores().first()
    if draft is None or draft.state != "draft":
        return redirect("reading:review", assignment=assignment)
    if request.method == "POST":
        done(
            request,
            lambda: services.send_review(by=request.actor, assignment=given),
            "Votre lecture est envoyée. Vous lisez maintenant celles des autres.",
        )
        return redirect("reading:review", assignment=assignment)
    context = {
        "given": given,
        "draft": draft,
        "missing": missing_in(draft),
        "compared": compared(given.application.call, [draft]),
    }
    return render(request, "reading/send.html", context)


@door("review", "read")
@require_safe
def piece(request: SignedInRequest, assignment: UUID, piece: UUID) -> HttpResponseBase:
    """A document of the application that one reads."""
    given = _opened(request, assignment)
    applied = open_one(request, Application.objects.all(), action="read", pk=given.application_id)
    file = joined_file(applied.obj.pk, piece)
    if file is None:
        messages.error(request, NOT_SERVED)
        return redirect("reading:review", assignment=assignment)
    return serve(file)
