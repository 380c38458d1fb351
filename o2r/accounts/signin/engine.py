"""The only module that calls what django-allauth does not document.

A new version of the library is read here, in ``adapters.py`` and in ``proconnect.py``: nowhere
else.
"""

from typing import Any, cast

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.account.internal.flows.login import perform_password_login as password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.base.internal.flows import delete_and_cleanup, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login as passwordless_login
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.http import HttpRequest, HttpResponse
from requests import Session

from o2r.accounts.models import User
from o2r.accounts.signin import traces

__all__ = [
    "SECRET_SESSION_KEY",
    "AuthenticateStage",
    "Authenticator",
    "Login",
    "LoginStage",
    "LoginStageController",
    "RecoveryCodes",
    "clear_login",
    "decrypt",
    "delete_and_cleanup",
    "encrypt",
    "format_hotp_value",
    "generate_totp_secret",
    "get_authentication_records",
    "hotp_value",
    "perform_passwordless_login",
    "perform_password_login",
    "post_authentication",
    "reauthenticate_by_password",
    "provider_of",
    "record_authentication",
    "requests_session",
    "resumed",
    "start_afresh",
    "webauthn",
]


def start_afresh(request: HttpRequest, user: User) -> None:
    """Forget every proof that this browser gave before ``user`` gives the first one.

    A passkey shown in a former session would otherwise stand for the second factor of this one.
    """
    traces.begin(request, user)
    clear_login(request)


def perform_password_login(
    request: HttpRequest, credentials: dict[str, Any], login: Login
) -> HttpResponse:
    """Go on after the right password: second factor, then the session."""
    start_afresh(request, cast(User, login.user))
    return cast(HttpResponse, password_login(request, credentials, login))


def perform_passwordless_login(
    request: HttpRequest, factor: Authenticator, login: Login
) -> HttpResponse:
    """Open the session of whoever showed this passkey."""
    start_afresh(request, cast(User, login.user))
    return cast(HttpResponse, passwordless_login(request, factor, login))


def resumed(stage: LoginStage) -> HttpResponse:
    """Go on with a sign-in whose stage is over: the next stage, or the session."""
    return cast(HttpResponse, cast(Any, stage).exit())


def provider_of(request: HttpRequest, name: str) -> Any:
    """The provider of identities called ``name``, as the settings describe it."""
    return cast(Any, get_social_adapter(request)).get_provider(request, provider=name)


def requests_session() -> Session:
    """A session of requests to a provider, with the time limit of the settings."""
    return cast(Session, cast(Any, get_social_adapter()).get_requests_session())
