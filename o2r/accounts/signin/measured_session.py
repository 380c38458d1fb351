"""A session that has proved what a measure or a test needs, without typing a code."""

from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase

from o2r.accounts.models import User
from o2r.accounts.signin.step_up import PROOFS


def prove(session: SessionBase, user: User, proofs: Mapping[str, float]) -> None:
    """Write in ``session`` that ``user`` gave ``proofs``: ``{"mfa": seconds since 1970}``."""
    session[PROOFS] = {"user": str(user.pk), "at": dict(proofs)}
