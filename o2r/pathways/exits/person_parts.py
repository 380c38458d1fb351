"""What exits add to a person: on their page, erased with them, carried by a merge."""

from typing import Any

from o2r.accounts.actors import Actor
from o2r.core.journal.authors import Author
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.pathways.selectors.current import open_pathway_of
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, holds, panel

carries("exits.Exit")
carries("exits.FollowUpSituation")


@erases
def erase(by: Author, person: Person) -> None:
    """Names and words go, and news nobody will ask for; codes and days stay, as figures."""
    Exit.objects.filter(person=person).update(where=b"", who=b"", words=b"")
    for one in FollowUpSituation.objects.waiting().filter(person=person).order_by("pk"):
        one.delete()


@holds
def has_left(person: Person) -> bool:
    """A file where an exit is noted was not opened by mistake."""
    return Exit.objects.filter(person=person).exists()


def _exit(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """Where the person went, and the news to ask for; nothing for a partner, nor before a
    pathway."""
    if actor.organisation != person.organisation_id:
        return None
    known = sorted(person.exits.all(), key=lambda one: (one.on, one.pk))
    standing = next((one for one in known if one.is_standing), None)
    pathway = open_pathway_of(person)
    if pathway is None and not known:
        return None
    waiting = [
        one
        for one in person.situations.all()
        if standing is not None and one.exit_id == standing.pk and one.state == "a-demander"
    ]
    waiting.sort(key=lambda one: one.due_on)
    return {"person": person, "standing": standing, "waiting": waiting}


brings("exits", "situations")
panel(
    Panel(
        code="exit",
        title="Sortie",
        template="exits/_person_exit.html",
        group="route",
        order=80,
        context=_exit,
        tab=FileTab.PLAN,
    )
)
