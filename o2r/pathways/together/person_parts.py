"""The group of a person on their page; what passes with a file, and goes with somebody erased."""

from typing import Any

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core.journal.authors import Author
from o2r.pathways.together.models import CareMember, Meeting, Obligation, OutsideName, TogetherMove
from o2r.pathways.together.selectors.group import Rows, group_of
from o2r.pathways.together.services.lasting import keep_one_lead
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, holds, merges, panel
from o2r.people.selectors.reading import Reader

for _label in ("CareMember", "Meeting", "Obligation", "OutsideName", "TogetherMove"):
    carries(f"together.{_label}")


@erases
def erase(by: Author, person: Person) -> None:
    """Who accompanied, what was asked and said: nothing of it is a figure."""
    for model in (Obligation, Meeting, OutsideName, CareMember, TogetherMove):
        rows: Any = model._base_manager.filter(person=person)
        rows.delete()


@holds
def has_a_group(person: Person) -> bool:
    """A file around which professionals stand was not opened by mistake."""
    return CareMember.objects.filter(person=person).exists()


@merges
def merge(kept: Person, gone: Person) -> None:
    """The person has one référent de parcours: the last named of the two files."""
    keep_one_lead(kept)


def _group(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """Who accompanies, and what does not go together; nothing for a partner. No query."""
    if actor.organisation != person.organisation_id or "route" not in fields:
        return None
    reader = Reader.of(actor, person, fields)
    rows = Rows(person.care_members.all(), person.obligations.all(), person.outside_names.all())
    found = group_of(reader, person, rows)
    can_open = bool(decide(actor, "update", person.subject(actor), PROVED))
    return {"person": person, "group": found, "can_open": can_open}


brings("care_members__user", "care_members__organisation", "obligations", "outside_names")
panel(
    Panel(
        code="group",
        title="Qui m’accompagne",
        template="together/_person_group.html",
        group="route",
        order=60,
        context=_group,
    )
)
