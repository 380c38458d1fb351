"""The calendar: what waits for somebody day by day, and what a team has to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.accounts.policy import may_meet
from o2r.outreach.selectors.people_seen import files_followed
from o2r.pathways.appointments.models import Activity, Appointment
from o2r.people.models import Person

OTHERS = "Une personne suivie par un collègue"


@dataclass(frozen=True)
class Entry:
    """One line of a day. ``name``: whom it is with, for who follows them; ``link`` is empty for
    what one may not open."""

    starts_at: datetime
    ends_at: datetime
    title: str
    name: str = ""
    link: str = ""
    state: str = ""
    is_activity: bool = False


@dataclass
class Day:
    """One day of the calendar, with its lines in order."""

    day: date
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


def my_appointments(actor: Actor, start: datetime, end: datetime) -> QuerySet[Appointment]:
    """Those of the people one follows, and those that one has with anybody here."""
    mine = Q(person__in=files_followed(actor).values("pk")) | Q(user__in=actor.identities)
    rows = Appointment.objects.standing().between(start, end)
    rows = rows.filter(mine, organisation=actor.organisation)
    return rows.select_related("organisation", "user").order_by("starts_at", "pk")


def activities_between(actor: Actor, start: datetime, end: datetime) -> QuerySet[Activity]:
    """Those of the operator one acts for, that stand."""
    if not may_meet(actor, Activity.access_kind):
        return Activity.objects.none()
    rows = Activity.objects.all().visible_to(actor).standing().between(start, end)
    return rows.select_related("organisation").order_by("starts_at", "pk")


def people_named(actor: Actor, keys: Iterable[UUID]) -> list[Person]:
    """The people of these appointments whom one follows, with what their names need."""
    rows = files_followed(actor).filter(pk__in=set(keys))
    return list(rows.with_followers().select_related("identity").order_by("pk"))


def days_from(first: date, many: int, today: date) -> list[Day]:
    """Empty days, in order."""
    days = [first + timedelta(days=rank) for rank in range(many)]
    return [Day(one, one == today) for one in days]


@dataclass(frozen=True)
class Load:
    """How many appointments a colleague has on each day: numbers, and nobody followed."""

    user: User | None
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def loads_between(
    organisation: UUID, zone: ZoneInfo, start: datetime, end: datetime, days: list[date]
) -> list[Load]:
    """The appointments of each colleague, day by day. Two queries."""
    rows = Appointment.objects.standing().between(start, end).filter(organisation=organisation)
    by_day = rows.values("user", day=TruncDate("starts_at", tzinfo=zone))
    counted = by_day.annotate(many=Count("pk"))
    found: dict[UUID | None, dict[date, int]] = {}
    for row in counted.order_by("user", "day"):
        found.setdefault(row["user"], {})[row["day"]] = row["many"]
    users = {one.pk: one for one in User.objects.filter(pk__in=[key for key in found if key])}
    loads = [
        Load(users.get(key) if key else None, tuple(counts.get(day, 0) for day in days))
        for key, counts in found.items()
    ]
    return sorted(loads, key=lambda one: (one.user is None, str(one.user or "")))
