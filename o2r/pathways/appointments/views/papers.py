"""Hours week by week, the sheet of a month, and the letter of a reminder."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.core.documents import DOCX_TYPE, PDF_TYPE, Document, docx, pdf, pdf_available
from o2r.core.months import month_after
from o2r.pathways.appointments.enums import MeetingWay
from o2r.pathways.appointments.papers import (
    NOT_A_DECISION,
    hours_in_words,
    letter,
    month_in_words,
    sheet,
)
from o2r.pathways.appointments.remuneration import PRO_RATA
from o2r.pathways.appointments.selectors.month import month_of
from o2r.pathways.appointments.selectors.spans import instants, monday_of, spans_of, weeks_of
from o2r.pathways.appointments.views.appointments import found
from o2r.people.views.opened import opened_file

WEEKS = 12
MONTHS_SHOWN = 6


@door("person-file", "read", group="route")
@require_safe
def hours(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The hours of a person, week by week, and the sheets of the last months. Two queries."""
    file = opened_file(request, person)
    today, zone = clock.today(), ZoneInfo(file.person.organisation.time_zone)
    first, last = monday_of(today) - timedelta(weeks=WEEKS - 1), monday_of(today)
    spans = spans_of(file.person, *instants(first, last + timedelta(days=6), zone), clock.now())
    weeks = weeks_of(spans, zone, first, last)
    months = [date(*month_after(today, -back), 1) for back in range(MONTHS_SHOWN)]
    context = file.context | {
        "headers": ["Semaine", "Prévues", "Suivies", "À dire"],
        "rows": [
            [
                f"{one.monday:%d/%m} – {one.sunday:%d/%m}",
                hours_in_words(one.due),
                hours_in_words(one.minutes),
                str(one.waits or "–"),
            ]
            for one in weeks
        ],
        "months": [(f"{one:%Y-%m}", month_in_words(one)) for one in months],
    }
    return render(request, "appointments/hours.html", context)


@door("person-file", "read", group="route")
@require_safe
def month_sheet(request: SignedInRequest, person: UUID, month: str) -> HttpResponse:
    """The attendance of a month, and what it could give."""
    file = opened_file(request, person, bring=("pathways",))
    first = _first_of(month)
    known = month_of(file.person, first, file.name.born)
    context = file.context | {
        "month": known,
        "code": month,
        "title": month_in_words(first),
        "due": hours_in_words(known.due),
        "minutes": hours_in_words(known.minutes),
        "missed": hours_in_words(known.missed),
        "lines": [(one, hours_in_words(one.minutes)) for one in known.spans],
        "not_a_decision": NOT_A_DECISION,
        "pro_rata": PRO_RATA,
        "pdf": pdf_available(),
    }
    return render(request, "appointments/month.html", context)


@door("person-file", "update", group="route")
@require_safe
def month_paper(request: SignedInRequest, person: UUID, month: str, form: str) -> HttpResponse:
    """The sheet of a month, to print and sign."""
    file = opened_file(request, person, bring=("pathways",))
    known = month_of(file.person, _first_of(month), file.name.born)
    made = sheet(
        name=file.name.full or file.name.said,
        organisation=str(file.person.organisation),
        month=known,
    )
    back = reverse("appointments:month", args=[person, month])
    return _paper(made, form, f"emargement-{month}", back)


@door("person-file", "update", group="route")
@require_safe
def reminder_letter(
    request: SignedInRequest, person: UUID, appointment: UUID, form: str
) -> HttpResponse:
    """The letter of a reminder."""
    file = opened_file(request, person)
    one = found(file, appointment)
    made = letter(
        starts_at=one.row.local_start,
        way=MeetingWay(one.row.way),
        whom=one.whom,
        place=one.place,
    )
    back = reverse("appointments:one", args=[person, appointment])
    return _paper(made, form, "rappel", back)


def _paper(made: Document, form: str, name: str, back: str) -> HttpResponse:
    """The document asked for; the page again where this server makes no PDF. Raises Http404."""
    if form == "docx":
        content, kind = docx(made, made_at=clock.now()), DOCX_TYPE
    elif form == "pdf" and pdf_available():
        content, kind = pdf(made, made_at=clock.now()), PDF_TYPE
    elif form == "pdf":
        return redirect(back)
    else:
        raise Http404
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _first_of(month: str) -> date:
    """The first day of « 2026-11 ». Raises Http404."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Http404 from error
