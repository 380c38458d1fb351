"""What a refusal leaves behind: one line of the journal, and word to the watch.

Written by the access middleware for every page, whoever raised the 404: the door, a view, a service
that refused. Nothing here depends on whether the object exists: neither what is written nor how
long it takes.
"""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from o2r.accounts.actors import Actor
from o2r.accounts.policy import kinds
from o2r.accounts.watching import tell_of_refusal
from o2r.core.access import mark_of
from o2r.core.journal.services import record

UNREACHABLE = "unreachable"
"""The reason of a refusal in the journal: absent or forbidden, it does not say which."""


@transaction.atomic
def write_refusal(request: HttpRequest) -> None:
    """Write that someone signed in could not go there, in the chain of who asked.

    Only where the page is about something personal; a visitor has no chain.
    """
    match, actor = request.resolver_match, getattr(request, "actor", None)
    mark = mark_of(match.func) if match else None
    if match is None or mark is None or not isinstance(actor, Actor) or not actor.is_signed_in:
        return
    if not kinds()[mark.kind].personal:
        return
    named = next((one for one in match.kwargs.values() if isinstance(one, UUID)), None)
    record(
        by=actor.author,
        action=mark.action(request.method),
        kind=mark.kind,
        object_id=named,
        organisation=actor.organisation,
        decision="deny",
        reason=UNREACHABLE,
    )
    tell_of_refusal(actor.author, mark.kind, named)
