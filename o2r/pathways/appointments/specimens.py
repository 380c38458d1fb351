"""Appointments and activities, in each relation to someone."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.pathways.appointments.enums import ReminderChannel
from o2r.pathways.appointments.models import Activity, Appointment, Reminder, ReminderPreference
from o2r.people.models import Person
from o2r.people.specimens import followed_person

RELATIONS = (
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
)


@specimens_of("person-file", *RELATIONS, parameter="appointment")
def person_expected(someone: Somebody, relation: Relation) -> Specimen:
    """A person who has an appointment, and its reminder: read with their file alone."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    start = clock.now() + timedelta(days=2)
    row = Appointment(
        person=person,
        organisation=person.organisation,
        subject=person.pk,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        way="sur-place",
        motive="ACC",
        body="ML",
    )
    write_sealed(
        row, organisation=person.organisation_id, place="lieu", about="objet", with_whom="qui"
    )
    row.save(force_insert=True)
    reminder = Reminder.objects.create(
        appointment=row, channel=ReminderChannel.LETTER, due_at=clock.now()
    )
    preference = ReminderPreference.objects.create(person=person, said_yes_on=clock.today())
    parameters = {"appointment": str(row.pk), "reminder": str(reminder.pk), "form": "docx"}
    return replace(
        file,
        parameters=file.parameters | parameters,
        rows=file.rows | dict.fromkeys((str(row.pk), str(preference.pk)), relation),
    )


@specimens_of("person-file", *RELATIONS, parameter="month")
def person_month(someone: Somebody, relation: Relation) -> Specimen:
    """A month of a person."""
    file = followed_person(someone, relation)
    month = {"month": f"{clock.today():%Y-%m}", "form": "docx"}
    return replace(file, parameters=file.parameters | month)


@specimens_of("activity", Relation.ANY, Relation.ORGANISATION)
def activity(someone: Somebody, relation: Relation) -> Specimen:
    """An activity of one's organisation, or of another."""
    ours = relation is Relation.ORGANISATION
    start = clock.now() + timedelta(days=2)
    made = Activity.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        title=f"Atelier {uuid4().hex}",
        kind="ATELIER",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )
    return Specimen({"activity": str(made.pk)}, {"*": made.title})
