"""The appointments of a person: the list, one of them, and its acts."""

from collections.abc import Callable
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE, done, posted
from o2r.core import clock
from o2r.core.paging import paged
from o2r.pathways.appointments.enums import AppointmentState, ReminderChannel
from o2r.pathways.appointments.forms.appointments import AppointmentForm, MoveForm, default_hours
from o2r.pathways.appointments.models import Appointment, Reminder, ReminderPreference
from o2r.pathways.appointments.selectors.reading import (
    AppointmentShown,
    appointments_of,
    colleagues,
    shown,
)
from o2r.pathways.appointments.services.booking import book, move_to, settle
from o2r.pathways.appointments.services.reminding import give_letter, say_arrived
from o2r.people.views.opened import OpenedFile, allows, opened_file

STATES = {
    "venu": AppointmentState.DONE,
    "excuse": AppointmentState.EXCUSED,
    "absent": AppointmentState.ABSENT,
    "annule": AppointmentState.CANCELLED,
}
BUTTONS = (
    ("venu", "A eu lieu", ""),
    ("excuse", "La personne s’est excusée", "outline"),
    ("absent", "La personne n’est pas venue", "outline"),
    ("annule", "Annuler ce rendez-vous", "quiet"),
)


def found(file: OpenedFile, appointment: UUID) -> AppointmentShown:
    """One appointment of this file. Raises Http404."""
    row = appointments_of(file.person).filter(pk=appointment).first()
    if row is None:
        raise Http404
    row.person = file.person
    return shown(file.reader, row)


def _writes(request: SignedInRequest, file: OpenedFile) -> bool:
    here = file.person.organisation_id == request.actor.organisation
    return here and file.person.is_followed and allows(request, "update", file.person)


@door("person-file", "read", group="route")
@require_safe
def appointments(request: SignedInRequest, person: UUID) -> HttpResponse:
    """All the appointments of a person, and what they say of reminders."""
    file = opened_file(request, person)
    context = paged(request, appointments_of(file.person), PER_PAGE)
    now = clock.now()
    lines = [shown(file.reader, row) for row in context["page"]]
    context |= file.context | {
        "coming": [one for one in lines if one.row.is_booked and one.row.ends_at > now][::-1],
        "over": [one for one in lines if not (one.row.is_booked and one.row.ends_at > now)],
        "preference": ReminderPreference.objects.filter(person=file.person).first(),
        "can_write": _writes(request, file),
    }
    return render(request, "appointments/list.html", context)


@door("person-file", "update", group="route")
@require_http_methods(["GET", "POST"])
def new_appointment(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Note an appointment."""
    file = opened_file(request, person)
    zone = ZoneInfo(file.person.organisation.time_zone)
    first = default_hours(clock.now().astimezone(zone)) | {"colleague": str(request.actor.user)}
    preference = ReminderPreference.objects.filter(person=file.person).first()
    if preference is not None and preference.said_yes_on:
        first["remind"] = preference.channels
    form = AppointmentForm(
        posted(request), zone=zone, colleagues=colleagues(file.person), initial=first
    )
    if form.is_valid() and done(
        request,
        lambda: book(
            by=request.actor, person=file.person, booking=form.booking, code=form.form_code
        ),
        "Le rendez-vous est noté.",
        form,
    ):
        return redirect("appointments:all", person=person)
    return render(request, "appointments/form.html", file.context | {"form": form})


@door("person-file", "read", group="route")
@require_safe
def one_appointment(request: SignedInRequest, person: UUID, appointment: UUID) -> HttpResponse:
    """One appointment: when, with whom, its reminders, and what became of it."""
    file = opened_file(request, person)
    one = found(file, appointment)
    writes = _writes(request, file)
    open_moves = one.row.moves_open if writes else ()
    started = one.row.starts_at <= clock.now()
    needs_start = (AppointmentState.DONE, AppointmentState.ABSENT)
    context = file.context | {
        "one": one,
        "reminders": list(one.row.reminders.order_by("due_at", "pk")),
        "buttons": [
            (code, label, kind)
            for code, label, kind in BUTTONS
            if STATES[code] in open_moves and (started or STATES[code] not in needs_start)
        ],
        "can_move": AppointmentState.MOVED in open_moves,
        "can_write": writes,
    }
    for reminder in context["reminders"]:
        reminder.appointment = one.row
    return render(request, "appointments/one.html", context)


@door("person-file", "update", group="route")
@require_POST
def settle_appointment(request: SignedInRequest, person: UUID, appointment: UUID) -> HttpResponse:
    """Say what became of an appointment."""
    file = opened_file(request, person)
    one = found(file, appointment)
    to = STATES.get(request.POST.get("act", ""))
    if to is not None:
        done(
            request,
            lambda: settle(by=request.actor, appointment=one.row, to=to),
            f"C’est noté : {to.label}.",
        )
    return redirect("appointments:one", person=person, appointment=appointment)


@door("person-file", "update", group="route")
@require_http_methods(["GET", "POST"])
def move_appointment(request: SignedInRequest, person: UUID, appointment: UUID) -> HttpResponse:
    """Move an appointment to another hour."""
    file = opened_file(request, person)
    one = found(file, appointment)
    first = {"day": one.row.day, "starts": one.row.local_start.time(), "remind": True}
    form = MoveForm(posted(request), initial=first)
    if form.is_valid():
        made: list[Appointment] = []
        act = partial(
            move_to,
            by=request.actor,
            appointment=one.row,
            starts_at=form.starts_at(one.row.zone),
            remind=form.cleaned_data["remind"],
        )
        if done(request, lambda: made.append(act()), "Le rendez-vous est déplacé.", form):
            return redirect("appointments:one", person=person, appointment=made[0].pk)
    return render(request, "appointments/move.html", file.context | {"form": form, "one": one})


@door("person-file", "update", group="route")
@require_POST
def settle_reminder(
    request: SignedInRequest, person: UUID, appointment: UUID, reminder: UUID
) -> HttpResponse:
    """A letter was given; or what is known of a reminder that perhaps left."""
    file = opened_file(request, person)
    one = found(file, appointment)
    row = Reminder.objects.filter(pk=reminder, appointment=one.row).first()
    if row is None:
        raise Http404
    row.appointment = one.row
    act = _reminder_act(request, request.POST.get("act", ""), row)
    if act is not None:
        done(request, act, "C’est noté.")
    return redirect("appointments:one", person=person, appointment=appointment)


def _reminder_act(request: HttpRequest, asked: str, row: Reminder) -> Callable[[], Reminder] | None:
    by = request.actor  # type: ignore[attr-defined]
    if asked == "donnee" and row.channel == ReminderChannel.LETTER:
        return partial(give_letter, by=by, reminder=row)
    if asked in ("arrive", "pas-arrive"):
        return partial(say_arrived, by=by, reminder=row, arrived=asked == "arrive")
    return None
