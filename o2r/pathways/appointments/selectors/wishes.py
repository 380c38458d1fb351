"""What somebody said of messages: yes or not yet, by what, and where they are reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from o2r.core import clock
from o2r.pathways.appointments.models import ReminderPreference
from o2r.people.enums import Purpose
from o2r.people.models import ContactMeans, Merge, Person

WISHES = ("reminder_preference", "agreements", "contacts")
"""What a page brings with a file, to know what its person said of messages."""


@dataclass(frozen=True)
class Wishes:
    """How somebody lets themselves be written to, and their telephones and addresses.

    ``gone``: what was said under the files that became one with this one.
    """

    own: ReminderPreference | None
    gone: Sequence[ReminderPreference]
    agreed: bool
    contacts: Sequence[ContactMeans]

    def says_yes(self, channel: str) -> bool:
        """Whether the person said yes to be reminded by this channel: aloud, or by an agreement."""
        if self.own is not None and self.own.said_yes_on is not None:
            return channel in self.own.channels
        # What they chose beside an agreement still narrows it.
        chosen = self.own.channels if self.own is not None else []
        return self.agreed and (not chosen or channel in chosen)

    def pauses(self, channel: str) -> bool:
        """Whether reminders pause: in this file, or in one that became one with it."""
        rows = [*([self.own] if self.own else []), *self.gone]
        return any(one.pauses(channel, clock.today()) for one in rows)

    def means(self, kind: str) -> ContactMeans | None:
        """The preferred means of this kind, else the one given last."""
        rows = [one for one in self.contacts if one.kind == kind]
        rows.sort(key=lambda one: (one.is_preferred, one.added_at), reverse=True)
        return rows[0] if rows else None


def wishes_of(person: Person) -> Wishes:
    """What a person said of messages. Four queries; one when their file came with ``WISHES``."""
    merged = Merge.objects.filter(kept=person, undone_at=None).values("gone")
    return Wishes(
        own=getattr(person, "reminder_preference", None),
        gone=list(ReminderPreference.objects.filter(person__in=merged).order_by("pk")),
        agreed=any(
            one.purpose == Purpose.REMIND and one.is_consent and one.is_in_force()
            for one in person.agreements.all()
        ),
        contacts=list(person.contacts.all()),
    )
