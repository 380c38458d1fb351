"""What appointments hold of people: with their file; activities name nobody."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, declare

PERSON = SubjectKind.PERSON

for _label in ("Activity", "ActivityMove"):
    declare(f"appointments.{_label}", personal=NO_PERSONAL_DATA)
for _label, _held in (
    ("Appointment", "quand une personne est attendue, avec qui et où, chiffré"),
    ("ReminderPreference", "ce qu’une personne dit des rappels"),
    ("Attendance", "à quelles activités une personne est venue"),
):
    declare(
        f"appointments.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=[PERSON],
    )
declare(
    "appointments.Reminder",
    personal="quand une personne est rappelée, et par quoi",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("appointment"),
    subjects=[PERSON],
)
for _label, _field in (
    ("AppointmentMove", "appointment"),
    ("ReminderMove", "reminder"),
    ("AttendanceMove", "attendance"),
):
    declare(
        f"appointments.{_label}",
        personal="identifiant du compte qui note une suite",
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows(_field),
    )
