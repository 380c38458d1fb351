"""What is handed out to an accompanied person of their jobs, and erased with it."""

from typing import Any
from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.employment import models
from o2r.pathways.employment.services.erasing import forget_where

_HELD: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("EmploymentAlert", "Quand votre emploi était menacé", ("opened_at", "risk", "state", "done")),
    ("Checkpoint", "Ce qui a été répondu", ("due_on", "side", "answer", "risk", "words")),
    ("Adjustment", "Ce qui a changé à votre poste", ("code", "words", "asked_on", "done_on")),
    ("JobVisit", "Les visites et les appels", ("on", "kind", "words")),
    ("EmployerContact", "Qui nous appelons au travail", ("name", "agreed_on", "agreed_words")),
    ("EmploymentMove", "Les étapes de vos emplois", ("thing", "left", "reached", "at")),
    (
        "Job",
        "Vos emplois",
        ("employer", "contract", "starts_on", "ends_on", "weekly_hours", "state", "broken_words"),
    ),
)


def _declare(name: str, title: str, fields: tuple[str, ...]) -> None:
    model: Any = getattr(models, name)
    holds_personal_data(
        SubjectKind.PERSON,
        f"employment.{name}",
        title=title,
        rows=lambda person: model.objects.filter(person_id=UUID(person)).order_by("pk"),
        fields=fields,
        erase=forget_where if model is models.Job else erase_rows,
    )


for _name, _title, _fields in _HELD:
    _declare(_name, _title, _fields)
