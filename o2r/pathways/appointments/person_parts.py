"""What appointments hold of a person: shown on their page, erased with them, carried when two files
become one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core import clock
from o2r.core.calendar_words import hour_in_words
from o2r.core.journal.authors import Author
from o2r.core.messaging.services import forget_about
from o2r.pathways.appointments.models import Appointment, Attendance, ReminderPreference
from o2r.pathways.appointments.selectors.reading import shown
from o2r.pathways.appointments.services.stopping import stop_meeting
from o2r.pathways.registry import stops_at_death
from o2r.people.enums import FileTab
from o2r.people.file_page import hour_of_day, local
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, explains, holds, panel, settles
from o2r.people.selectors.reading import Reader

NEXT = 3

for _label in ("Appointment", "Attendance"):
    carries(f"appointments.{_label}")


@erases
def erase(by: Author, person: Person) -> None:
    """Nothing more leaves, and nothing stays: hours given are counted elsewhere, of nobody."""
    forget_about(subject=person.pk)
    Appointment.objects.filter(person=person).update(follows=None)
    for model in (Appointment, Attendance, ReminderPreference):
        model._base_manager.filter(person=person).delete()


stops_at_death(stop_meeting)


@holds
def is_expected(person: Person) -> bool:
    """A file that has an appointment, or somebody expected, was not opened by mistake."""
    # Both come with the file of a page.
    return bool(person.appointments.all()) or bool(person.attendances.all())


@settles
def settle(kept: Person, gone: Person) -> None:
    """A pause asked for under the other file still protects; a yes was given for that one alone."""
    theirs = ReminderPreference.objects.filter(person=gone).first()
    if theirs is None or not theirs.suspended:
        return
    ours, _ = ReminderPreference.objects.get_or_create(person=kept)
    ours.suspended = sorted({*ours.suspended, *theirs.suspended})
    lasting = [one.suspended_until for one in (ours, theirs) if one.reason]
    ours.suspended_until = None if None in lasting else max(day for day in lasting if day)
    ours.reason = ours.reason or theirs.reason
    ours.save()


def _coming(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """The next appointments; nothing for a partner, who reads what they are shared elsewhere."""
    if actor.organisation != person.organisation_id:
        return None
    now, rows = clock.now(), list(person.appointments.all())
    for one in rows:
        one.person, one.organisation = person, person.organisation
    reader = Reader.of(actor, person, fields)
    coming = [one for one in rows if one.is_booked and one.ends_at > now][:NEXT]
    return {
        "person": person,
        "coming": [shown(reader, one) for one in coming],
        "to_settle": sum(one.is_to_settle for one in rows),
        "can_write": person.is_followed
        and bool(decide(actor, "update", person.subject(actor), PROVED)),
    }


brings("appointments__user", "attendances")
panel(
    Panel(
        code="appointments",
        title="Rendez-vous",
        template="appointments/_panel.html",
        group="route",
        order=50,
        context=_coming,
        tab=FileTab.PLAN,
    )
)


@explains("appointments")
def waiting(actor: Actor, people: Sequence[Person]) -> dict[UUID, list[str]]:
    """The appointments of today, and those of which nobody said what became of them."""
    return {one.pk: said for one in people if (said := _waits(one))}


def _waits(person: Person) -> list[str]:
    today, now, said = clock.today(), clock.now(), []
    for row in person.appointments.all():
        at = local(row.starts_at, person)
        if row.is_to_settle:
            said.append(f"Dire si le rendez-vous du {hour_of_day(at)} a eu lieu.")
        elif row.is_booked and at.date() == today and row.ends_at > now:
            said.append(f"Rendez-vous aujourd’hui à {hour_in_words(at.time().replace(second=0))}.")
    return said
