"""What a session sets off, whichever way it was opened: by allauth, by a test, by a button."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from o2r.accounts.models import User
from o2r.accounts.signin import proconnect
from o2r.accounts.signin.engine import get_authentication_records
from o2r.accounts.signin.enums import Event, Way
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.factors import cancel_second_factor_reset
from o2r.accounts.signin.identities import METHOD, tie_identity
from o2r.accounts.signin.lockout import lift
from o2r.accounts.signin.models import OpenSession
from o2r.accounts.signin.sessions import remember_opening
from o2r.accounts.signin.step_up import STRONG, remember_proof
from o2r.core import clock

_WAYS = {"password": Way.PASSWORD, METHOD: Way.PROCONNECT, "mfa": Way.PASSKEY}


def way_of(request: HttpRequest, user: User) -> Way:
    """How the session was opened: the first proof given. Without any: a demonstration."""
    proofs = get_authentication_records(request, user)
    return _WAYS.get(proofs[0]["method"], Way.PASSWORD) if proofs else Way.DEMONSTRATION


@receiver(authentication_step_completed)
def on_proof(sender: type, request: HttpRequest, user: User, method: str, **kwargs: Any) -> None:
    at = proconnect.proved_at(request) if method == METHOD else clock.now().timestamp()
    remember_proof(request, user, method, at=at)
    if method == STRONG:
        cancel_second_factor_reset(by=user, request=request)


@receiver(user_logged_in)
def on_opening(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    way = way_of(request, user)
    remember_opening(by=user, way=way, request=request)
    if way == Way.PASSKEY:
        # A passkey cannot be guessed: who holds one is not kept waiting by who guesses.
        lift(user.email, str(user.pk))
    announce(Event.OPENED, request=request, user=user, reason=way)
    if way == Way.PROCONNECT:
        tie_identity(by=user, request=request)


@receiver(user_logged_out)
def on_closing(sender: type, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is None:
        return
    OpenSession.objects.filter(session_key=request.session.session_key or "").delete()
    announce(Event.CLOSED, request=request, user=user)
