"""What the pathways hold of an accompanied person, handed out and erased with their file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.pathways.models import Derogation, Eligibility, Pathway

PERSON = SubjectKind.PERSON
_FIGURE = "des codes et des jours, que plus rien ne rattache à vous : les totaux en dépendent"


def _forget_evidence(by: Author, rows: "QuerySet[Any]") -> None:
    rows.update(evidence=b"", last_contact_on=None)


def _forget_words(by: Author, rows: "QuerySet[Any]") -> None:
    rows.update(words=b"")


holds_personal_data(
    PERSON,
    "pathways.Pathway",
    title="Votre parcours",
    rows=lambda person: Pathway.objects.filter(person_id=UUID(person)).order_by("opened_on", "pk"),
    fields=("state", "opened_on", "intensive_from", "ended_on", "organisation__name"),
    kept_because=_FIGURE,
)
holds_personal_data(
    PERSON,
    "pathways.Eligibility",
    title="Pourquoi vous pouvez entrer",
    rows=lambda person: Eligibility.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("answer", "ground", "refused_for", "checked_on", "last_contact_on", "evidence"),
    erase=_forget_evidence,
)
holds_personal_data(
    PERSON,
    "pathways.Derogation",
    title="Pourquoi votre accompagnement dure plus longtemps",
    rows=lambda person: Derogation.objects.filter(pathway__person_id=UUID(person)).order_by("pk"),
    fields=("ground", "granted_on", "words"),
    erase=_forget_words,
)
