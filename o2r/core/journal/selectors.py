"""Reading the journal. Who may read which chain is decided by the caller, before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from o2r.core.journal.chain import PLATFORM_CHAIN
from o2r.core.journal.enums import Decision
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.sentences import DigestLine, digest_lines

Entries = QuerySet[JournalEntry, JournalEntry]
ENTRIES_PER_PAGE = 50


@dataclass(frozen=True)
class Criteria:
    """What a reader of the journal looks for; ``since`` and ``until`` are days, both included."""

    since: date | None = None
    until: date | None = None
    user: UUID | None = None
    kind: str = ""
    object_id: UUID | None = None
    refused_only: bool = False


def entries_of(organisation: UUID | None, criteria: Criteria | None = None) -> Entries:
    """The entries of an organisation (None: the platform's), newest first."""
    asked = criteria or Criteria()
    entries = JournalEntry.objects.filter(chain=organisation or PLATFORM_CHAIN)
    if asked.since:
        entries = entries.filter(at__gte=_midnight(asked.since))
    if asked.until:
        entries = entries.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.user:
        entries = entries.filter(user=asked.user)
    if asked.kind:
        entries = entries.filter(kind=asked.kind)
    if asked.object_id:
        entries = entries.filter(object_id=asked.object_id)
    if asked.refused_only:
        entries = entries.filter(decision=Decision.DENY)
    return entries.order_by("-number")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def entries_after(chain: UUID, number: int) -> Entries:
    """What a chain received after an entry, oldest first: for whoever follows the journal."""
    return JournalEntry.objects.filter(chain=chain, number__gt=number).order_by("number")


def acts_of(user: UUID) -> Entries:
    """Everything one user did, in every chain, newest first."""
    return JournalEntry.objects.filter(user=user).order_by("-at", "chain", "-number")


@dataclass(frozen=True)
class Readings:
    """How often people of one organisation did the same act in one chain, on one day."""

    day: date
    reader: UUID | None
    chain: UUID
    action: str
    people: int
    times: int


def by_day(entries: Entries) -> list[Readings]:
    """``entries`` counted by day, organisation of who acted, chain and act; newest day first."""
    keys = ("day", "organisation", "chain", "action")
    groups = entries.annotate(day=TruncDate("at")).order_by("-day", *keys[1:]).values_list(*keys)
    counted = groups.annotate(people=Count("user", distinct=True), times=Count("pk"))
    return [Readings(*group) for group in counted]


def digest(
    object_id: UUID, *, kind: str = "", but_role: str = "", says_basis: bool = False
) -> list[DigestLine]:
    """Who saw or changed an object, for the person it concerns: newest day first.

    Acts are told by day and organisation, never with the name of a professional; refusals are
    left out, since nothing was seen. ``kind``: only this kind of object; ``but_role``: whose acts
    are left out, those of the person concerned; ``says_basis``: with what opened it.
    """
    entries = JournalEntry.objects.filter(object_id=object_id, decision=Decision.ALLOW)
    if kind:
        entries = entries.filter(kind=kind)
    if but_role:
        entries = entries.exclude(role=but_role)
    newest_first = entries.order_by("-at", "chain", "-number")
    return digest_lines(newest_first, says_basis=says_basis)
