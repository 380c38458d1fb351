"""What papers hold of a person: shown on their page, carried, hidden and erased with their file."""

from typing import Any

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core.journal.authors import Author
from o2r.pathways.papers.enums import SafeState
from o2r.pathways.papers.models import IssuedDocument, SafeDocument
from o2r.pathways.papers.selectors.papers import soon
from o2r.pathways.papers.services.keeping import forget_file
from o2r.pathways.papers.services.lending import end_codes
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import (
    Panel,
    brings,
    card_page,
    carries,
    erases,
    hides,
    holds,
    merges,
    panel,
)

for _label in ("IssuedDocument", "SafeDocument", "SafeContent", "SafeCode"):
    carries(f"papers.{_label}")


@erases
def erase(by: Author, person: Person) -> None:
    """Documents, papers and codes go; so do the files that were still to be checked."""
    for one in SafeDocument.objects.filter(person=person).order_by("pk"):
        forget_file(by, one)
        one.delete()
    IssuedDocument.objects.filter(person=person).delete()


@hides
def hide(person: Person) -> None:
    """Nobody who was given a code of a protected file opens anything."""
    end_codes(person)


@merges
def merge(kept: Person, gone: Person) -> None:
    """A code was given for the file that it was given in: neither opens any more."""
    for one in (kept, gone):
        end_codes(one)


@holds
def has_papers(person: Person) -> bool:
    """A file with a paper in its safe, or of which something was written, was opened for good."""
    return (
        SafeDocument.objects.filter(person=person).exists()
        or IssuedDocument.objects.filter(person=person).exists()
    )


def _papers(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """In short, for who follows the person; nothing for anybody else."""
    if actor.organisation != person.organisation_id:
        return None
    if not decide(actor, "update", person.subject(actor), PROVED):
        return None
    kept: list[Any] = [one for one in person.safe_documents.all() if one.state == SafeState.KEPT]
    day = soon()
    return {
        "person": person,
        "kept": len(kept),
        "ending": [one for one in kept if one.ends_by(day)],
    }


brings("safe_documents")
card_page("Ouvrir votre coffre : les papiers que nous gardons pour vous", "own:safe")
panel(
    Panel(
        code="papiers",
        title="Documents et coffre",
        template="papers/_panel.html",
        group="identity",
        order=90,
        context=_papers,
        tab=FileTab.AGREEMENTS,
    )
)
