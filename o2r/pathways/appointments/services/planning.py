"""Reminders of an appointment: planned with it, dropped with it, and each of their moves."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.appointments.enums import (
    REMINDER_MOVES,
    ReminderChannel,
    ReminderState,
    WhyNot,
)
from o2r.pathways.appointments.models import Appointment, Reminder, ReminderMove
from o2r.pathways.rules import number


def plan_reminders(appointment: Appointment, channels: Iterable[ReminderChannel]) -> None:
    """Plan a reminder by each channel. One whose hour has passed leaves at once, if it still helps;
    nothing is planned for an appointment that has begun."""
    now = clock.now()
    if appointment.starts_at <= now:
        return
    for channel in sorted(set(channels)):
        due = max(appointment.starts_at - before(channel), now)
        Reminder.objects.create(appointment=appointment, channel=channel, due_at=due)


def before(channel: ReminderChannel) -> timedelta:
    """How long before an appointment a reminder leaves by this channel."""
    if channel == ReminderChannel.LETTER:
        return timedelta(days=number("reminder-letter-days-before"))
    return timedelta(hours=number("reminder-hours-before"))


def drop_reminders(by: UUID | None, appointment: Appointment) -> None:
    """Nobody is reminded of what does not take place then any more. What is on its way stops just
    before it leaves: the worker asks."""
    rows = Reminder.objects.select_for_update(no_key=True).filter(appointment=appointment)
    for row in rows.filter(state=ReminderState.PLANNED).order_by("pk"):
        move_reminder(row, ReminderState.SKIPPED, by=by, why=WhyNot.NOT_BOOKED)


def move_reminder(
    row: Reminder, to: ReminderState, *, by: UUID | None = None, why: WhyNot | str = ""
) -> None:
    """The only way from a state to another, of a row that is locked. Raises DomainError."""
    left = ReminderState(row.state)
    if to not in REMINDER_MOVES[left]:
        raise DomainError(f"Ce rappel est « {left.label} » : il ne peut plus être « {to.label} ».")
    row.state, row.why = to, why
    row.save(update_fields=["state", "why", "message"])
    ReminderMove.objects.create(reminder=row, left=left, reached=to, by=by)
