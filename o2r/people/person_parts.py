"""What the page of a person shows of what they were told and agreed to, for who follows them; and
what passes from a file to another when two become one."""

from collections.abc import Sequence
from typing import Any

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import Panel, carries, changes, hides, panel
from o2r.people.services.cards import end_cards
from o2r.people.services.likening import keep_tokens


@changes
def _tokens(people: Sequence[Person]) -> None:
    """A likeness is looked for in files as they are now."""
    keep_tokens(people)


@hides
def _cards(person: Person) -> None:
    """Nobody who holds a card of a protected file holds anything."""
    end_cards(person)


def _agreements(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """In short; nothing for a partner, who reads what they are shared on a page of their own."""
    if not decide(actor, "update", person.subject(actor), PROVED):
        return None
    in_force = [one for one in person.agreements.all() if one.is_in_force()]
    return {
        "person": person,
        "informed": next(iter(person.information.all()), None),
        "consents": sum(one.is_consent for one in in_force),
        "secrecy": sum(not one.is_consent for one in in_force),
        "card": next((one for one in person.cards.all() if one.cancelled_at is None), None),
    }


def _to_inform(known: dict[str, Any]) -> str:
    return "" if known["informed"] else "à informer"


panel(
    Panel(
        code="agreements",
        title="Informations et accords",
        template="people/_agreements_panel.html",
        group="identity",
        order=30,
        context=_agreements,
        tab=FileTab.AGREEMENTS,
        alert=_to_inform,
    )
)
for label in ("ContactMeans", "GroupMember", "InformationGiven", "Note", "TrustCard"):
    carries(f"people.{label}")
