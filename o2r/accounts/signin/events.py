"""What happens at the door: journaled, and announced to whoever watches (``signed`` signal)."""

from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest

from o2r.accounts.models import User
from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.lockout import account_subject, network_subject
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record

happened = Signal()
"""Sent after each event, in its transaction, with:

``event``
    an :class:`Event`;
``user``
    the account concerned (UUID), None when nobody is known by the address typed;
``account``, ``network``
    digests of the address typed (or of the account) and of the network of the client: the same
    account or network gives the same digest, and neither can be read back;
``reason``
    a code: how the session was opened, or what was refused;
``request``
    where it happened, for whoever knows places by another digest.
"""

REFUSALS = frozenset({Event.REFUSED, Event.DELAYED})


@transaction.atomic
def announce(
    event: Event,
    *,
    request: HttpRequest,
    user: User | None,
    account: str = "",
    reason: str = "",
    by: Author | None = None,
) -> None:
    """Write ``event`` in the journal of the platform and send :data:`happened`.

    ``account`` is the address as typed, when no ``user`` is known. ``reason`` is a code. ``by``
    says who acted when it is not the person themselves.
    """
    subject = user.pk if user else None
    refused = event in REFUSALS
    happened.send(
        sender=Event,
        event=event,
        user=subject,
        account=account_subject(account or str(subject)),
        network=network_subject(request),
        reason=reason,
        request=request,
    )
    record(
        by=by or _author(subject, refused=refused),
        action=event.value,
        kind="session",
        object_id=subject,
        organisation=None,
        decision="deny" if refused else "allow",
        reason=reason,
    )


def _author(subject: UUID | None, *, refused: bool) -> Author:
    """The person, unless nothing proves that it was them."""
    if refused or subject is None:
        return Author(user=None, organisation=None, role="anyone")
    return Author(user=subject, organisation=None, role="signed-in")
