"""What a session that has lapsed, or that nobody lists any more, still opens: nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin import traces
from o2r.accounts.signin.measured_person import SoftPasskey, current_code, give_totp, secure
from o2r.accounts.signin.models import OpenSession
from o2r.accounts.signin.sessions import close_all, close_one
from o2r.accounts.signin.step_up import PROOFS
from o2r.core import clock

PASSWORD, NEW = "sept lanternes sous la mousse", "quatre girafes lisent dehors"
LOGIN, CODE = reverse("accounts:login"), reverse("mfa_authenticate")
HOME, SECURITY = reverse("accounts:home"), reverse("signin:security")
SignIn = Callable[..., Any]


def later(monkeypatch: pytest.MonkeyPatch, **delay: int) -> None:
    moved = clock.now() + timedelta(**delay)
    monkeypatch.setattr(clock, "now", lambda: moved)


def by_password(client: Client, user: User) -> Any:
    return client.post(LOGIN, {"email": user.email, "password": PASSWORD})


@pytest.fixture
def by_passkey(nora: User, sign_in: SignIn) -> Client:
    """A session opened by a passkey alone, of someone who also has a password."""
    client, key = secure(Client()), SoftPasskey()
    sign_in(client, nora)
    page = reverse("signin:passkey")
    made = key.make(json.loads(json.dumps(client.get(page).context["options"])))
    client.post(page, {"name": "Clé", "credential": json.dumps(made)})
    client.post(reverse("accounts:logout"))
    address = reverse("signin:passkey_sign_in")
    proof = key.use(client.get(address).json()["options"])
    assert client.post(address, {"credential": json.dumps(proof)}).url == HOME
    return client


@pytest.mark.parametrize("delay", [{"minutes": 61}, {"hours": 13}])
def test_a_passkey_of_a_lapsed_session_is_no_second_factor_for_a_password(
    by_passkey: Client, nora: User, monkeypatch: pytest.MonkeyPatch, delay: dict[str, int]
) -> None:
    later(monkeypatch, **delay)
    assert by_passkey.get(SECURITY).url.startswith(LOGIN)
    assert set(by_passkey.session.keys()) <= traces.KEPT
    assert by_password(by_passkey, nora).url == CODE
    assert by_passkey.get(SECURITY).url.startswith(LOGIN)


def test_nor_is_it_when_no_page_was_asked_in_between(
    by_passkey: Client, nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, hours=13)
    assert by_password(by_passkey, nora).url == CODE


def test_proofs_left_behind_are_forgotten_before_the_first_one_of_a_sign_in(
    by_passkey: Client, nora: User
) -> None:
    """Even if something else than the lapse left them in an anonymous session."""
    session = by_passkey.session
    del session[SESSION_KEY]
    session.save()
    assert by_password(by_passkey, nora).url == CODE
    assert set(by_passkey.session[PROOFS]["at"]) == {"password"}


def test_the_second_factor_follows_the_password_in_a_lapsed_session(
    client: Client, protected: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, protected)
    later(monkeypatch, hours=13)
    assert by_password(client, protected).url == CODE
    assert client.post(CODE, {"code": current_code()}).url == HOME
    assert set(client.session[PROOFS]["at"]) == {"password", "mfa"}
    assert client.get(SECURITY).status_code == 200


def test_someone_else_signs_in_with_all_their_proofs_where_a_session_lapsed(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    lina = User(email="lina@exemple.example", display_name="Lina")
    lina.set_password(PASSWORD)
    lina.save()
    lina.emailaddress_set.create(email=lina.email, verified=True, primary=True)
    give_totp(lina)
    later(monkeypatch, hours=13)
    sign_in(client, lina)
    assert client.session[SESSION_KEY] == str(lina.pk)
    assert set(client.session[PROOFS]["at"]) == {"password", "mfa"}
    assert OpenSession.objects.get(user=lina).way == "password"


def test_the_cookie_of_a_lapsed_session_does_not_come_back_to_life(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key or ""
    later(monkeypatch, hours=13)
    sign_in(client, nora)
    assert client.get(SECURITY).status_code == 200
    assert thief.get(SECURITY).url.startswith(LOGIN)
    assert OpenSession.objects.filter(user=nora).count() == 1


def test_changing_ones_password_keeps_this_session_in_the_list(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    client.post(reverse("signin:change_password"), {"password": NEW})
    page = client.get(SECURITY)
    assert page.content.decode().count("Cette session.") == 1
    listed = OpenSession.objects.get(user=nora)
    assert listed.session_key == client.session.session_key
    assert close_one(by=nora, session=listed.pk)
    assert client.get(SECURITY).url.startswith(LOGIN)


def test_every_session_can_be_closed_after_a_change_of_password(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    client.post(reverse("signin:change_password"), {"password": NEW})
    assert close_all(by=nora, user=nora) == 1
    assert client.get(SECURITY).url.startswith(LOGIN)


def test_a_session_that_its_owner_cannot_see_opens_nothing(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    OpenSession.objects.filter(user=nora).delete()
    assert client.get(SECURITY).url.startswith(LOGIN)
    assert SESSION_KEY not in client.session
