"""Reminders that leave: handed to the messages of the platform, and followed until they arrive."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership, User
from o2r.core import clock
from o2r.core.messaging.enums import MessageState
from o2r.core.messaging.models import OutgoingMessage
from o2r.core.messaging.services import NewMessage, post
from o2r.core.messaging.services import settle as settle_message
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.pathways.appointments.enums import ReminderChannel, ReminderState, WhyNot
from o2r.pathways.appointments.models import Appointment, Reminder
from o2r.pathways.appointments.notification_kinds import REMINDER_LOST
from o2r.pathways.appointments.selectors.reminding import TAG, due_reminders, of_message, ready
from o2r.pathways.appointments.services.planning import move_reminder
from o2r.people.models import Person
from o2r.people.services.holding import held

KIND = "appointment-reminder"
REMIND = "noter ce qu’un rappel est devenu"
FOLLOWED = (ReminderState.HANDED, ReminderState.UNKNOWN)
REACHED = {
    MessageState.SENT: ReminderState.SENT,
    MessageState.FAILED: ReminderState.FAILED,
    MessageState.CANCELLED: ReminderState.SKIPPED,
    MessageState.UNKNOWN: ReminderState.UNKNOWN,
}
SAID = {"trop-tard": WhyNot.TOO_LATE, "aucun-fournisseur": WhyNot.OFF}


def still_wanted(message: OutgoingMessage) -> str:
    """Why a reminder must not leave after all; nothing when it may."""
    reminder = of_message(message.tag)
    if reminder is None:
        return WhyNot.NOT_BOOKED.value
    found = ready(reminder)
    return found.value if isinstance(found, WhyNot) else ""


def hand_over_due(now: datetime) -> int:
    """Hand over the reminders whose hour has come; how many. Each in its own transaction."""
    return sum(_hand_over(one.pk, one.appointment.person_id) for one in due_reminders(now))


@transaction.atomic
def _hand_over(pk: UUID, person: UUID) -> bool:
    """The person first: what they say at the same moment is read before, or after, never half."""
    Person.objects.select_for_update(no_key=True).filter(pk=person).first()
    locked = Reminder.objects.select_for_update(no_key=True).filter(pk=pk)
    if locked.filter(state=ReminderState.PLANNED).first() is None:
        return False
    reminder = of_message(f"{TAG}{pk}")
    assert reminder is not None  # noqa: S101 — the row is locked
    found = ready(reminder)
    if isinstance(found, WhyNot):
        move_reminder(reminder, ReminderState.SKIPPED, why=found)
        return False
    row = reminder.appointment
    message = post(
        message=NewMessage(
            kind=KIND,
            tag=f"{TAG}{pk}",
            channel=found.channel,
            subject=row.person_id,
            organisation=row.person.organisation_id,
            recipient=found.recipient,
            text=found.text,
            zone=found.zone,
            expires_at=row.starts_at,
            not_before=found.not_before,
            not_after=found.not_after,
        )
    )
    reminder.message = message.pk
    move_reminder(reminder, ReminderState.HANDED)
    return True


def follow_messages() -> int:
    """Write what became of the reminders that were handed over; how many have changed."""
    rows = Reminder.objects.filter(state__in=FOLLOWED, message__isnull=False).order_by("pk")
    known = rows.values_list("message", "pk")
    waiting = {message: pk for message, pk in known if message is not None}
    states = OutgoingMessage.objects.filter(pk__in=waiting, state__in=REACHED).order_by("pk")
    return sum(_follow(waiting[one.pk], one) for one in states if one.pk in waiting)


@transaction.atomic
def _follow(pk: UUID, message: OutgoingMessage) -> bool:
    row = Reminder.objects.select_for_update(no_key=True).get(pk=pk)
    to = REACHED[MessageState(message.state)]
    if row.state not in FOLLOWED or row.state == to:
        return False
    move_reminder(row, to, why=_why(to, message.error))
    if to in (ReminderState.FAILED, ReminderState.UNKNOWN):
        _tell(row, to)
    return True


def _why(to: ReminderState, error: str) -> WhyNot | str:
    if to == ReminderState.SKIPPED:
        return WhyNot(error) if error in WhyNot.values else WhyNot.NOT_BOOKED
    if to == ReminderState.FAILED:
        return SAID.get(error, WhyNot.REFUSED)
    return ""


def _tell(row: Reminder, to: ReminderState) -> None:
    """The referent can still call; without one, who coordinates is told, and may name one.

    Neither who the person is nor what it is about leaves.
    """
    appointment = Appointment.objects.select_related("person__referent").get(pk=row.appointment_id)
    if appointment.starts_at <= clock.now():
        return
    referent: User | None = appointment.person.referent
    told = [referent] if referent else _coordinators(appointment.organisation_id)
    page = reverse("appointments:one", args=[appointment.person_id, appointment.pk])
    lost = to == ReminderState.FAILED
    notify(
        to=[Recipient(one.pk, one.email) for one in told],
        kind=REMINDER_LOST.code,
        subject="Un rappel n’est pas parti" if lost else "Un rappel est peut-être parti",
        body=(
            "Un rappel de rendez-vous n’a pas pu partir, pour une personne que vous suivez. "
            "Prévenez-la autrement si vous le pouvez."
            if lost
            else "Personne ne peut dire si un rappel de rendez-vous est parti, pour une personne "
            "que vous suivez. Il n’est pas renvoyé : elle le recevrait deux fois."
        ),
        link=page if referent else reverse("appointments:calendar"),
        sensitive=True,
    )


def _coordinators(organisation: UUID) -> list[User]:
    here = Membership.objects.current().filter(
        organisation=organisation, role=MembershipRole.COORDINATOR
    )
    return list(User.objects.filter(pk__in=here.values("user"), is_active=True).order_by("pk"))


@transaction.atomic
def give_letter(*, by: Actor, reminder: Reminder) -> Reminder:
    """Say that a letter was posted or handed; a second time changes nothing. Raises NotAllowed,
    DomainError for what leaves by itself."""
    row = _held(by, reminder)
    if row.channel != ReminderChannel.LETTER:
        raise DomainError("Ce rappel part tout seul : il n’y a rien à poster.")
    if row.state != ReminderState.SENT:
        move_reminder(row, ReminderState.SENT, by=by.user)
        written(by, "update", row.appointment.person, "route")
    return row


@transaction.atomic
def say_arrived(*, by: Actor, reminder: Reminder, arrived: bool) -> Reminder:
    """Say what is known of a reminder that perhaps left; left alone once it is known.

    It is not sent again. Raises NotAllowed.
    """
    row = _held(by, reminder)
    if row.state == ReminderState.UNKNOWN:
        to = ReminderState.SENT if arrived else ReminderState.FAILED
        move_reminder(row, to, by=by.user, why="" if arrived else WhyNot.REFUSED)
        if row.message is not None:
            settle_message(by=by.user, message=row.message, arrived=arrived)
        written(by, "update", row.appointment.person, "route")
    return row


def _held(by: Actor, reminder: Reminder) -> Reminder:
    file = held(by=by, person=reminder.appointment.person, act=REMIND)
    if file.organisation_id != by.organisation:
        raise NotAllowed(REMIND)
    rows = Reminder.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("appointment__person").get(pk=reminder.pk)
