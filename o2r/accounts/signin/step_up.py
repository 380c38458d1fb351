"""A fresh proof of who acts, asked before exports and changes of rights.

The policy says where (``requires`` = ``step-up``); the access middleware sends here.
"""

from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin import traces
from o2r.accounts.signin.factors import has_second_factor
from o2r.core import clock

# Seconds. OWASP ASVS 5.0, 7.5.3: authenticate again before highly sensitive acts.
FRESH_FOR = 600
STRONG = "mfa"
"""What allauth calls a proof by a second factor or a passkey; others: password, socialaccount."""
PROOFS = traces.PROOFS


def remember_proof(request: HttpRequest, user: User, method: str, *, at: float) -> None:
    """Note in the session when (seconds since 1970) ``user`` proved who they are, and by what.

    Not always just now: ProConnect may only repeat what was proved this morning.
    """
    proofs = {**_proofs(request, user), method: at}
    request.session[PROOFS] = {"user": str(user.pk), "at": proofs}


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, with a second factor or a passkey."""
    return STRONG in _proofs_now(request)


def is_recent(request: HttpRequest) -> bool:
    """Whether the person proved who they are less than ten minutes ago.

    With their second factor when they have one: a password alone does not count then. The invented
    people of a demonstration have nothing to prove with, and nothing to protect.
    """
    if getattr(request.user, "is_example", False) and settings.DEMONSTRATION:
        return True
    oldest = clock.now().timestamp() - FRESH_FOR
    recent = {method for method, at in _proofs_now(request).items() if at > oldest}
    if not recent:
        return False
    return STRONG in recent or not has_second_factor(cast(User, request.user))


def _proofs_now(request: HttpRequest) -> dict[str, float]:
    return _proofs(request, request.user) if isinstance(request.user, User) else {}


def _proofs(request: HttpRequest, user: User) -> dict[str, float]:
    """When each kind of proof was last given in this session, by this person."""
    kept: dict[str, Any] = request.session.get(PROOFS) or {}
    return dict(kept["at"]) if kept.get("user") == str(user.pk) else {}


def step_up_address(back: str) -> str:
    """The page that asks for a proof and leads ``back``."""
    return f"{reverse('signin:step_up')}?{urlencode({'next': back})}"
