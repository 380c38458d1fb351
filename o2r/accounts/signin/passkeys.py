"""Passkeys (WebAuthn): what the browser is asked, and what its answer proves."""

from typing import Any

from django.core.exceptions import ValidationError

from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.accounts.signin.engine import Authenticator, webauthn

LONGEST_NAME = 60


class PasskeyRefused(DomainError):
    """The answer of the browser proves nothing. One sentence for every reason."""

    def __init__(self) -> None:
        super().__init__(
            "La clé d’accès n’a pas été reconnue. Réessayez, ou choisissez une autre façon "
            "de prouver que c’est vous."
        )


# What a forged answer of a browser makes the library raise, besides its own errors.
_MALFORMED = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)


def creation_options(user: User) -> dict[str, Any]:
    """What to ask the browser so that it makes a passkey for ``user``."""
    return dict(webauthn.begin_registration(user, passwordless=True))


def request_options(user: User | None) -> dict[str, Any]:
    """What to ask the browser so that it proves who is there; None: whoever has a passkey."""
    return dict(webauthn.begin_authentication(user))


def check_creation(credential: Any) -> dict[str, Any]:
    """Verify a passkey that has just been made. Raises PasskeyRefused.

    The device must have checked its owner (PIN, finger, face): the passkey replaces a password.
    """
    try:
        webauthn.parse_registration_response(credential)
        proof = webauthn.complete_registration(credential)
    except _MALFORMED as error:
        raise PasskeyRefused from error
    if not proof.is_user_verified():
        raise PasskeyRefused
    return dict(credential)


def check_proof(credential: Any, user: User | None) -> Authenticator:
    """The passkey that an answer proves; of ``user``, or of whoever it says it belongs to.

    Raises PasskeyRefused. The challenge serves once.
    """
    try:
        webauthn.parse_authentication_response(credential)
        owner = user or webauthn.extract_user_from_response(credential)
        return webauthn.complete_authentication(owner, credential)
    except _MALFORMED as error:
        raise PasskeyRefused from error
