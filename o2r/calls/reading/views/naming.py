"""Readers of a call, what is confided to them, and what they have sent."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, exported, listed, open_one, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.calls.applications.models import Application
from o2r.calls.reading import services
from o2r.calls.reading.enums import LIVE
from o2r.calls.reading.exports import HEADER, rows_of
from o2r.calls.reading.forms import (
    AssignForm,
    NameReaderForm,
    ProposalForm,
    ReaderForm,
    ReasonForm,
)
from o2r.calls.reading.models import Admissibility, Assignment, CallOffice, Reader, Review
from o2r.calls.reading.selectors.pages import (
    departments_of,
    plan_of,
    proposal,
    reader_rows,
)
from o2r.calls.reading.selectors.reviews import compared, joined_file, readers_of
from o2r.calls.reading.showing import NOT_SERVED
from o2r.calls.reading.views.examining import opened
from o2r.core.exports import csv_bytes, ods_bytes, xlsx_bytes
from o2r.core.files.views import serve

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


ACTS = ("end", "exclude")
"""What may be done of one reading: taken back from its reader, or set aside."""


@door("reading", "read", POST="update")
@require_http_methods(["GET", "POST"])
def readers(request: SignedInRequest, call: str) -> HttpResponse:
    """Who reads for a call, and the form of one more."""
    office = opened(request, call)
    departments = departments_of(office)
    form = NameReaderForm(posted(request), departments=departments)
    if form.is_valid() and done(
        request,
        lambda: services.name_reader(by=request.actor, office=office, **form.cleaned_data),
        "Cette personne est désignée. Elle est invitée à déclarer ses liens.",
        form,
    ):
        return redirect("reading:readers", call=call)
    context = {"office": office, "form": form, "rows": reader_rows(office)}
    return render(request, "reading/readers.html", context)


@door("reading", "read", POST="update")
@require_http_methods(["GET", "POST"])
def reader(request: SignedInRequest, reader: UUID) -> HttpResponse:
    """One reader: what they know, how much they accept."""
    found = _reader(request, reader)
    form = ReaderForm(
        posted(request),
        departments=departments_of(found.call),
        initial={"departments": found.departments, "most": found.most},
    )
    if form.is_valid() and done(
        request,
        lambda: services.change_reader(by=request.actor, reader=found, **form.cleaned_data),
        "Les départements et la charge de ce lecteur sont enregistrés.",
        form,
    ):
        return redirect("reading:readers", call=found.call.slug)
    context = {"office": found.call, "reader": found, "form": form}
    return render(request, "reading/reader.html", context)


def _reader(request: SignedInRequest, reader: UUID) -> Reader:
    rows = Reader.objects.select_related("call__dreets", "user")
    return open_one(request, rows, pk=reader).obj


@door("reading", "update")
@require_http_methods(["GET", "POST"])
def end_reader(request: SignedInRequest, reader: UUID) -> HttpResponse:
    """Ask before a designation ends: everything closes at once to who read."""
    found = _reader(request, reader)
    if request.method == "POST" and done(
        request,
        lambda: services.end_reader(by=request.actor, reader=found),
        "Cette personne ne lit plus. Ce qu’elle avait envoyé compte toujours.",
    ):
        return redirect("reading:readers", call=found.call.slug)
    return render(request, "reading/end_reader.html", {"office": found.call, "reader": found})


@door("reading", "read", POST="update")
@require_http_methods(["GET", "POST"])
def assignment(request: SignedInRequest, call: str) -> HttpResponse:
    """A proposal of who reads what, to be changed then confirmed. ``?tirage=`` draws another."""
    office = opened(request, call)
    plan = plan_of(office)
    asked = request.GET.get("tirage", "0")
    seed = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    wanting = proposal(office, seed=seed)
    form = ProposalForm(
        posted(request), wanting=wanting, initial={"due_on": plan.due_on if plan else None}
    )
    if form.is_valid():
        pairs, due_on = form.pairs(), form.cleaned_data["due_on"]
        if not pairs:
            form.add_error(None, "Choisissez au moins un lecteur : rien n’a été confié.")
        elif done(
            request,
            lambda: services.confirm_assignment(
                by=request.actor, office=office, pairs=pairs, due_on=due_on
            ),
            "Les candidatures sont confiées. Chaque lecteur est prévenu.",
            form,
        ):
            return redirect("reading:examination", call=call)
    context = {
        "office": office,
        "form": form,
        "rows": form.rows(),
        "lacking": sum(one.wanted - len(one.proposed) for one in wanting),
        "next_seed": seed + 1,
    }
    return render(request, "reading/assignment.html", context)


@door("reading", "read", POST="update")
@require_http_methods(["GET", "POST"])
def reviews(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Who reads an application, who has sent; the marks once they are unveiled.

    The button pressed says whether a reader is named, taken back, or a review set aside.
    """
    rows = Admissibility.objects.select_related("application__call__dreets")
    found = open_one(request, rows, application=application).obj
    office = CallOffice.objects.get(pk=found.application.call_id)
    given = readers_of(application)
    here = {one.reader_id for one in given if one.is_live}
    others = Reader.objects.current().filter(call=office.pk).exclude(pk__in=here)
    naming = _naming(request, others.select_related("user"), office)
    cards = [(one, _reason(request, one)) for one in given]
    if _managed(request, office, found.application, cards, naming):
        return redirect("reading:reviews", application=application)
    # Whether each reading that counts, or will, is sent.
    expected = [
        getattr(one, "review", None) is not None and one.review.is_sent
        for one in given
        if one.is_expected
    ]
    seen = Review.objects.with_scores().filter(assignment__application=application)
    shown = listed(request, list(visible(request, seen.order_by("assignment__order", "pk"))))
    context = {
        "office": office,
        "application": found.application,
        "cards": cards,
        "naming": naming,
        "compared": compared(office, shown) if shown else None,
        "is_complete": bool(expected) and all(expected),
        "threshold": office.dispersion_threshold,
    }
    return render(request, "reading/reviews.html", context)


