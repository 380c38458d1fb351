"""What appointments hold of an accompanied person, handed out and erased with their file."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.appointments.models import (
    Appointment,
    Attendance,
    Reminder,
    ReminderPreference,
)

PERSON = SubjectKind.PERSON

holds_personal_data(
    PERSON,
    "appointments.Appointment",
    title="Vos rendez-vous",
    rows=lambda person: Appointment.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("starts_at", "ends_at", "way", "with_whom", "about", "place", "state"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "appointments.Reminder",
    title="Les rappels de vos rendez-vous",
    rows=lambda person: Reminder.objects.filter(appointment__person_id=UUID(person)).order_by("pk"),
    fields=("due_at", "channel", "state"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "appointments.ReminderPreference",
    title="Ce que vous avez dit des rappels",
    rows=lambda person: ReminderPreference.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("said_yes_on", "channels", "suspended", "suspended_until"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "appointments.Attendance",
    title="Les activités où vous êtes venu",
    rows=lambda person: Attendance.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("activity__title", "activity__starts_at", "state", "minutes"),
    erase=erase_rows,
)
