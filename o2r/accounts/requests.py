"""The request of a page that only signed-in people reach, with the type of its user."""

from django.http import HttpRequest

from o2r.accounts.models import User


class SignedInRequest(HttpRequest):
    """Behind ``LoginRequiredMiddleware`` the user is always a :class:`User`."""

    user: User
