"""What the session has proved: a second factor, and a fresh sign-in before what matters."""

from django.conf import settings
from django.http import HttpRequest

from o2r.accounts.models import User
from o2r.accounts.policy import Context
from o2r.accounts.signin import step_up


def proof_of(request: HttpRequest, user: User) -> Context:
    """What this session proved. An invented person of a demonstration is always believed."""
    if user.is_example and settings.DEMONSTRATION:
        return Context(second_factor=True, stepped_up=True)
    return Context(
        second_factor=step_up.used_second_factor(request), stepped_up=step_up.is_recent(request)
    )
