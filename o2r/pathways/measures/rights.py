"""What people answered, handed out and erased with their file."""

from typing import Any
from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.measures.models import (
    Measure,
    MeasureAnswers,
    MostSignificantChange,
    Satisfaction,
    Slider,
)

PERSON = SubjectKind.PERSON
_HELD: tuple[tuple[str, Any, str, tuple[str, ...]], ...] = (
    ("Measure", Measure, "Les questionnaires proposés", ("asked_on", "scale", "outcome", "score")),
    ("MeasureAnswers", MeasureAnswers, "Vos réponses aux questionnaires", ("items",)),
    ("Slider", Slider, "Vos réglettes de 0 à 10", ("asked_on", "dimension", "value")),
    (
        "MostSignificantChange",
        MostSignificantChange,
        "Ce qui a changé pour vous, dans vos mots",
        ("asked_on", "words", "quote"),
    ),
    ("Satisfaction", Satisfaction, "Votre avis", ("asked_on", "useful", "respected")),
)


def _declare(label: str, model: Any, title: str, fields: tuple[str, ...]) -> None:
    holds_personal_data(
        PERSON,
        f"measures.{label}",
        title=title,
        rows=lambda person: model.objects.filter(person_id=UUID(person)).order_by("pk"),
        fields=fields,
        erase=erase_rows,
    )


for _one in _HELD:
    _declare(*_one)
