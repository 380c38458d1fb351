"""Reads of the agenda."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst

from o2r.core import clock
from o2r.core.agenda.grouping import Moment, moment_of
from o2r.core.agenda.ical import Event, calendar
from o2r.core.agenda.models import FeedLink
from o2r.core.agenda.people import Feed, actor_behind
from o2r.core.agenda.registry import Due, due_for
from o2r.core.belt import open_scope
from o2r.core.instance import instance

SHOWN_AT_HOME = 3


@dataclass(frozen=True)
class Block:
    """What the home shows: the first things due, how many more there are, how many are late."""

    first: list[Due]
    more: int
    late: int

    @property
    def late_label(self) -> str:
        """How many are late, in words."""
        return f"{self.late} en retard"


def block_for(actor: object) -> Block:
    """The short block of the home."""
    dues, today = due_for(actor), clock.today()
    late = sum(moment_of(due, today) is Moment.LATE for due in dues)
    return Block(dues[:SHOWN_AT_HOME], len(dues[SHOWN_AT_HOME:]), late)


def link_of(user: UUID, organisation: UUID | None) -> FeedLink | None:
    """The calendar link of a person for the organisation they act for."""
    return FeedLink.objects.of(user, organisation).first()


def feed_of(feed: Feed) -> bytes | None:
    """The calendar of the owner of a link, as they would see it now; None when they see nothing.

    Titles alone, without any personal data, and the address of the page that says more.
    """
    with open_scope(user=feed.owner, organisation=feed.organisation):
        actor = actor_behind(feed.owner, feed.organisation)
        if actor is None:
            return None
        dues = due_for(actor)
    page = settings.PUBLIC_URL + reverse("agenda:agenda")
    name = f"{instance().site_name} : ce qui m’attend"
    return calendar((_event(feed, due, page) for due in dues), name=name)


def _event(feed: Feed, due: Due, page: str) -> Event:
    # Stable, and it tells nothing of what it is about.
    words = f"{feed.link} {due.kind} {due.link}"
    uid = hashlib.sha256(words.encode()).hexdigest()[:32]
    title = capfirst(due.feed_title or due.label)
    return Event(uid=f"{uid}@o2r", title=title, start=due.on, url=page)
