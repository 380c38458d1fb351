"""The invented appointments and activities of a demonstration."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.outreach.selectors.people_seen import files_followed, known_as
from o2r.pathways.appointments.enums import (
    ActivityState,
    AppointmentState,
    AttendanceState,
    MeetingWay,
    ReminderChannel,
)
from o2r.pathways.appointments.models import Activity, Appointment
from o2r.pathways.appointments.services.booking import Booking, book, settle
from o2r.pathways.appointments.services.gathering import (
    ActivityDetails,
    announce,
    enrol,
    mark,
    move_activity,
)
from o2r.pathways.appointments.services.preferring import Choices, choose
from o2r.people.examples import HUGO, INES
from o2r.people.models import Person

S = AppointmentState


@dataclass(frozen=True)
class Example:
    """An appointment: in how many days, at what hour, for how many minutes, with whom."""

    days: int
    at: time
    minutes: int
    whom: str = ""
    about: str = ""
    place: str = ""
    way: MeetingWay = MeetingWay.IN_PERSON
    body: str = "IND"
    became: AppointmentState | None = None


EXAMPLES = (
    Example(-20, time(10), 60, about="Premier point", place="Local, 1er étage", became=S.DONE),
    Example(
        -13,
        time(14, 30),
        45,
        "Conseillère",
        "Inscription",
        "Mission locale",
        body="ML",
        became=S.ABSENT,
    ),
    Example(-6, time(10), 60, about="Refaire la carte d’identité", place="Mairie", became=S.DONE),
    Example(-1, time(11), 30, about="Appel", way=MeetingWay.PHONE),
    Example(1, time(9, 30), 60, about="Faire le point", place="Local, 1er étage"),
    Example(3, time(15), 45, "Assistante sociale", "Ouverture de droits", "CCAS", body="DCD"),
)
ACTIVITIES = (
    ("Atelier cuisine", "ATELIER", -7, time(14), 120, "Centre social", AttendanceState.PRESENT),
    ("Sortie à vélo", "SPORT", -3, time(9, 30), 150, "Devant le local", AttendanceState.EXCUSED),
    ("Visite d’un chantier", "SORTIE", 2, time(9), 180, "Gare", None),
    ("Atelier cuisine", "ATELIER", 7, time(14), 120, "Centre social", None),
)


@transaction.atomic
def create_demo_appointments() -> int:
    """Create the invented appointments and activities, once; how many.

    Raises DemonstrationOnly outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    workers = list(User.objects.filter(email__in=(INES, HUGO), is_example=True).order_by("email"))
    if Appointment.objects.exists() or not workers:
        return 0
    made, seen = 0, set[UUID]()
    for worker in workers:
        by = actor_for(worker)
        people = list(files_followed(by).select_related("identity").order_by("opened_on", "pk"))
        # Two colleagues may follow the same person.
        open_files = [one for one in people if one.is_followed and one.pk not in seen][:6]
        seen |= {one.pk for one in open_files}
        names = known_as(by, open_files)
        open_files.sort(key=lambda one: names[one.pk])
        for person, example in zip(open_files, EXAMPLES, strict=False):
            made += _book(by, worker, person, example)
        if open_files:
            choose(
                by=by,
                person=open_files[-1],
                choices=Choices(says_yes=True, channels=[ReminderChannel.SMS]),
            )
    return made + _gather(actor_for(workers[-1]), workers)


def _zone(by: Actor) -> ZoneInfo:
    here = Organisation.objects.filter(pk__in=[by.organisation] if by.organisation else [])
    return ZoneInfo(here.get().time_zone)


def _at(by: Actor, days: int, hour: time) -> datetime:
    zone = _zone(by)
    day = clock.now().astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, hour, tzinfo=zone)


def _book(by: Actor, worker: User, person: Person, example: Example) -> int:
    start = _at(by, example.days, example.at)
    row = book(
        by=by,
        person=person,
        booking=Booking(
            starts_at=start,
            ends_at=start + timedelta(minutes=example.minutes),
            way=example.way,
            body=example.body,
            user=None if example.whom else worker.pk,
            with_whom=example.whom,
            about=example.about,
            place=example.place,
            remind=(ReminderChannel.SMS,) if example.days > 0 else (),
        ),
        code=uuid4(),
    )
    if example.became is not None:
        settle(by=by, appointment=row, to=example.became)
    return 1


def _gather(by: Actor, workers: list[User]) -> int:
    """Activities of the operator of one worker, where the people of both are expected."""
    rows: list[tuple[Activity, AttendanceState | None]] = []
    for title, kind, days, hour, minutes, place, became in ACTIVITIES:
        start = _at(by, days, hour)
        details = ActivityDetails(
            title, kind, start, start + timedelta(minutes=minutes), place, capacity=8
        )
        rows.append((announce(by=by, details=details, code=uuid4()), became))
    for worker in workers:
        actor = actor_for(worker)
        if actor.organisation != by.organisation:
            continue
        for person in files_followed(actor).order_by("opened_on", "pk")[:2]:
            for activity, became in rows:
                one = enrol(by=actor, activity=activity, person=person)
                if became is not None:
                    mark(by=actor, attendance=one, to=became)
    for activity, became in rows:
        if became is not None:
            move_activity(by=by, activity=activity, to=ActivityState.HELD)
    return len(rows)
