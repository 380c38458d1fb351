"""A silence is met with the file it is about."""

from o2r.core.belt import leave_out, protect
from o2r.people.belt import of_my_people

protect(
    "silence.SilenceAlert",
    columns=["reasons", "set_aside_because"],
    readable=of_my_people("person_id"),
)
protect("silence.ExpectedContact", columns=["expected_on"], readable=of_my_people("person_id"))
leave_out("silence.SilenceAlertMove", why="un état, un jour et un compte, lus avec leur alerte")
