"""Passwords: examined one try at a time, changed with notice."""

from uuid import UUID

from django.contrib.auth import authenticate, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import urlsafe_base64_decode

from o2r.accounts.models import User
from o2r.accounts.signin import mails
from o2r.accounts.signin.emails import LinkDead, vouch_for_address
from o2r.accounts.signin.engine import Authenticator
from o2r.accounts.signin.enums import Event, TryKind
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.factors import use_code
from o2r.accounts.signin.lockout import TooManyTries, lift, reserve, succeeded
from o2r.accounts.signin.mails import reset_tokens, sealed_address, send_reset_link
from o2r.accounts.signin.sessions import change_key, close_all, close_others


def check_password(address: str, password: str, request: HttpRequest) -> User | None:
    """The account that this address and this password open, or None.

    Costs the same for an unknown address, a closed account and a wrong password: one hash, one line
    of the journal. Raises TooManyTries when a delay runs, whether the account exists or not.
    """
    try:
        one = reserve(TryKind.PASSWORD, address, request)
    except TooManyTries:
        announce(
            Event.DELAYED,
            request=request,
            user=_holder(address),
            account=address,
            reason="password",
        )
        raise
    user = authenticate(request, username=address, password=password)
    if isinstance(user, User):
        succeeded(one)
        return user
    announce(
        Event.REFUSED, request=request, user=_holder(address), account=address, reason="password"
    )
    return None


def _holder(address: str) -> User | None:
    return User.objects.filter(email=address.strip().lower()).first()


def check_code(user: User, code: str, request: HttpRequest) -> Authenticator | None:
    """The second factor that a code proves, or None. Raises TooManyTries when a delay runs."""
    try:
        one = reserve(TryKind.CODE, str(user.pk), request)
    except TooManyTries:
        announce(Event.DELAYED, request=request, user=user, reason="code")
        raise
    factor = use_code(user, code)
    if factor is None:
        announce(Event.REFUSED, request=request, user=user, reason="code")
        return None
    succeeded(one)
    return factor


@transaction.atomic
def change_password(*, by: User, password: str, request: HttpRequest) -> User:
    """Give ``by`` a password already checked; their other sessions close at once."""
    by.set_password(password)
    by.save(update_fields=["password"])
    former = request.session.session_key
    update_session_auth_hash(request, by)
    change_key(former, request)
    close_others(by=by, request=request)
    _told(by, request)
    return by


def ask_reset_link(*, address: str, request: HttpRequest) -> None:
    """Queue a link for this address: the same work whether an account exists or not.

    Raises TooManyTries when too many were asked.
    """
    reserve(TryKind.RESET, address, request)
    send_reset_link.enqueue(sealed_address(address))


def user_behind(uid: str, token: str) -> User:
    """Whose password a link may change. Raises LinkDead."""
    try:
        subject = UUID(urlsafe_base64_decode(uid).decode())
    except ValueError as error:
        raise LinkDead from error
    user = User.objects.filter(pk=subject, is_active=True, is_example=False).first()
    if user is None or not reset_tokens.check_token(user, token):
        raise LinkDead
    return user


@transaction.atomic
def reset_password(*, uid: str, token: str, password: str, request: HttpRequest) -> User:
    """Give a password, already checked, to who holds the link. Every session closes.

    The link proved the mailbox: it ends the delays. It does not replace the second factor. Raises
    LinkDead.
    """
    user = user_behind(uid, token)
    user.set_password(password)
    user.save(update_fields=["password"])
    close_all(by=user, user=user)
    vouch_for_address(user=user)
    lift(user.email)
    _told(user, request)
    return user


def _told(user: User, request: HttpRequest) -> None:
    mails.tell_security_change(user, Event.PASSWORD_CHANGED)
    announce(Event.PASSWORD_CHANGED, request=request, user=user)
