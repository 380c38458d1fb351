"""Diagnoses, plans and silences for ``o2r bench casework``: of the files that its pages open."""

from typing import Any

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.enums import Degree, DiagnosisState
from o2r.pathways.diagnosis.models import (
    BarrierScore,
    Diagnosis,
    Objective,
    PlanAction,
    Strength,
)
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert
from o2r.people.models import Person

VERSIONS, GOALS, ACTIONS = 3, 3, 2
"""Of each file: assumptions of this benchmark, not findings."""


def fill(land: Territory) -> None:
    """Nothing of them weighs on a territory: each page reads those of one file."""


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """Versions, a plan and an alert for each of these files; no address names them."""
    for person in Person.objects.filter(pk__in=known["person"]).order_by("pk"):
        for _ in range(VERSIONS):
            _diagnosed(person)
        for _ in range(GOALS):
            _planned(person, operator)
        ExpectedContact.objects.create(person=person, expected_on=clock.today())
        SilenceAlert.objects.create(
            person=person,
            silent_since=person.last_contact_on,
            owner=operator.workers[1],
            reasons=[{"code": "longtemps", "on": person.last_contact_on.isoformat(), "usual": 0}],
        )
    return {}


def _diagnosed(person: Person) -> None:
    common: dict[str, Any] = {"subject": person.pk, "person": person}
    row = Diagnosis(**common, state=DiagnosisState.VALIDATED, validated_at=clock.now())
    _saved(row, summary="Un pas à la fois.")
    for rank, one in enumerate(lists.barriers(), 1):
        degrees = {"by_person": Degree.REAL, "by_professional": Degree.SLIGHT}
        score = BarrierScore(**common, diagnosis=row, code=one.code, rank=rank, **degrees)
        _saved(score, words="Ses mots.")
    _saved(Strength(**common, diagnosis=row), words="Ne lâche pas.")


def _planned(person: Person, operator: Operator) -> None:
    common: dict[str, Any] = {"subject": person.pk, "person": person}
    goal = Objective(**common, barrier="logement")
    _saved(goal, words="Une chambre")
    for _ in range(ACTIONS):
        action = PlanAction(**common, objective=goal, colleague=operator.workers[1])
        _saved(action, words="Appeler", partner="Le foyer")


def _saved(row: Any, **texts: str) -> None:
    write_sealed(row, organisation=row.person.organisation_id, **texts)
    row.save(force_insert=True)


measured_part(Part(("diagnosis", "silence"), fill, objects))
