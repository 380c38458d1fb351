"""What the door of the platform tells the watch: who came in, from where, who was refused."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.http import HttpRequest

from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.events import happened
from o2r.accounts.signin.network import UNKNOWN, client_address
from o2r.core.journal.authors import Author
from o2r.core.watch.enums import Action
from o2r.core.watch.events import network_of
from o2r.core.watch.selectors import latest_sign_in
from o2r.core.watch.services import observe

_ACTIONS = {
    Event.OPENED: Action.SIGN_IN,
    Event.REFUSED: Action.SIGN_IN_FAILED,
    Event.DELAYED: Action.SIGN_IN_FAILED,
}


@receiver(happened)
def tell_the_watch(
    sender: type, event: Event, user: UUID | None, request: HttpRequest, **kwargs: Any
) -> None:
    """In the transaction of the event: what the journal knows, the watch knows too."""
    action = _ACTIONS.get(event)
    if action is None:
        return
    address = client_address(request)
    observe(
        by=Author(user=user, organisation=None, role="signed-in" if user else "anyone"),
        action=action,
        kind="session",
        allowed=action == Action.SIGN_IN,
        network="" if address == UNKNOWN else network_of(address),
        previous=latest_sign_in(user) if user else None,
    )
