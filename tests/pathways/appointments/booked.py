"""Appointments and activities for tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.pathways.appointments.enums import ReminderChannel
from o2r.pathways.appointments.models import Activity, Appointment
from o2r.pathways.appointments.services.booking import Booking, book
from o2r.pathways.appointments.services.gathering import ActivityDetails, announce
from o2r.pathways.appointments.services.preferring import Choices, choose
from o2r.people.enums import ContactKind
from o2r.people.models import Person
from o2r.people.services import Means, add_contact

HOUR = timedelta(hours=1)
SMS = ReminderChannel.SMS


def at(days: float = 2, hours: float = 0) -> datetime:
    return clock.now() + timedelta(days=days, hours=hours)


def booked(by: Actor, person: Person, start: datetime | None = None, **more: Any) -> Appointment:
    start = start or at()
    lasts = more.pop("lasts", HOUR)
    code = more.pop("code", None) or uuid4()
    fields = {"user": by.user, "place": "Local"} | more
    booking = Booking(starts_at=start, ends_at=start + lasts, **fields)
    return book(by=by, person=person, booking=booking, code=code)


def announced(by: Actor, start: datetime | None = None, **more: Any) -> Activity:
    start = start or at()
    details = ActivityDetails("Atelier", "ATELIER", start, start + 2 * HOUR, **more)
    return announce(by=by, details=details, code=uuid4())


def says_yes(by: Actor, person: Person, **means: Any) -> None:
    """The person says yes to SMS, and has a telephone."""
    choose(by=by, person=person, choices=Choices(says_yes=True, channels=[SMS]))
    fields: dict[str, Any] = {"kind": ContactKind.PHONE, "value": "0612345678"} | means
    add_contact(by=by, person=person, means=Means(**fields))
