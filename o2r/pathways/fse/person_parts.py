"""The sheets of a person on their page; parted from the file when it is erased; followed when two
files become one."""

from typing import Any

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide
from o2r.core.journal.authors import Author
from o2r.pathways.fse.models import ParticipantSheet
from o2r.pathways.fse.services.erasing import detach, follow_merge, settle_merge
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import (
    Panel,
    brings,
    erases,
    holds,
    merges,
    panel,
    settles,
)


@erases
def erase(by: Author, person: Person) -> None:
    """The evidence stays by its own clock, and is of nobody's file any more."""
    detach(person)


@holds
def has_sheets(person: Person) -> bool:
    """Who entered an operation was not met by mistake."""
    return ParticipantSheet.objects.filter(person=person).exists()


@merges
def merge(kept: Person, gone: Person) -> None:
    """One sheet by operation."""
    follow_merge(kept, gone)


@settles
def settle(kept: Person, gone: Person) -> None:
    """Nothing goes back any more."""
    settle_merge(kept, gone)


def _sheets(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """For who follows the person; nothing for a partner, nor in an emergency."""
    if actor.organisation != person.organisation_id or not decide(
        actor, "update", person.subject(actor), PROVED
    ):
        return None
    return {
        "person": person,
        "sheets": [one for one in person.fse_sheets.all() if not one.same_as_id],
    }


brings("fse_sheets__operation")
panel(
    Panel(
        code="fse",
        title="Fiche FSE+",
        template="fse/_person_sheets.html",
        group="route",
        order=80,
        context=_sheets,
        tab=FileTab.PLAN,
    )
)
