"""The pathway of a page: through the door, with what to call its person."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from o2r.accounts.acts import PROVED
from o2r.accounts.door import Opened, open_one
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.pathways.models import Pathway
from o2r.pathways.models.pathway import PathwayQuerySet
from o2r.people.models import Person
from o2r.people.selectors.reading import Name, names_of

OF_PERSON = (
    *("agreements", "follow_ups", "emergency_openings"),
    *("information", "eligibilities"),
)


@dataclass(frozen=True)
class OpenedPathway:
    """A pathway, what one may see of it, and the name of its person for who opens it."""

    opened: Opened[Pathway]
    name: Name

    @property
    def pathway(self) -> Pathway:
        return self.opened.obj

    @property
    def context(self) -> dict[str, Any]:
        return {"pathway": self.pathway, "person": self.pathway.person, "name": self.name}


def with_all(rows: PathwayQuerySet) -> PathwayQuerySet:
    """With what a page and its decision read: the pathway in one query, its person in another."""
    people = Person.objects.select_related("identity", "organisation", "referent", "trust")
    rows = rows.select_related("organisation", "project", "derogation")
    rows = rows.bring("stages__organisation", "moves__moved_by")
    known = people.bring(*OF_PERSON).order_by("pk")
    return rows.prefetch_related(Prefetch("person", queryset=known))


def opened_pathway(
    request: SignedInRequest, pathway: UUID, *, action: str | None = None
) -> OpenedPathway:
    """The pathway of an address, for the act of the page. Raises Http404, ShowingStopped."""
    opened = open_one(request, with_all(Pathway.objects.all()), action=action, pk=pathway)
    person = opened.obj.person
    decision = decide(request.actor, "read", person.subject(request.actor), PROVED)
    groups = decision.fields if isinstance(decision, Allow) else frozenset()
    ((_, name),) = names_of(request.actor, [(person, groups)]).values()
    return OpenedPathway(opened, name)


def may_write(request: SignedInRequest, pathway: Pathway) -> bool:
    """Whether the reader moves it."""
    decision = decide(request.actor, "update", pathway.subject(request.actor), PROVED)
    return isinstance(decision, Allow) and pathway.person.is_followed
