"""The file of a page: through the door, with what its reader may read of it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from o2r.accounts.acts import PROVED
from o2r.accounts.door import Opened, open_one
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.people.models import Person
from o2r.people.selectors.caseload import Row, for_lists, rows_of
from o2r.people.selectors.reading import Name, Reader


@dataclass(frozen=True)
class OpenedFile:
    """A file, who reads it, and who the person is for them; ``beside``: whom the page lists."""

    opened: Opened[Person]
    reader: Reader
    name: Name
    beside: tuple[Row, ...] = ()

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
    bring: Collection[str] = (),
    beside: Callable[[Person], Iterable[Person]] | None = None,
) -> OpenedFile:
    """The file of an address, for the act of the page, or for ``action``; by who may ``needs`` too.

    ``bring``: the relations that the page shows, read in the same query. ``beside``: the files,
    already ``visible``, that it lists besides. Raises Http404, ShowingStopped.
    """
    rows = for_lists(Person.objects.all()).bring(*bring)
    opened = open_one(request, rows, action=action, needs=needs, beside=beside, pk=person)
    known = [(one.obj, one.fields) for one in (opened, *opened.beside)]
    # The keys of all of them at once.
    first, *others = rows_of(request.actor, known)
    return OpenedFile(opened, first.reader, first.name, tuple(others))


def allows(request: SignedInRequest, action: str, person: Person) -> bool:
    """Whether the reader could do it, a fresh proof apart: the page will ask for it."""
    decision = decide(request.actor, action, person.subject(request.actor), PROVED)
    return isinstance(decision, Allow)
