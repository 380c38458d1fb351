"""What is said and planned with an accompanied person, handed out and erased with their file."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.diagnosis.models import (
    BarrierScore,
    Diagnosis,
    Objective,
    PlanAction,
    Strength,
)

PERSON = SubjectKind.PERSON

holds_personal_data(
    PERSON,
    "diagnosis.Diagnosis",
    title="Ce qu’on a retenu ensemble",
    rows=lambda person: Diagnosis.objects.filter(person_id=UUID(person)).order_by("made_on", "pk"),
    fields=("made_on", "state", "with_person", "summary", "hard_to_say"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "diagnosis.BarrierScore",
    title="Ce qui vous gêne, d’après vous et d’après l’équipe",
    rows=lambda person: BarrierScore.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("diagnosis__made_on", "code", "by_person", "by_professional", "situations", "words"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "diagnosis.Strength",
    title="Vos points forts",
    rows=lambda person: Strength.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("diagnosis__made_on", "code", "words"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "diagnosis.Objective",
    title="Vos objectifs",
    rows=lambda person: Objective.objects.filter(person_id=UUID(person)).order_by("set_at", "pk"),
    fields=("set_at", "code", "words", "barrier", "state"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "diagnosis.PlanAction",
    title="Qui fait quoi",
    rows=lambda person: PlanAction.objects.filter(person_id=UUID(person)).order_by("set_at", "pk"),
    fields=("code", "words", "by", "partner", "due_on", "state"),
    erase=erase_rows,
)
