"""The request of a page that only signed-in people reach, with the types of who comes."""

from django.http import HttpRequest

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.accounts.policy import Context


class SignedInRequest(HttpRequest):
    """Behind the access middleware: the user, the actor they are now, what the session proved."""

    user: User
    actor: Actor
    proof: Context