def _naming(request: SignedInRequest, readers: Iterable[Reader], office: CallOffice) -> AssignForm:
    sent, plan = posted(request), plan_of(office)
    return AssignForm(
        sent if request.POST.get("act") == "assign" else None,
        readers=readers,
        initial={"due_on": plan.due_on if plan else None},
    )


def _reason(request: SignedInRequest, given: Assignment) -> ReasonForm:
    """Why a reading is taken back or set aside: one form for each reader."""
    is_sent = request.POST.get("act") in ACTS and request.POST.get("assignment") == str(given.pk)
    return ReasonForm(
        posted(request) if is_sent else None,
        auto_id=f"{given.pk}-%s",
    )


def _managed(
    request: SignedInRequest,
    office: CallOffice,
    application: Application,
    cards: Iterable[tuple[Assignment, ReasonForm]],
    naming: AssignForm,
) -> bool:
    """Whether one of the forms of the page was sent, and done."""
    by = request.actor
    if naming.is_valid():
        return done(
            request,
            lambda: services.assign(
                by=by,
                office=office,
                application=application,
                reader=naming.chosen,
                due_on=naming.cleaned_data["due_on"],
            ),
            "La candidature lui est confiée.",
            naming,
        )
    if request.POST.get("act") not in ACTS:
        return False
    chosen, reason = next((card for card in cards if card[1].is_bound), (None, None))
    if chosen is None or reason is None:
        raise Http404
    if not reason.is_valid():
        return False
    is_end = request.POST.get("act") == "end"
    act = services.end_assignment if is_end else services.exclude_review
    return done(
        request,
        lambda: act(by=by, office=office, assignment=chosen, reason=reason.cleaned_data["reason"]),
        "La candidature lui est retirée." if is_end else "La lecture est écartée des moyennes.",
        reason,
    )


@door("reading", "read")
@require_safe
def piece(request: SignedInRequest, application: UUID, piece: UUID) -> HttpResponseBase:
    """A document of an application, for an officer whom the gate lets in."""
    rows = Admissibility.objects.select_related("application__call")
    found = open_one(request, rows, application=application).obj
    is_open = found.application.reading_accesses.filter(user=request.actor.user).exists()
    file = joined_file(application, piece) if is_open else None
    if file is None:
        messages.error(request, NOT_SERVED)
        return redirect("reading:admissibility", application=application)
    return serve(file)


@door("reading", "export")
@require_safe
def export(request: SignedInRequest, call: str, kind: str) -> HttpResponse:
    """The marks and comments that one may read, as a spreadsheet."""
    if kind not in MEDIA_TYPES:
        raise Http404
    office = opened(request, call)
    seen = Review.objects.with_scores().filter(
        assignment__application__call=office.pk, assignment__state__in=LIVE
    )
    order = ("assignment__application__number", "assignment__order", "pk")
    rows = list(visible(request, seen.order_by(*order)))
    exported(request, rows)
    title, lines = "Lectures", rows_of(office, rows)
    content = {
        "csv": lambda: csv_bytes(HEADER, lines, ";"),
        "xlsx": lambda: xlsx_bytes(title, HEADER, lines),
        "ods": lambda: ods_bytes(title, HEADER, lines),
    }[kind]()
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    name = f"lectures-{office.slug}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
