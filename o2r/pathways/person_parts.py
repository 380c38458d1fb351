"""What the pathways add to a person: on their page, erased with them, carried by a merge."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import Allow, decide
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.pathways.clocks import clock_of
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Derogation, Eligibility, Pathway
from o2r.pathways.selectors.current import end_words, open_pathway_of
from o2r.pathways.selectors.guards import last_check
from o2r.pathways.selectors.refused import waits_for_relay
from o2r.pathways.wording import clock_words
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, explains, holds, panel, settles
from o2r.people.services.merging import carry, seal_again

carries("pathways.Eligibility")


@erases
def erase(by: Author, person: Person) -> None:
    """What was seen and said goes; codes and days stay, as figures of nobody."""
    Eligibility.objects.filter(person=person).update(evidence=b"", last_contact_on=None)
    Derogation.objects.filter(pathway__person=person).update(words=b"")


@holds
def has_pathway(person: Person) -> bool:
    """A file with a pathway was not opened by mistake."""
    return Pathway.objects.filter(person=person).exists()


@settles
def settle(kept: Person, gone: Person) -> None:
    """Pathways pass for good, with what explains them."""
    for row in Derogation.objects.filter(pathway__person=gone).order_by("pk"):
        row.save(update_fields=seal_again(row, kept))
    mine = Pathway.objects.filter(person=gone)
    if Pathway.objects.unfinished().filter(person=kept).exists():
        # One open pathway a person: the other one ends with the file that is gone.
        mine.unfinished().update(state=PathwayState.CLOSED)
    carry("pathways.Pathway", "person", gone, kept)


def _pathway(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """Where the pathway stands; nothing for a partner, who has a page of their own."""
    if actor.organisation != person.organisation_id or "route" not in fields:
        return None
    pathway, today = open_pathway_of(person), clock.today()
    check, may_write = last_check(person), decide(actor, "update", person.subject(actor), PROVED)
    context: dict[str, Any] = {
        "person": person,
        "pathway": pathway,
        "check": check,
        "waits": isinstance(may_write, Allow) and waits_for_relay(person),
    }
    if pathway is not None:
        running = clock_of(pathway)
        standing = running.standing(today)
        context |= {
            "clock": running,
            "standing": standing,
            "said": clock_words(running, standing, running.months_used(today)),
        }
    return context


brings("eligibilities", "pathways")
panel(
    Panel(
        code="pathway",
        title="Parcours",
        template="pathways/_person_pathway.html",
        group="route",
        order=5,
        context=_pathway,
        tab=FileTab.PLAN,
    )
)


@explains("pathways")
def waiting(actor: Actor, people: Sequence[Person]) -> dict[UUID, list[str]]:
    """Where the time of the intensive accompaniment ends soon, or has ended."""
    return {one.pk: [said] for one in people if (said := end_words(one))}
