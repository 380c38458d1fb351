"""What the header says of who acts: only on pages of the space, which know who comes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from o2r.accounts.acting import standing_of
from o2r.accounts.actors import Actor
from o2r.accounts.models import Membership, User
from o2r.core.access import READING
from o2r.core.notifications.selectors import unread_count


@dataclass
class Acting:
    """Who acts, for whom, in which role, and what they have not read."""

    user: UUID
    name: str
    membership: Membership | None
    has_others: bool
    count: int | None = None

    @cached_property
    def unread(self) -> int:
        """``count``, or asked now: only by the pages that show it."""
        return unread_count(self.user) if self.count is None else self.count


def acting(request: HttpRequest) -> dict[str, Any]:
    """``acting``: None on a page that knows nobody. A public page is not asked for its session."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user is None or not isinstance(request.user, User):
        return {"acting": None}
    held: list[Membership] = getattr(request, "memberships", [])
    chosen = next((one for one in held if one.organisation_id == actor.organisation), None)
    # Read with the rights; an act may have told this person of something since.
    known = standing_of(chosen) if chosen and request.method in READING else None
    count = known.unread if known else None
    return {"acting": Acting(actor.user, actor.name, chosen, len(held) > 1, count)}
