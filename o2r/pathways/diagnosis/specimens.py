"""A diagnosis and a plan of a person, in each relation to somebody."""

from dataclasses import replace

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.pathways.diagnosis.enums import Degree, DiagnosisState
from o2r.pathways.diagnosis.models import (
    BarrierScore,
    Diagnosis,
    Objective,
    PlanAction,
    Strength,
)
from o2r.people.models import Person
from o2r.people.specimens import followed_person


@specimens_of(
    "person-file",
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
    parameter="diagnosis",
)
def person_diagnosed(someone: Somebody, relation: Relation) -> Specimen:
    """A person with a validated diagnosis and a plan: read with their file alone."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    common = {"subject": person.pk, "person": person}
    diagnosis = Diagnosis(**common, state=DiagnosisState.VALIDATED, validated_at=clock.now())
    score = BarrierScore(
        **common, diagnosis=diagnosis, code="logement", by_person=Degree.BLOCKING, rank=1
    )
    strength = Strength(**common, diagnosis=diagnosis)
    objective = Objective(**common, barrier="logement")
    action = PlanAction(**common, objective=objective)
    rows = (
        (diagnosis, {"summary": "synthèse", "hard_to_say": "difficile"}),
        (score, {"words": "mots"}),
        (strength, {"words": "un point fort"}),
        (objective, {"words": "un objectif"}),
        (action, {"words": "une action", "partner": "un partenaire"}),
    )
    for row, texts in rows:
        write_sealed(row, organisation=person.organisation_id, **texts)
        row.save(force_insert=True)
    return replace(
        file,
        parameters=file.parameters | {"diagnosis": str(diagnosis.pk)},
        rows=file.rows | {str(row.pk): relation for row, _ in rows},
    )
