"""What counts for a person, as they said it last; what of their plan is late."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.core.calendar_words import day_and_month
from o2r.pathways.diagnosis.selectors import plans, shown
from o2r.people.file_page import Due, Moment, counts, presses, tells
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic


@counts("barriers")
def first_things(reader: Reader, person: Person) -> Iterator[str]:
    """What they put first in the last diagnosis that was validated."""
    known = [one for one in shown.numbered(reader, person) if one[1].is_validated]
    if known:
        for score in shown.version_of(reader, person, *known[-1]).first:
            yield score.barrier.label


@tells("barriers")
def diagnoses(reader: Reader, person: Person) -> Iterator[Moment]:
    """Each diagnosis made by both."""
    address = reverse("diagnosis:diagnosis", args=[person.pk])
    for number, row in shown.numbered(reader, person):
        if row.is_validated:
            said = f"Point sur la situation, version {number}"
            yield Moment(row.made_on, said, beside=str(row.made_by), url=address)


@presses("barriers")
def late(reader: Reader, person: Person) -> Iterator[Due]:
    """Actions of the plan whose day is past."""
    for goal in plans.plan_of(reader, person):
        for one in goal.open_actions if goal.is_open else ():
            if one.is_late and one.row.due_on:
                said = f"{one.what} : {one.who}, c’était pour le {day_and_month(one.row.due_on)}."
                address = reverse("diagnosis:plan", args=[person.pk])
                yield Due(typographic(said), one.row.due_on, address)
