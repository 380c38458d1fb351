"""The file of a page: through the door, with what its reader may read of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from o2r.accounts.acts import PROVED
from o2r.accounts.door import Opened, open_one
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.people.models import Person
from o2r.people.selectors.caseload import for_lists
from o2r.people.selectors.reading import Name, Reader, name_of


@dataclass(frozen=True)
class OpenedFile:
    """A file, who reads it, and who the person is for them."""

    opened: Opened[Person]
    reader: Reader
    name: Name

    @property
    def person(self) -> Person:
        return self.opened.obj

    @property
    def context(self) -> dict[str, Any]:
        """What every page of a file shows: its person, and the name to call them."""
        return {"person": self.person, "name": self.name}


def opened_file(
    request: SignedInRequest,
    person: UUID,
    *,
    action: str | None = None,
    needs: str | None = None,
) -> OpenedFile:
    """The file of an address, for the act of the page, or for ``action``; by who may ``needs`` too.

    Raises Http404, ShowingStopped.
    """
    rows = for_lists(Person.objects.all())
    opened = open_one(request, rows, action=action, needs=needs, pk=person)
    reader = Reader.of(request.actor, opened.obj, opened.fields)
    return OpenedFile(opened, reader, name_of(reader, opened.obj))


def allows(request: SignedInRequest, action: str, person: Person) -> bool:
    """Whether the reader could do it, a fresh proof apart: the page will ask for it."""
    decision = decide(request.actor, action, person.subject(request.actor), PROVED)
    return isinstance(decision, Allow)
