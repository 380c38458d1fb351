"""The request of a page that only signed-in people reach, with the types of who comes."""

from django.http import HttpRequest

from o2r.accounts.actors import Actor
from o2r.accounts.models import Membership, User
from o2r.accounts.policy import Context
from o2r.core.access import Reach


class SignedInRequest(HttpRequest):
    """Behind the access middleware: the user, where they work, the actor they are now, what the
    session proved, and how far the act of the page goes."""

    user: User
    memberships: list[Membership]
    actor: Actor
    proof: Context
    reach: Reach
