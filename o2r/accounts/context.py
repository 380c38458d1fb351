"""What the header says of who acts: only on pages of the space, which know who comes."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from o2r.accounts.acting import standing_of
from o2r.accounts.actors import Actor
from o2r.accounts.models import Membership, User
from o2r.core.access import READING
from o2r.core.notifications.selectors import unread_count


@dataclass(frozen=True)
class Acting:
    """Who acts, for whom, in which role, and what they have not read."""

    name: str
    membership: Membership | None
    has_others: bool
    unread: int


def acting(request: HttpRequest) -> dict[str, Any]:
    """``acting``: None on a page that knows nobody. A public page is not asked for its session."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user is None or not isinstance(request.user, User):
        return {"acting": None}
    held: list[Membership] = getattr(request, "memberships", [])
    chosen = next((one for one in held if one.organisation_id == actor.organisation), None)
    # Read with the rights; an act may have told this person of something since.
    known = standing_of(chosen) if chosen and request.method in READING else None
    unread = known.unread if known else unread_count(actor.user)
    return {"acting": Acting(actor.name, chosen, len(held) > 1, unread)}
