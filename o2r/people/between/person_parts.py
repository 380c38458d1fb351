"""What the file of a person shows of the index, and what follows it there."""

from collections.abc import Sequence
from typing import Any

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core.journal.authors import Author
from o2r.people.between.models import IndexObjection, Inquiry, InquiryNotice
from o2r.people.between.selectors import objects, participates
from o2r.people.between.services.forgetting import forget_person
from o2r.people.between.services.marking import mark
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import (
    Panel,
    carries,
    changes,
    erases,
    hides,
    holds,
    merges,
    panel,
)


@changes
def _mark(people: Sequence[Person]) -> None:
    """The index follows the files."""
    mark(people)


@hides
def _hide(person: Person) -> None:
    """Nobody reads any more what was asked, or answered, about a file that becomes protected."""
    forget_person(by=Author.system("protected-file"), person=person)


@erases
def _erase(by: Author, person: Person) -> None:
    forget_person(by=by, person=person)
    IndexObjection.objects.filter(person=person).delete()


@merges
def _merge(kept: Person, gone: Person) -> None:
    """Who did not want to be looked for still does not."""
    said = IndexObjection.objects.filter(person=gone).first()
    if said is not None:
        IndexObjection.objects.get_or_create(
            person=kept, defaults={"noted_by_id": said.noted_by_id, "since": said.since}
        )


carries("between.InquiryNotice")


@holds
def _holds(person: Person) -> bool:
    """A file from which something was asked, or about which somebody asks, is no slip."""
    asked = Inquiry.objects.filter(person=person)
    return asked.exists() or InquiryNotice.objects.filter(person=person).exists()


def _shown(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """For who follows a file that is open, where the organisation takes part."""
    if person.is_protected or not person.is_followed or not participates(actor.organisation):
        return None
    if not decide(actor, "update", person.subject(actor), PROVED):
        return None
    return {
        "person": person,
        "objects": objects(person),
        "informed": person.information.exists(),
    }


panel(
    Panel(
        code="between",
        title="Déjà accompagnée ailleurs ?",
        template="between/_panel.html",
        group="identity",
        order=40,
        context=_shown,
        tab=FileTab.REFERRALS,
    )
)
