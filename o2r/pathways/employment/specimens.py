"""Jobs and what follows them, in each of their relations to somebody; and a link."""

from dataclasses import replace
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.services.links import digest_of
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, write_sealed
from o2r.pathways.employment.enums import AdjustmentCode, ContractKind, Side, VisitKind
from o2r.pathways.employment.models import (
    Adjustment,
    Checkpoint,
    EmployerContact,
    EmploymentAlert,
    Job,
    JobVisit,
)
from o2r.people.models import Person
from o2r.people.specimens import followed_person

FILES = (
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
)


def _employed(someone: Somebody, relation: Relation) -> Specimen:
    """A person with a job, and one row of all that follows it."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    common = {"subject": person.pk, "person": person}
    today, form = clock.today(), {"form_digest": digest_of(uuid4().hex)}
    job = Job(**common, **form, contract=ContractKind.CDI, starts_on=today)
    of_job = {**common, "job": job}
    asked = Checkpoint(**of_job, day=1, side=Side.PERSON, due_on=today)
    alert = EmploymentAlert(**of_job, due_at=clock.now())
    change = Adjustment(**of_job, **form, code=AdjustmentCode.HOURS)
    rows: tuple[tuple[SealedRow, dict[str, str]], ...] = (
        (job, {"employer": "Employeur d’essai"}),
        (EmployerContact(**of_job, agreed_on=today), {"name": "Un chef"}),
        (JobVisit(**of_job, **form, on=today, kind=VisitKind.CALL, by=someone.stranger), {}),
        (asked, {"words": "réponse"}),
        (alert, {"done": "fait"}),
        (change, {"words": "aménagement"}),
    )
    for row, texts in rows:
        write_sealed(row, organisation=person.organisation_id, **texts)
        row.save(force_insert=True)
    keys = {
        "job": str(job.pk),
        "checkpoint": str(asked.pk),
        "alert": str(alert.pk),
        "adjustment": str(change.pk),
        "act": "commence",
    }
    return replace(
        file,
        parameters=file.parameters | keys,
        rows=file.rows | dict.fromkeys((str(row.pk) for row, _ in rows), relation),
    )


@specimens_of("person-file", *FILES, parameter="job")
def person_employed(someone: Somebody, relation: Relation) -> Specimen:
    """A person who has a job."""
    return _employed(someone, relation)


@specimens_of("person-file", *FILES, parameter="checkpoint")
def person_asked_at_work(someone: Somebody, relation: Relation) -> Specimen:
    """A person who is asked how it goes."""
    return _employed(someone, relation)


@specimens_of("person-file", *FILES, parameter="alert")
def person_at_risk(someone: Somebody, relation: Relation) -> Specimen:
    """A person whose job is threatened."""
    return _employed(someone, relation)


@specimens_of("person-file", *FILES, parameter="adjustment")
def person_with_an_adjustment(someone: Somebody, relation: Relation) -> Specimen:
    """A person whose work is adjusted."""
    return _employed(someone, relation)


@specimens_of("employment-answer", Relation.ANY)
def lost_link(someone: Somebody, relation: Relation) -> Specimen:
    """A link that answers nothing: the others are kept nowhere."""
    return Specimen({"code": "lien-perdu"})
