"""Appointments are met with the file of their person, and by the colleague whom they are with."""

from o2r.core.belt import leave_out, protect, rules
from o2r.people.belt import KIND, of_my_people

protect(
    "appointments.Appointment",
    columns=["with_whom", "about", "place"],
    readable=rules.either(
        of_my_people("person_id"),
        rules.own("user_id", KIND, "referent"),
        rules.own("user_id", KIND, "co-accompanying"),
    ),
)
protect("appointments.ReminderPreference", columns=["reason"], readable=of_my_people("person_id"))
leave_out("appointments.AppointmentMove", why="suit son rendez-vous : des états et des dates")
leave_out("appointments.Reminder", why="suit son rendez-vous : un canal, une heure, un état")
leave_out("appointments.ReminderMove", why="suit son rappel : des états et des dates")
leave_out(
    "appointments.Attendance", why="une clé opaque de dossier ; les places se comptent toutes"
)
leave_out("appointments.AttendanceMove", why="suit sa présence : des états et des dates")
