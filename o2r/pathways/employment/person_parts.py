"""The job of a person on their page; what passes with a file, and goes with somebody erased."""

from typing import Any

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.pathways.employment.enums import AlertState
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
from o2r.pathways.employment.services.moving import move_alert
from o2r.pathways.employment.services.planning import stop_asking
from o2r.pathways.registry import stops_at_death
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, holds, panel
from o2r.people.selectors.reading import Reader

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
    """Nothing is asked of anybody, and no alert presses any more; the employer is forgotten."""
    for job in Job.objects.live().filter(person=person).order_by("pk"):
        stop_asking(job, by=by.user)
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


brings("jobs", "employment_alerts")
panel(
    Panel(
        code="jobs",
        title="Emploi",
        template="employment/_person_jobs.html",
        group="route",
        order=70,
        context=_jobs,
    )
)
