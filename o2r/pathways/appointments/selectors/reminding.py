"""Whether somebody may be reminded now, by what, and in which words."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from o2r.core import clock
from o2r.core.crypto.errors import NoKey, Unreadable
from o2r.core.crypto.fields import read_sealed
from o2r.core.messaging.enums import Channel
from o2r.core.messaging.providers import is_on
from o2r.core.messaging.windows import narrowest, next_opening
from o2r.pathways.appointments.enums import MeetingWay, ReminderChannel, WhyNot
from o2r.pathways.appointments.models import Appointment, Reminder
from o2r.pathways.appointments.reminder_words import Recalled, reminder_text
from o2r.pathways.appointments.selectors.wishes import Wishes, wishes_of
from o2r.pathways.rules import number
from o2r.people.enums import ContactKind
from o2r.people.models import Person

KINDS = {ReminderChannel.SMS: ContactKind.PHONE, ReminderChannel.MAIL: ContactKind.EMAIL}
CHANNELS = {ReminderChannel.SMS: Channel.SMS, ReminderChannel.MAIL: Channel.MAIL}


@dataclass(frozen=True)
class Ready:
    """A reminder that may leave: to which number or address, when, in which words."""

    channel: Channel
    recipient: str
    text: str
    zone: str
    not_before: time | None
    not_after: time | None


def ready(reminder: Reminder) -> Ready | WhyNot:
    """What would leave now, or why nothing may. Asked when it is handed over, and again just before
    it leaves: what the person said meanwhile counts."""
    row, channel = reminder.appointment, ReminderChannel(reminder.channel)
    person = row.person
    wishes = wishes_of(person)
    refused = _refused(person, row, channel, wishes)
    if refused is not None:
        return refused
    means = wishes.means(KINDS[channel])
    if means is None:
        return WhyNot.NO_CONTACT
    ours = time(number("reminder-first-hour")), time(number("reminder-last-hour"))
    hours = narrowest((means.not_before, means.not_after), ours)
    if hours is None:
        return WhyNot.NO_HOUR
    zone = person.organisation.time_zone
    if next_opening(clock.now(), ZoneInfo(zone), *hours) >= row.starts_at:
        return WhyNot.NO_HOUR
    try:
        said = read_sealed(means, "value", organisation=person.organisation_id)
        place = read_sealed(row, "place", organisation=person.organisation_id)["place"]
    except (NoKey, Unreadable):
        return WhyNot.NO_CONTACT
    recalled = Recalled(row.local_start, MeetingWay(row.way), place)
    discreet = means.is_read_by_others or means.wants_neutral_sender
    text = reminder_text(recalled, discreet=discreet)
    return Ready(CHANNELS[channel], said["value"], text, zone, *hours)


def _refused(
    person: Person, row: Appointment, channel: ReminderChannel, wishes: Wishes
) -> WhyNot | None:
    if not person.is_followed:
        return WhyNot.CLOSED
    if not row.is_booked:
        return WhyNot.NOT_BOOKED
    if row.starts_at <= clock.now():
        return WhyNot.TOO_LATE
    if wishes.pauses(channel):
        return WhyNot.SUSPENDED
    if not wishes.says_yes(channel):
        return WhyNot.NO_CONSENT
    return None if is_on(CHANNELS[channel]) else WhyNot.OFF


def of_message(tag: str) -> Reminder | None:
    """The reminder that a message carries."""
    rows = Reminder.objects.select_related(
        "appointment__organisation", "appointment__person__organisation"
    )
    return rows.filter(pk=tag.removeprefix(TAG)).first()


TAG = "rappel-"


def due_reminders(now: datetime) -> list[Reminder]:
    """Those whose hour has come, the oldest first; a few hundred at most."""
    rows = Reminder.objects.due(now).select_related("appointment").order_by("due_at", "pk")
    return list(rows[:300])
