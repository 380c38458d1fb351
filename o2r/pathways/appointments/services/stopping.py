"""Nobody comes any more: what was to be held is cancelled, and nothing leaves."""

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.messaging.services import withdraw_about
from o2r.pathways.appointments.enums import (
    ActivityState,
    AppointmentState,
    AttendanceState,
    WhyNot,
)
from o2r.pathways.appointments.models import (
    Appointment,
    AppointmentMove,
    Attendance,
    AttendanceMove,
)
from o2r.pathways.appointments.services.planning import drop_reminders
from o2r.people.models import Person


def stop_meeting(by: Actor, person: Person) -> None:
    """Cancel the appointments that nobody settled, expect the person at no activity, remind nobody.
    Messages that wait stay here. In the transaction of who decided, the file locked."""
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",)).filter(person=person)
    for row in rows.booked().order_by("pk"):
        left, row.state = row.state, AppointmentState.CANCELLED
        row.save(update_fields=["state"])
        AppointmentMove.objects.create(
            appointment=row, left=left, reached=AppointmentState.CANCELLED, by=by.user
        )
        drop_reminders(by.user, row)
    expected = Attendance.objects.select_for_update(no_key=True, of=("self",)).filter(
        person=person, state=AttendanceState.EXPECTED, activity__state=ActivityState.PLANNED
    )
    for one in expected.order_by("pk"):
        left, one.state, one.noted_at = one.state, AttendanceState.EXCUSED, clock.now()
        one.save(update_fields=["state", "noted_at"])
        AttendanceMove.objects.create(
            attendance=one, left=left, reached=AttendanceState.EXCUSED, by=by.user
        )
    withdraw_about(subject=person.pk, why=WhyNot.CLOSED)
