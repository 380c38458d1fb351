"""What the header says of who acts: only on pages of the space, which know who comes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from o2r.accounts.actors import Actor
from o2r.accounts.models import Membership, User
from o2r.core.notifications.selectors import unread_count


@dataclass
class Acting:
    """Who acts, for whom, in which role, and what they have not read."""

    user: UUID
    name: str
    membership: Membership | None
    has_others: bool

    @cached_property
    def unread(self) -> int:
        """Asked only by the pages that show it."""
        return unread_count(self.user)


def acting(request: HttpRequest) -> dict[str, Any]:
    """``acting``: None on a page that knows nobody. A public page is not asked for its session."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user is None or not isinstance(request.user, User):
        return {"acting": None}
    held: list[Membership] = getattr(request, "memberships", [])
    chosen = next((one for one in held if one.organisation_id == actor.organisation), None)
    return {
        "acting": Acting(actor.user, actor.name, chosen, len(held) > 1),
    }
