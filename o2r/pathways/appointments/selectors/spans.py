"""What somebody has between two instants, and the hours they gave: pure sums over few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from o2r.pathways.appointments.enums import ActivityState, AppointmentState, AttendanceState
from o2r.pathways.appointments.models import Appointment, Attendance
from o2r.people.models import Person

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """A moment given to somebody, or meant for them. ``minutes``: attended; ``due``: planned.

    ``said``: what became of it, in words. ``missed``: absent without an excuse; ``waits``: it is
    over and nobody said whether they came.
    """

    starts_at: datetime
    ends_at: datetime
    what: str
    said: str
    due: int
    minutes: int
    missed: bool = False
    waits: bool = False
    key: str = ""


def appointments_between(person: Person, start: datetime, end: datetime) -> QuerySet[Appointment]:
    """The appointments of a person that stand and share a moment with a span, the earliest first.

    For who looks for overlaps. Those that were cancelled or moved are not there.
    """
    rows = Appointment.objects.standing().filter(person=person).between(start, end)
    return rows.select_related("user", "organisation").order_by("starts_at", "pk")


def appointments_by_colleague(
    people: QuerySet[Person], start: datetime, end: datetime
) -> list[tuple[UUID | None, int]]:
    """How many appointments with some of these people each colleague has between two instants:
    numbers; nobody for those that a partner gives. One query."""
    rows = Appointment.objects.standing().between(start, end).filter(person__in=people.values("pk"))
    counted = rows.order_by("user").values("user").annotate(many=Count("pk"))
    return list(counted.values_list("user", "many"))


def spans_of(person: Person, start: datetime, end: datetime, now: datetime) -> list[Span]:
    """Appointments and activities of a person between two instants, in order. Two queries.

    An activity is counted once, even when two files that became one were both expected there.
    """
    found = [_of_appointment(one, now) for one in appointments_between(person, start, end)]
    rows = Attendance.objects.filter(
        person=person, activity__starts_at__lt=end, activity__ends_at__gt=start
    ).exclude(activity__state=ActivityState.CANCELLED)
    once: dict[object, Span] = {}
    for one in rows.select_related("activity").order_by("minutes", "pk"):
        once[one.activity_id] = _of_attendance(one, now)
    return sorted([*found, *once.values()], key=lambda one: (one.starts_at, one.what))


def _of_appointment(row: Appointment, now: datetime) -> Span:
    minutes, done = _minutes(row.lasts), row.state == AppointmentState.DONE
    return Span(
        row.starts_at,
        row.ends_at,
        "Rendez-vous",
        str(AppointmentState(row.state).label),
        minutes,
        minutes if done else 0,
        missed=row.state == AppointmentState.ABSENT,
        waits=row.is_booked and row.ends_at <= now,
        key=str(row.pk),
    )


def _of_attendance(row: Attendance, now: datetime) -> Span:
    activity = row.activity
    return Span(
        activity.starts_at,
        activity.ends_at,
        activity.title,
        str(AttendanceState(row.state).label),
        _minutes(activity.lasts),
        row.minutes,
        missed=row.state == AttendanceState.ABSENT,
        waits=row.state == AttendanceState.EXPECTED and activity.ends_at <= now,
        key=str(row.pk),
    )


def _minutes(lasts: timedelta) -> int:
    return int(lasts.total_seconds() // 60)


@dataclass(frozen=True)
class Week:
    """Minutes of one week, from its Monday."""

    monday: date
    due: int
    minutes: int
    waits: int

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def weeks_of(spans: Iterable[Span], zone: ZoneInfo, first: date, last: date) -> list[Week]:
    """Each week between two days, even those that hold nothing, the last one first. Pure."""
    monday, known = monday_of(first), list(spans)
    found = []
    while monday <= last:
        inside = [one for one in known if monday_of(_day(one, zone)) == monday]
        found.append(
            Week(
                monday,
                sum(one.due for one in inside),
                sum(one.minutes for one in inside),
                sum(one.waits for one in inside),
            )
        )
        monday += WEEK
    return found[::-1]


def _day(span: Span, zone: ZoneInfo) -> date:
    return span.starts_at.astimezone(zone).date()


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def instants(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first minute of a day to the last one of another, where it happens."""
    start = datetime.combine(first, time(), tzinfo=zone)
    return start, datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
