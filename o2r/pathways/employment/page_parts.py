"""What a job says on the page of a person: begun, kept or broken; what threatens it."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.pathways.employment.enums import JobState
from o2r.pathways.employment.selectors.jobs import alert_shown, job_shown, open_ones
from o2r.people.file_page import Due, Moment, hour_of_day, presses, tells
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic

KINDS = {JobState.SETTLED: "confirmed", JobState.BROKEN: "wrong"}


@tells("route")
def jobs(reader: Reader, person: Person) -> Iterator[Moment]:
    """Each job, from its first day; the day it broke."""
    for row in person.jobs.all():
        one, state = job_shown(reader, row), JobState(row.state)
        contract = str(row.get_contract_display())
        title = typographic(f"Emploi : {one.employer}")
        yield Moment(
            row.starts_on,
            title,
            text=f"{contract[:1].upper()}{contract[1:]}.",
            url=reverse("employment:job", args=[person.pk, row.pk]),
            badge=str(state.label),
            kind=KINDS.get(state, "info"),
        )
        if row.broken_on:
            why = str(row.get_broken_why_display() or "")
            yield Moment(row.broken_on, "Emploi rompu", text=f"{why.capitalize()}." if why else "")


@presses("route")
def threatened(reader: Reader, person: Person) -> Iterator[Due]:
    """What may break a job, and by when somebody acts."""
    for row in open_ones(person.employment_alerts.all()):
        one = alert_shown(reader, person, row)
        late = ", c’est passé" if row.is_late else ""
        said = f"Emploi menacé : {one.why}. À traiter avant le {hour_of_day(one.due_at)}{late}."
        address = reverse("employment:alert", args=[person.pk, row.pk])
        yield Due(typographic(said), one.due_at.date(), address, is_urgent=True)
