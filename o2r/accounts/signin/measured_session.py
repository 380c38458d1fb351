"""A session that has proved what a measure or a test needs, without typing a code."""

from collections.abc import Mapping
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import RequestFactory

from o2r.accounts.models import User
from o2r.accounts.signin.step_up import PROOFS


def prove(session: SessionBase, user: User, proofs: Mapping[str, float]) -> None:
    """Write in ``session`` that ``user`` gave ``proofs``: ``{"mfa": seconds since 1970}``."""
    session[PROOFS] = {"user": str(user.pk), "at": dict(proofs)}


def a_request() -> HttpRequest:
    """A request in a session that nobody has opened."""
    request: HttpRequest = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    return request
