"""The door as in production: the rule of second factors, an account whose mailbox is proved."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.models import User
from o2r.accounts.signin.emails import vouch_for_address
from o2r.accounts.signin.measured_person import SECRET, current_code, give_totp

PASSWORD = "sept lanternes sous la mousse"
LOGIN = reverse("accounts:login")
SECURITY = reverse("signin:security")


@pytest.fixture
def nora() -> User:
    """Someone with a password, a proved mailbox, and no second factor."""
    user = User(email="nora@exemple.example", display_name="Nora Quintane")
    user.set_password(PASSWORD)
    user.save()
    vouch_for_address(user=user)
    return user


@pytest.fixture
def protected(nora: User) -> User:
    """The same, with an application of codes."""
    give_totp(nora)
    return nora


@pytest.fixture
def everyone_must(settings: Settings) -> None:
    """Everybody must have a second factor."""
    settings.SECOND_FACTOR_RULE = "o2r.accounts.signin.measured_person.everyone"


@pytest.fixture
def sign_in() -> Callable[..., object]:
    """Sign in with a password, and with a code when the account asks for one."""

    def act(client: Client, user: User, password: str = PASSWORD, **more: str) -> object:
        answer = client.post(LOGIN, {"email": user.email, "password": password, **more})
        if answer.status_code == 302 and answer.url == reverse("mfa_authenticate"):
            answer = client.post(answer.url, {"code": current_code(SECRET)})
        return answer

    return act
