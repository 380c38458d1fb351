"""Where somebody went, handed out and erased with their file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.pathways.exits.models import Exit, FollowUpSituation

PERSON = SubjectKind.PERSON
_FIGURE = "des codes et des jours, que plus rien ne rattache à vous : les totaux en dépendent"


def _forget_names(by: Author, rows: "QuerySet[Any]") -> None:
    """Who took over, and where, go; that somebody left stays a figure."""
    rows.update(where=b"", who=b"", words=b"")


holds_personal_data(
    PERSON,
    "exits.Exit",
    title="La fin de votre parcours",
    rows=lambda person: Exit.objects.filter(person_id=UUID(person)).order_by("on", "pk"),
    fields=("kind", "contract", "on", "where", "who", "words", "returned_on"),
    erase=_forget_names,
)
holds_personal_data(
    PERSON,
    "exits.FollowUpSituation",
    title="Les nouvelles que vous avez données ensuite",
    rows=lambda person: FollowUpSituation.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("step", "due_on", "asked_on", "situation", "source"),
    kept_because=_FIGURE,
)
