"""The job of a person on their page; what passes with a file, and goes with somebody erased."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.pathways.employment.enums import AlertState, JobState
from o2r.pathways.employment.models import (
    Adjustment,
    Checkpoint,
    EmployerContact,
    EmploymentAlert,
    EmploymentMove,
    Job,
    JobVisit,
)
from o2r.pathways.employment.selectors.jobs import alert_shown, job_shown, open_ones
from o2r.pathways.employment.services.erasing import forget_where
from o2r.pathways.employment.services.moving import move_alert, move_job
from o2r.pathways.employment.services.planning import stop_asking
from o2r.pathways.registry import stops_at_death
from o2r.people.enums import FileTab
from o2r.people.file_page import hour_of_day, local
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, explains, holds, panel
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic

LAST_JOBS = 3
ALL = (EmploymentAlert, Checkpoint, Adjustment, JobVisit, EmployerContact, EmploymentMove, Job)
for _model in ALL:
    carries(_model._meta.label)


@erases
def erase(by: Author, person: Person) -> None:
    """Where somebody worked finds them: that a contract held stays, a figure of nobody."""
    for model in ALL:
        rows: Any = model._base_manager.filter(person=person)
        if model is Job:
            forget_where(by, rows)
        else:
            rows.delete()


@stops_at_death
def stop(by: Actor, person: Person) -> None:
    """Nothing is asked of anybody, no job nor alert presses any more; the employer is forgotten."""
    live = Job.objects.live().filter(person=person).select_for_update(no_key=True, of=("self",))
    for job in live.order_by("pk"):
        stop_asking(job, by=by.user)
        move_job(job, JobState.VOID, by=by.user)
    for one in EmploymentAlert.objects.open().filter(person=person).order_by("pk"):
        one.closed_at = clock.now()
        move_alert(one, AlertState.CLOSED, by=by.user)
    EmployerContact.objects.filter(person=person).delete()


@holds
def has_a_job(person: Person) -> bool:
    """A file with a job was not opened by mistake."""
    return Job.objects.filter(person=person).exists()


def _jobs(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """The last jobs, and what threatens them; nothing for a partner. No query."""
    if actor.organisation != person.organisation_id or "route" not in fields:
        return None
    reader = Reader.of(actor, person, fields)
    waiting = open_ones(person.employment_alerts.all())
    return {
        "person": person,
        "jobs": [job_shown(reader, one) for one in list(person.jobs.all())[:LAST_JOBS]],
        "alerts": [alert_shown(reader, person, one) for one in waiting],
        "can_open": bool(decide(actor, "update", person.subject(actor), PROVED)),
    }


def _threatened(known: dict[str, Any]) -> str:
    return "emploi menacé" if known["alerts"] else ""


brings("jobs", "employment_alerts")
panel(
    Panel(
        code="jobs",
        title="Emploi",
        template="employment/_person_jobs.html",
        group="route",
        order=70,
        context=_jobs,
        tab=FileTab.PLAN,
        alert=_threatened,
    )
)


@explains("employment_alerts")
def waiting(actor: Actor, people: Sequence[Person]) -> dict[UUID, list[str]]:
    """Jobs that are threatened."""
    return {one.pk: said for one in people if (said := _waits(one))}


def _waits(person: Person) -> list[str]:
    return [
        typographic(
            f"Emploi menacé, à traiter avant le {hour_of_day(local(one.due_at, person))}."
            + (" C’est passé." if one.is_late else "")
        )
        for one in open_ones(person.employment_alerts.all())
    ]
