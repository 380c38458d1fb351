"""What one reads of the appointments of a person, with the keys one holds."""

from dataclasses import dataclass

from django.db.models import QuerySet

from o2r.accounts.models import Membership, User
from o2r.pathways.appointments.enums import AppointmentState
from o2r.pathways.appointments.models import Appointment
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader


@dataclass(frozen=True)
class AppointmentShown:
    """One appointment, opened. ``whom``: the colleague, or the partner."""

    row: Appointment
    whom: str
    about: str
    place: str

    @property
    def state_kind(self) -> str:
        """The look of its state."""
        return {
            AppointmentState.BOOKED: "info",
            AppointmentState.DONE: "confirmed",
            AppointmentState.ABSENT: "wrong",
        }.get(AppointmentState(self.row.state), "")


def appointments_of(person: Person) -> QuerySet[Appointment]:
    """All the appointments of a person, the furthest first."""
    rows = Appointment.objects.filter(person=person).select_related("user", "organisation")
    return rows.order_by("-starts_at", "pk")


def shown(reader: Reader, row: Appointment) -> AppointmentShown:
    """One appointment, with what its reader may open."""
    said = reader.open(row, "with_whom", "about", "place")
    whom = row.user.display_name if row.user else said.get("with_whom", "")
    return AppointmentShown(row, whom, said.get("about", ""), said.get("place", ""))


def colleagues(person: Person) -> list[User]:
    """Who works where the person is followed, by name."""
    here = Membership.objects.current().filter(organisation=person.organisation_id)
    return list(
        User.objects.filter(pk__in=here.values("user"), is_active=True).order_by(
            "display_name", "pk"
        )
    )
