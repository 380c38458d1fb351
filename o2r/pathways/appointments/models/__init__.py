"""Appointments, reminders, activities, and who came."""

from o2r.pathways.appointments.models.activities import (
    Activity,
    ActivityMove,
    Attendance,
    AttendanceMove,
)
from o2r.pathways.appointments.models.appointments import Appointment, AppointmentMove
from o2r.pathways.appointments.models.reminders import Reminder, ReminderMove, ReminderPreference

__all__ = [
    "Activity",
    "ActivityMove",
    "Appointment",
    "AppointmentMove",
    "Attendance",
    "AttendanceMove",
    "Reminder",
    "ReminderMove",
    "ReminderPreference",
]
