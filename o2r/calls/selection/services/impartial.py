"""The gate of interests, asked by every act of the committee on one application."""

from collections.abc import Collection

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Application
from o2r.calls.reading.interests import Verdict
from o2r.calls.selection.entries import Entry
from o2r.calls.selection.errors import Interested, NotDeclared
from o2r.calls.selection.selectors.interests import standing_of


def require_open(by: Actor, application: Application) -> None:
    """Let pass who declared no tie with any body of an application.

    Raises NotDeclared for who has not answered yet, Interested for who is recused.
    """
    standing = standing_of(by.user, application)
    if standing is Verdict.WAITING:
        raise NotDeclared([application.title])
    if standing is Verdict.RECUSED:
        raise Interested([application.title])


def refusal(closed: Collection[Entry]) -> DomainError:
    """What is said to someone to whom all of these applications are closed."""
    waiting = [one.title for one in closed if one.is_waiting]
    return NotDeclared(waiting) if waiting else Interested([one.title for one in closed])
