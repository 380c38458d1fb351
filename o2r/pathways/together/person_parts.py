"""The group of a person on their page; what passes with a file, and goes with somebody erased."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core.calendar_words import day_and_month
from o2r.core.journal.authors import Author
from o2r.pathways.together.models import CareMember, Meeting, Obligation, OutsideName, TogetherMove
from o2r.pathways.together.selectors.group import BROUGHT, clashes_of, group_on
from o2r.pathways.together.services.lasting import keep_one_lead
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, explains, holds, merges, panel
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
    found = group_on(reader, person)
    can_open = bool(decide(actor, "update", person.subject(actor), PROVED))
    return {"person": person, "group": found, "can_open": can_open}


def _contradictory(known: dict[str, Any]) -> str:
    return "contradiction" if known["group"].contradictions else ""


brings(*BROUGHT)
panel(
    Panel(
        code="group",
        title="Qui m’accompagne",
        template="together/_person_group.html",
        group="route",
        order=20,
        context=_group,
        tab=FileTab.REFERRALS,
        alert=_contradictory,
    )
)


@explains("care_members", "obligations", "appointments")
def waiting(actor: Actor, people: Sequence[Person]) -> dict[UUID, list[str]]:
    """What does not go together, in a few words: the page of the person says what."""
    return {one.pk: [said] for one in people if (said := _contradicts(actor, one))}


def _contradicts(actor: Actor, person: Person) -> str:
    if actor.organisation != person.organisation_id:
        return ""
    clashes = clashes_of(person)
    days = [day_and_month(one.first.day) for one in clashes]
    many = f", et {len(days) - 1} autre{'s' if len(days) > 2 else ''}" if len(days) > 1 else ""
    return f"Deux demandes ne vont pas ensemble le {days[0]}{many}." if days else ""
