"""Diagnoses and plans made by tests."""

from typing import Any
from uuid import UUID, uuid4

from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.diagnosis.enums import Degree
from o2r.pathways.diagnosis.models import Diagnosis, Objective, PlanAction
from o2r.pathways.diagnosis.services import (
    Answers,
    Planned,
    Said,
    Wanted,
    plan_action,
    set_objective,
    write_diagnosis,
)
from o2r.people.models import Person
from tests.people.factories import acting

HOUSING = {"logement": Said(Degree.BLOCKING, Degree.REAL, ("ft-24",), "Je dors à la gare.")}


def answers(**given: Any) -> Answers:
    return Answers(**{"made_on": clock.today(), "said": HOUSING, "first": ("logement",)} | given)


def diagnosed(
    by: User,
    person: Person,
    *,
    key: UUID | None = None,
    revision: int = 0,
    validates: bool = True,
    **given: Any,
) -> Diagnosis:
    return write_diagnosis(
        by=acting(by),
        person=person,
        key=key or uuid4(),
        revision=revision,
        answers=answers(**given),
        validates=validates,
    )


def wanted(by: User, person: Person, **given: Any) -> Objective:
    asked = Wanted(**{"words": "Avoir une chambre", "barrier": "logement"} | given)
    return set_objective(by=acting(by), person=person, key=uuid4(), wanted=asked)


def planned(worker: User, objective: Objective, **given: Any) -> PlanAction:
    asked = Planned(**{"words": "Appeler le 115"} | given)
    return plan_action(by=acting(worker), objective=objective, key=uuid4(), planned=asked)
