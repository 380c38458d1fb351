"""Appointments: taken, moved to another hour, settled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership
from o2r.core import clock
from o2r.core.calendar_words import hour_in_words
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.core.typed_text import tidy
from o2r.outreach.services.people_met import days_of
from o2r.pathways.appointments.codes import codes
from o2r.pathways.appointments.enums import (
    APPOINTMENT_MOVES,
    AppointmentState,
    MeetingWay,
    ReminderChannel,
)
from o2r.pathways.appointments.models import Appointment, AppointmentMove
from o2r.pathways.appointments.services.planning import drop_reminders, plan_reminders
from o2r.pathways.enums import PathwayState
from o2r.pathways.services.blocking import require_time
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

BOOK = "noter un rendez-vous de cette personne"
WORDS = ("with_whom", "about", "place")
LONGEST = 300
SHORTEST_TIME, LONGEST_TIME = timedelta(minutes=5), timedelta(hours=12)
ACCOMPANIMENT, OURS = "ACC", "IND"
"""The codes of an appointment that accompanies, with a team: neither a relay nor another body."""
EARLIEST, FURTHEST = timedelta(days=366), timedelta(days=732)


@dataclass(frozen=True)
class Booking:
    """What is agreed: when, how, with whom. ``user``: a colleague; without one, ``with_whom``."""

    starts_at: datetime
    ends_at: datetime
    way: MeetingWay = MeetingWay.IN_PERSON
    motive: str = ACCOMPANIMENT
    body: str = OURS
    user: UUID | None = None
    with_whom: str = ""
    about: str = ""
    place: str = ""
    remind: tuple[ReminderChannel, ...] = ()


@transaction.atomic
def book(*, by: Actor, person: Person, booking: Booking, code: UUID) -> Appointment:
    """Take an appointment. ``code``: of the form; sent twice, it is one appointment.

    Raises NotAllowed; DomainError for hours that do not make sense, a colleague of elsewhere, a
    person who already has one then, or an accompaniment whose time is over that day.
    """
    file = _held(by, person)
    known = Appointment.objects.filter(pk=code).first()
    if known is not None:
        if known.person_id != file.pk:
            raise DomainError("Ce formulaire a déjà servi. Ouvrez-en un nouveau.")
        return known
    return _made(by, file, booking, code=code)


@transaction.atomic
def move_to(
    *, by: Actor, appointment: Appointment, starts_at: datetime, remind: bool = True
) -> Appointment:
    """Move an appointment to another hour: a new one follows it, with the same words and length.

    Sent twice, it moves once. Raises NotAllowed, DomainError.
    """
    file = _held(by, appointment.person)
    row = _locked(file, appointment)
    follower = Appointment.objects.filter(follows=row).first()
    if follower is not None and follower.starts_at == starts_at:
        return follower
    if starts_at == row.starts_at:
        raise DomainError("C’est déjà l’heure de ce rendez-vous. Choisissez-en une autre.")
    _move(by, row, AppointmentState.MOVED)
    said = read_sealed(row, *WORDS, organisation=file.organisation_id)
    channels = row.reminders.order_by("channel").values_list("channel", flat=True)
    booking = Booking(
        starts_at=starts_at,
        ends_at=starts_at + row.lasts,
        way=MeetingWay(row.way),
        motive=row.motive,
        body=row.body,
        user=row.user_id,
        remind=tuple(ReminderChannel(one) for one in channels) if remind else (),
        **said,
    )
    return _made(by, file, booking, follows=row)


@transaction.atomic
def settle(*, by: Actor, appointment: Appointment, to: AppointmentState) -> Appointment:
    """Say what became of an appointment; a second time changes nothing. NotAllowed, DomainError."""
    file = _held(by, appointment.person)
    row = _locked(file, appointment)
    if row.state == to:
        return row
    if to == AppointmentState.MOVED:
        raise DomainError("Donnez la nouvelle heure pour déplacer ce rendez-vous.")
    took_place = (AppointmentState.DONE, AppointmentState.ABSENT)
    if to in took_place and row.starts_at > clock.now():
        raise DomainError(
            "Ce rendez-vous n’a pas commencé : on ne sait pas encore si la personne est venue. "
            "Annulez-le ou déplacez-le, ou revenez après l’heure."
        )
    left = row.state
    _move(by, row, to)
    _count_contact(file, row, was_done=left == AppointmentState.DONE)
    touched(file, "last_contact_on")
    written(by, "update", file, "route")
    return row


def _held(by: Actor, person: Person) -> Person:
    """The file, locked; a partner who reads it does not write there. Raises NotAllowed."""
    file = held(by=by, person=person, act=BOOK)
    if file.organisation_id != by.organisation:
        raise NotAllowed(BOOK)
    return file


def _locked(file: Person, appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organisation").get(pk=appointment.pk, person=file)


def _made(
    by: Actor,
    file: Person,
    booking: Booking,
    *,
    code: UUID | None = None,
    follows: Appointment | None = None,
) -> Appointment:
    said = _checked(by, file, booking)
    row = Appointment(
        subject=file.pk,
        person=file,
        organisation_id=file.organisation_id,
        user_id=booking.user,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        way=booking.way,
        motive=booking.motive,
        body=booking.body,
        follows=follows,
        made_by=by.user,
    )
    if code is not None:
        row.pk = code
    write_sealed(row, organisation=file.organisation_id, **said)
    row.save(force_insert=True)
    plan_reminders(row, booking.remind)
    touched(file)
    written(by, "update", file, "route")
    return row


def _checked(by: Actor, file: Person, booking: Booking) -> dict[str, str]:
    """What was typed, tidied. Raises DomainError."""
    _check_hours(booking)
    if booking.motive not in codes("motive") or booking.body not in codes("body"):
        raise DomainError("Ce motif ou cet organisme n’est pas dans la liste.", field="motive")
    said = {name: tidy(getattr(booking, name), lines=name == "about") for name in WORDS}
    for name, text in said.items():
        if len(text) > LONGEST:
            raise DomainError(f"Faites plus court : {LONGEST} caractères au plus.", field=name)
    if booking.user is None and not said["with_whom"]:
        raise DomainError("Dites avec qui : un collègue, ou un partenaire.", field="with_whom")
    here = Membership.objects.current().filter(organisation=file.organisation_id)
    if booking.user is not None and not here.filter(user=booking.user).exists():
        raise DomainError(
            "Ce collègue ne travaille plus ici. Choisissez-en un autre.", field="colleague"
        )
    _check_free(file, booking)
    _check_time(file, booking)
    return said


def _check_hours(booking: Booking) -> None:
    lasts, now = booking.ends_at - booking.starts_at, clock.now()
    if not SHORTEST_TIME <= lasts <= LONGEST_TIME:
        raise DomainError(
            "Un rendez-vous dure entre cinq minutes et douze heures. Corrigez l’heure de fin.",
            field="ends",
        )
    if not now - EARLIEST <= booking.starts_at <= now + FURTHEST:
        raise DomainError("Ce jour est trop loin. Vérifiez l’année.", field="day")


def _check_free(file: Person, booking: Booking) -> None:
    """One person is in one place at a time."""
    same = Appointment.objects.booked().filter(person=file)
    found = same.between(booking.starts_at, booking.ends_at).select_related("organisation").first()
    if found is not None:
        start, end = (hour_in_words(at.time()) for at in (found.local_start, found.local_end))
        raise DomainError(
            f"La personne a déjà un rendez-vous ce jour-là, de {start} à {end}. Choisissez une "
            "autre heure, ou déplacez le premier.",
            field="starts",
        )


def _check_time(file: Person, booking: Booking) -> None:
    """After the end of the intensive accompaniment, one meets for a relay, or for a job begun."""
    if (booking.motive, booking.body) == (ACCOMPANIMENT, OURS):
        require_time(
            file,
            on=booking.starts_at.astimezone(ZoneInfo(file.organisation.time_zone)).date(),
            open_in=(PathwayState.FIRST_WEEKS,),
            field="motive",
            otherwise="Pour un rendez-vous de relais, choisissez le motif « Orientation ».",
        )


def _move(by: Actor, row: Appointment, to: AppointmentState) -> None:
    """The only way from a state to another. Raises DomainError."""
    left = AppointmentState(row.state)
    if to not in APPOINTMENT_MOVES[left]:
        raise DomainError(
            f"Ce rendez-vous est « {left.label} » : il ne peut plus être « {to.label} ». Notez-en "
            "un nouveau."
        )
    row.state = to
    row.save(update_fields=["state"])
    AppointmentMove.objects.create(appointment=row, left=left, reached=to, by=by.user)
    drop_reminders(by.user, row)


def _count_contact(file: Person, row: Appointment, *, was_done: bool) -> None:
    """Who came is not silent; who did not, after all, may be: the last contact is found again."""
    zone = ZoneInfo(file.organisation.time_zone)
    if row.state == AppointmentState.DONE:
        file.last_contact_on = max(file.last_contact_on, row.starts_at.astimezone(zone).date())
    elif was_done and file.last_contact_on == row.starts_at.astimezone(zone).date():
        done = Appointment.objects.filter(person=file, state=AppointmentState.DONE)
        days = [at.astimezone(zone).date() for at in done.values_list("starts_at", flat=True)]
        days += days_of([file], file.organisation, counting=False)[file.pk]
        file.last_contact_on = min(max([*days, file.opened_on]), file.last_contact_on)
