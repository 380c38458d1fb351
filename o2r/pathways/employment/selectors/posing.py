"""Whether a question may leave by itself, to whom, at which hours; and what became of it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import models

from o2r.core import clock
from o2r.core.crypto.errors import NoKey, Unreadable
from o2r.core.crypto.fields import read_sealed
from o2r.core.messaging.enums import Channel, MessageState
from o2r.core.messaging.models import OutgoingMessage
from o2r.core.messaging.providers import is_on
from o2r.core.messaging.windows import narrowest, next_opening
from o2r.pathways.appointments.enums import WhyNot
from o2r.pathways.appointments.selectors.wishes import Wishes, wishes_of
from o2r.pathways.employment.enums import Side
from o2r.pathways.employment.models import Checkpoint, EmployerContact
from o2r.pathways.rules import number
from o2r.people.enums import ContactKind
from o2r.territory.typography import typographic

TAG = "question-"
MEANS = {Channel.SMS: ContactKind.PHONE, Channel.MAIL: ContactKind.EMAIL}
OF_EMPLOYER = {Channel.SMS: "phone", Channel.MAIL: "mail"}
ON_ITS_WAY = (MessageState.WAITING, MessageState.SENDING, MessageState.UNKNOWN)
GONE = (*ON_ITS_WAY, MessageState.SENT)
"""It left, will leave, or perhaps left: it is not written again."""


class Stopped(models.TextChoices):
    """Why a question that was to leave does not, besides what stops a reminder."""

    REPLACED = "remplacee", "un autre lien l’a remplacée"
    OVER = "plus-posee", "la question ne se pose plus"
    NO_YES = "pas-de-contact", "aucun contact chez l’employeur, ou pas par ce moyen"
    PROTECTED = "dossier-protege", "le dossier est protégé"


@dataclass(frozen=True)
class Way:
    """To which number or address, at which hours, in the open or not."""

    recipient: str
    zone: str
    not_before: time | None
    not_after: time | None
    discreet: bool


@dataclass(frozen=True)
class Posed:
    """The last message of a question, and what became of it."""

    channel: Channel
    state: MessageState
    error: str

    @property
    def is_gone(self) -> bool:
        return self.state in GONE

    @property
    def said(self) -> str:
        """What became of it, in words."""
        by = self.channel.label
        known = {one.value: one.label for one in (*Stopped, *WhyNot)}
        words = {
            MessageState.WAITING: f"Part par {by} dès que l’heure le permet.",
            MessageState.SENDING: f"En cours d’envoi par {by}.",
            MessageState.SENT: f"Partie par {by}.",
            MessageState.UNKNOWN: f"Peut-être partie par {by} : on le demande à l’opérateur.",
            MessageState.FAILED: f"N’a pas pu partir par {by}. Essayez autrement.",
            MessageState.CANCELLED: (
                f"N’est pas partie par {by} : {known.get(self.error, 'elle n’était plus utile')}."
            ),
        }
        return typographic(words[self.state])


@dataclass(frozen=True)
class _Asked:
    """Whom a question asks: what they said of messages, read once for all channels."""

    row: Checkpoint

    @cached_property
    def wishes(self) -> Wishes:
        return wishes_of(self.row.person)

    @cached_property
    def employer(self) -> EmployerContact | None:
        """The contact that the person named: erased when they change their mind."""
        return EmployerContact.objects.filter(job=self.row.job_id).order_by("pk").first()


def way_to(row: Checkpoint, channel: Channel) -> Way | str:
    """By what a question would leave now, or why it may not: a code of ``WhyNot`` or ``Stopped``.
    Asked when it is written, and again just before it leaves."""
    return _way(_Asked(row), channel)


def _way(asked: _Asked, channel: Channel) -> Way | str:
    row, person = asked.row, asked.row.person
    if not person.is_followed:
        return WhyNot.CLOSED.value
    if not row.is_waiting or not row.job.is_live:
        return Stopped.OVER.value
    if not is_on(channel):
        return WhyNot.OFF.value
    found = _of_person(asked, channel) if row.side == Side.PERSON else _of_employer(asked, channel)
    if isinstance(found, Way) and row.expires_on is not None:
        opens = next_opening(clock.now(), ZoneInfo(found.zone), found.not_before, found.not_after)
        if opens >= last_moment(row):
            return WhyNot.NO_HOUR.value
    return found


def last_moment(row: Checkpoint) -> datetime:
    """The end of the last day of the link, where the person is."""
    assert row.expires_on is not None  # noqa: S101 — a link has a last day
    zone = ZoneInfo(row.person.organisation.time_zone)
    return datetime.combine(row.expires_on + timedelta(days=1), time(), tzinfo=zone)


def _hours() -> tuple[time, time]:
    return time(number("reminder-first-hour")), time(number("reminder-last-hour"))


def _of_person(asked: _Asked, channel: Channel) -> Way | str:
    person, wishes = asked.row.person, asked.wishes
    if wishes.pauses(channel):
        return WhyNot.SUSPENDED.value
    if not wishes.says_yes(channel):
        return WhyNot.NO_CONSENT.value
    means = wishes.means(MEANS[channel])
    if means is None:
        return WhyNot.NO_CONTACT.value
    hours = narrowest((means.not_before, means.not_after), _hours())
    if hours is None:
        return WhyNot.NO_HOUR.value
    try:
        value = read_sealed(means, "value", organisation=person.organisation_id)["value"]
    except (NoKey, Unreadable):
        return WhyNot.NO_CONTACT.value
    discreet = means.is_read_by_others or means.wants_neutral_sender
    return Way(value, person.organisation.time_zone, *hours, discreet)


def _of_employer(asked: _Asked, channel: Channel) -> Way | str:
    person, name = asked.row.person, OF_EMPLOYER[channel]
    if person.is_protected:
        return Stopped.PROTECTED.value
    contact = asked.employer
    if contact is None:
        return Stopped.NO_YES.value
    try:
        value = read_sealed(contact, name, organisation=person.organisation_id)[name]
    except (NoKey, Unreadable):
        value = ""
    if not value:
        return Stopped.NO_YES.value
    return Way(value, person.organisation.time_zone, *_hours(), discreet=False)


def channels_for(row: Checkpoint) -> list[tuple[Channel, str]]:
    """Each channel, and why it may not be used today, in words; nothing when it may."""
    known = {one.value: one.label for one in (*Stopped, *WhyNot)}
    asked = _Asked(row)
    found = ((channel, _way(asked, channel)) for channel in Channel)
    return [(channel, "" if isinstance(way, Way) else known[way]) for channel, way in found]


def last_posed(row: Checkpoint) -> Posed | None:
    """The message that carried this question: the one that left or may leave, else the last one.
    One query."""
    rows = OutgoingMessage.objects.filter(tag__startswith=f"{TAG}{row.pk}-")
    known = [
        Posed(Channel(one.channel), MessageState(one.state), one.error)
        for one in rows.order_by("-created_at", "-pk")
    ]
    return next((one for one in known if one.is_gone), known[0] if known else None)


def tag_of(row: Checkpoint) -> str:
    """What a message is known by: the question, and the link that it carries."""
    return f"{TAG}{row.pk}-{(row.digest or '')[:8]}"


def of_message(tag: str) -> Checkpoint | None:
    """The question that a message carries, while its link is the one in service."""
    key, _, _ = tag.removeprefix(TAG).rpartition("-")
    rows = Checkpoint.objects.select_related("job", "person__organisation")
    row = rows.filter(pk=key).first()
    return row if row is not None and tag_of(row) == tag else None
