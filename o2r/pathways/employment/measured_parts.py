"""A job for each of the files that ``o2r bench casework`` opens."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.employment.enums import AdjustmentCode, ContractKind, Risk, Side
from o2r.pathways.employment.models import Adjustment, Checkpoint, EmploymentAlert, Job
from o2r.people.models import Person


def fill(land: Territory) -> None:
    """Nothing more: few people have a job, and the board shows a page of them."""


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """A job, a question, an alert and an adjustment for each file."""
    people = Person.objects.in_bulk(known["person"])
    rows = [_employed(people[key], operator) for key in known["person"]]
    names = ("job", "checkpoint", "alert", "adjustment")
    return {name: [row[rank] for row in rows] for rank, name in enumerate(names)}


def _employed(person: Person, operator: Operator) -> tuple[Any, ...]:
    today, form = clock.today(), {"form_digest": uuid4().hex}
    common: dict[str, Any] = {"subject": person.pk, "person": person}
    job = Job(
        **common,
        **form,
        contract=ContractKind.CDI,
        starts_on=today - timedelta(days=7),
        adviser=operator.workers[0],
    )
    write_sealed(job, organisation=operator.organisation.pk, employer="Cuisine du Marché")
    job.save(force_insert=True)
    asked = Checkpoint(**common, job=job, day=7, side=Side.PERSON, due_on=today)
    alert = EmploymentAlert(
        **common, job=job, risk=Risk.TRAVEL, owner=operator.workers[0], due_at=clock.now()
    )
    change = Adjustment(**common, **form, job=job, code=AdjustmentCode.HOURS)
    for row in (asked, alert, change):
        row.save(force_insert=True)
    return job.pk, asked.pk, alert.pk, change.pk


measured_part(Part(("employment",), fill, objects))
