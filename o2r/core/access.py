"""The mark of a page: what it does, on which kind of object. The policy above decides from it.

A view without a mark answers nobody: adding a route means saying, here, what it is.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest

from o2r.core.journal.authors import Author

View = TypeVar("View", bound=Callable[..., Any])
READING = ("GET", "HEAD", "OPTIONS")
PUBLIC_PAGE = "public-page"


class Comer(Protocol):
    """Who comes, as the pages of ``core`` know them: the actor of the app of accounts, of which
    they read this and hand the rest to the apps above."""

    @property
    def user(self) -> UUID | None:
        """The account; None for nobody."""

    @property
    def organisation(self) -> UUID | None:
        """The organisation they act for."""

    @property
    def author(self) -> Author:
        """The same person, for the journal."""


@dataclass(frozen=True)
class Reach:
    """How far the policy lets somebody go with the act of the page: decided above, never here.

    ``everywhere``: whatever the organisation; ``organisation``: the one they act for, when the
    policy lets them go that far.
    """

    everywhere: bool = False
    organisation: UUID | None = None


@dataclass(frozen=True)
class Mark:
    """What a view does: an action on a kind of object, for reading and for writing.

    ``group``: the group of fields that the page is made of, when who reads none of it has nothing
    to do there.
    """

    kind: str
    reading: str
    writing: str
    group: str = ""

    def action(self, method: str | None) -> str:
        """The action that a request of this HTTP method asks for."""
        return self.reading if method in READING else self.writing

    def is_for(self, fields: Collection[str]) -> bool:
        """Whether the page has something to show to who reads these groups."""
        return not self.group or self.group in fields or "*" in fields


def marked(
    kind: str, action: str, *, POST: str | None = None, group: str = ""
) -> Callable[[View], View]:
    """Say what a view does; ``POST`` when writing is another action than reading."""
    mark = Mark(kind, action, POST or action, group)

    def put(view: View) -> View:
        view.access_mark = mark  # type: ignore[attr-defined]
        return view

    return put


def public_page(view: View) -> View:
    """Mark a page that anyone may read and that knows nobody: it never asks for the session."""
    return login_not_required(marked(PUBLIC_PAGE, "read")(view))


def mark_of(view: Any) -> Mark | None:
    """What a view says it does, if it says so."""
    return getattr(view, "access_mark", None)


def reach_of(request: HttpRequest) -> Reach:
    """How far the person of this request may go; nowhere before the policy was asked."""
    return getattr(request, "reach", Reach())
