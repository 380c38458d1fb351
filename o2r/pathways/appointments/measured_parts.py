"""Appointments and activities of a territory full of people, for ``o2r bench casework``.

Every share below is an assumption of this benchmark, not a finding.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.appointments.enums import (
    ActivityState,
    AppointmentState,
    AttendanceState,
    MeetingWay,
    ReminderChannel,
)
from o2r.pathways.appointments.models import Activity, Appointment, Attendance, Reminder
from o2r.people.measured_files import BATCH, sealed
from o2r.people.models import Person

SEED, EACH_FILE, ACTIVITIES, THERE = 43, 4, 40, 12
HOUR = timedelta(hours=1)


def fill(land: Territory) -> None:
    """Appointments past and to come for each open file, and activities where some of them come."""
    rng = random.Random(SEED)
    for operator in land.operators:
        rows = Person.objects.of_organisation(operator.organisation.pk).followed()
        people = iter(rows.order_by("pk"))
        while some := list(islice(people, BATCH)):
            wanted = ((row, {"place": "Local, 1er étage"}) for row in _booked(some, operator, rng))
            made = Appointment.objects.bulk_create(sealed(operator.organisation.pk, wanted))
            Reminder.objects.bulk_create(
                Reminder(appointment=row, channel=ReminderChannel.SMS, due_at=row.starts_at)
                for row in made
                if row.is_booked
            )
        _gather(operator, rng)


def _booked(people: list[Person], operator: Operator, rng: random.Random) -> Iterator[Appointment]:
    now = clock.now()
    for person in people:
        for rank in range(EACH_FILE):
            # One to come, the others of the last months.
            days = rng.randrange(1, 20) if rank == 0 else -rng.randrange(1, 120)
            start = now + timedelta(days=days, hours=rank)
            yield Appointment(
                subject=person.pk,
                person=person,
                organisation=operator.organisation,
                user=rng.choice(operator.workers),
                starts_at=start,
                ends_at=start + HOUR,
                way=MeetingWay.IN_PERSON,
                motive="ACC",
                body="IND",
                state=AppointmentState.BOOKED if rank == 0 else AppointmentState.DONE,
            )


def _gather(operator: Operator, rng: random.Random) -> None:
    now = clock.now()
    rows = [
        Activity(
            organisation=operator.organisation,
            title=f"Atelier {rank}",
            kind="ATELIER",
            starts_at=now - timedelta(days=rank),
            ends_at=now - timedelta(days=rank) + 2 * HOUR,
            state=ActivityState.PLANNED,
        )
        for rank in range(-5, ACTIVITIES - 5)
    ]
    Activity.objects.bulk_create(rows)
    there = operator.files[: 10 * THERE]
    Attendance.objects.bulk_create(
        Attendance(activity=row, person=one, state=AttendanceState.EXPECTED)
        for row in rows
        for one in rng.sample(there, min(THERE, len(there)))
    )


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """The next appointment of each file that is opened, its reminder, and the last activities."""
    rows = Appointment.objects.booked().filter(person__in=known["person"])
    by_person = {row.person_id: row for row in rows.order_by("starts_at", "pk")}
    booked = [by_person[key] for key in known["person"]]
    many = len(booked)
    activities = Activity.objects.filter(organisation=operator.organisation).order_by("pk")[:many]
    return {
        "appointment": [row.pk for row in booked],
        "reminder": [row.reminders.get().pk for row in booked],
        "activity": [row.pk for row in activities],
        "month": [f"{clock.today():%Y-%m}"] * many,
        "form": ["docx"] * many,
    }


measured_part(Part(("appointments",), fill, objects, (Appointment, Activity, Attendance, Reminder)))
