"""The scope of each request.

``ScopeMiddleware`` opens it just before the access decision, which reads who replaces whom;
``OrganisationMiddleware``, just after, says for which organisation the person acts. Public pages
that are only read have neither scope nor transaction.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from o2r.core.access import PUBLIC_PAGE, READING, mark_of
from o2r.core.belt.current import current
from o2r.core.belt.scope import narrowed, no_scope, open_scope

GetResponse = Callable[[HttpRequest], HttpResponse]
_STACK = "_o2r_belt_scope"


class ScopeMiddleware:
    """Open the scope of the person around the view and the making of its page.

    On PostgreSQL, this is the transaction of the request: an error (5xx) undoes everything. On
    SQLite a request-long transaction would make readers wait for each other: there is none.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with no_scope(), ExitStack() as stack:
            setattr(request, _STACK, stack)
            response = self.get_response(request)
            if response.status_code >= 500 and current() and connection.vendor == "postgresql":
                transaction.set_rollback(True)
            return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Enter the scope, once it is known who comes and what the page is."""
        mark = mark_of(view)
        if mark is None:
            return
        # A public page asks nothing of the session: it knows nobody.
        known = mark.kind != PUBLIC_PAGE and request.user.is_authenticated
        if known or request.method not in READING:
            _enter(request, open_scope(user=request.user.pk if known else None))


class OrganisationMiddleware:
    """Add to the scope the organisation that the person acts for, which the decision has chosen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Open, within the scope of the person, the one where they act for an organisation."""
        actor = getattr(request, "actor", None)
        if actor is not None and actor.organisation is not None and current() is not None:
            _enter(request, narrowed(organisation=actor.organisation))


def commit_now(request: HttpRequest) -> None:
    """Commit what the request has done, and close its scope: no personal row is read from here on.

    For the one view that holds a lock which others wait for: its page is drawn once the lock is
    given back. What fails from here on undoes nothing: the act must be one that may be asked twice.
    """
    getattr(request, _STACK).close()


def _enter(request: HttpRequest, scope: Any) -> None:
    getattr(request, _STACK).enter_context(scope)
