"""ProConnect, against a real provider on 127.0.0.1 that may lie."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.models import User
from o2r.accounts.signin.adapters import NOT_PROVED, UNKNOWN_HERE
from o2r.accounts.signin.measured_provider import (
    CLIENT_ID,
    FakeProvider,
    Lies,
    come_by_proconnect,
    fake_provider,
)
from o2r.accounts.signin.models import OpenSession

LOGIN, HOME = reverse("accounts:login"), reverse("accounts:home")


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with fake_provider() as one:
        yield one


def said(client: Client, answer: Any) -> str:
    return client.get(answer.url).content.decode()


def test_the_button_is_drawn_only_when_the_instance_offers_it(client: Client) -> None:
    assert "ProConnect" not in client.get(LOGIN).content.decode()
    assert client.get(reverse("signin:proconnect")).status_code == 404
    assert client.get(reverse("signin:proconnect_callback")).status_code == 404
    with fake_provider():
        page = client.get(LOGIN).content.decode()
    assert "S’identifier avec ProConnect" in page
    assert "Qu’est-ce que ProConnect" in page


def test_a_known_address_enters_and_is_tied_to_its_identity(
    client: Client, nora: User, provider: FakeProvider
) -> None:
    assert come_by_proconnect(client, provider).url == HOME
    assert client.session[SESSION_KEY] == str(nora.pk)
    asked = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == "eidas1 eidas2"
    assert len(asked["nonce"]) >= 32
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert OpenSession.objects.get(user=nora).way == "proconnect"
    tied = SocialAccount.objects.get()
    assert (tied.user, tied.uid, tied.extra_data) == (nora, provider.subject, {})
    assert not SocialToken.objects.exists()
    # The identity counts from then on, whatever address it has over there.
    client.post(reverse("accounts:logout"))
    provider.email = "autre@exemple.example"
    assert come_by_proconnect(client, provider).url == HOME
    assert client.session[SESSION_KEY] == str(nora.pk)


@pytest.mark.parametrize("case", ["unknown", "closed", "closed-and-tied", "example"])
def test_nobody_gets_an_account_by_proconnect(
    client: Client, nora: User, provider: FakeProvider, case: str
) -> None:
    if case == "unknown":
        provider.email = "inconnue@exemple.example"
    if case == "closed-and-tied":
        come_by_proconnect(client, provider)
        client.post(reverse("accounts:logout"))
    if case.startswith("closed"):
        User.objects.filter(pk=nora.pk).update(is_active=False)
    if case == "example":
        User.objects.filter(pk=nora.pk).update(is_example=True)
    answer = come_by_proconnect(client, provider)
    assert SESSION_KEY not in client.session
    assert UNKNOWN_HERE in said(client, answer)
    assert User.objects.count() == 1


LIES = {
    "another nonce": Lies(identity={"nonce": "x" * 64}),
    "no nonce": Lies(identity={"nonce": None}),
    "another service": Lies(identity={"aud": "quelqu-un-d-autre"}),
    "several services": Lies(identity={"aud": [CLIENT_ID, "autre"], "azp": "autre"}),
    "another provider": Lies(identity={"iss": "https://ailleurs.example"}),
    "expired": Lies(identity={"exp": 1_600_000_000}),
    "no expiry": Lies(identity={"exp": None}),
    "low assurance": Lies(identity={"acr": "eidas0"}),
    "no assurance": Lies(identity={"acr": None}),
    "forged identity": Lies(forged_identity=True),
    "identity without signature": Lies(unsigned_identity=True),
    "unknown key": Lies(unknown_key=True),
    "forged user information": Lies(forged_person=True),
    "user information without signature": Lies(unsigned_person=True),
    "user information of another": Lies(person={"sub": "quelqu-un-d-autre"}),
    "user information for another service": Lies(person={"aud": "autre"}),
    "user information of another provider": Lies(person={"iss": "https://ailleurs.example"}),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_opens_nothing(client: Client, nora: User, provider: FakeProvider, name: str) -> None:
    provider.lies = LIES[name]
    answer = come_by_proconnect(client, provider)
    assert SESSION_KEY not in client.session
    assert NOT_PROVED in said(client, answer)
    provider.lies = Lies()
    assert come_by_proconnect(client, provider).url == HOME


def test_user_information_without_signature_when_the_instance_allows_it(
    client: Client, nora: User
) -> None:
    with fake_provider(signed=False) as provider:
        provider.lies = Lies(unsigned_person=True)
        assert come_by_proconnect(client, provider).url == HOME


@pytest.mark.parametrize("changed", [{"state": "a" * 16}, {"code": "code-inconnu"}])
def test_what_comes_back_must_be_what_was_asked(
    client: Client, nora: User, provider: FakeProvider, changed: dict[str, str]
) -> None:
    answer = come_by_proconnect(client, provider, **changed)
    assert NOT_PROVED in said(client, answer)
    assert SESSION_KEY not in client.session


def test_an_answer_serves_once_and_only_in_the_browser_that_asked(
    client: Client, nora: User, provider: FakeProvider
) -> None:
    left = client.get(reverse("signin:proconnect"))
    back = provider.consent(left.url)
    thief = Client()
    assert NOT_PROVED in said(thief, thief.get(reverse("signin:proconnect_callback"), back))
    assert client.get(reverse("signin:proconnect_callback"), back).url == HOME
    client.post(reverse("accounts:logout"))
    again = client.get(reverse("signin:proconnect_callback"), back)
    assert NOT_PROVED in said(client, again)
    assert SESSION_KEY not in client.session


def test_a_refusal_over_there_is_said_here(
    client: Client, nora: User, provider: FakeProvider
) -> None:
    left = client.get(reverse("signin:proconnect"))
    state = provider.consent(left.url)["state"]
    answer = client.get(
        reverse("signin:proconnect_callback"), {"error": "access_denied", "state": state}
    )
    assert NOT_PROVED in said(client, answer)


def test_a_provider_that_does_not_answer_is_said_too(client: Client, settings: Settings) -> None:
    settings.PROCONNECT = {
        **settings.PROCONNECT,
        "server": "http://127.0.0.1:9",
        "client_id": "x",
    }
    answer = client.get(reverse("signin:proconnect"))
    assert NOT_PROVED in said(client, answer)


def test_the_second_factor_is_asked_after_proconnect_too(
    client: Client, protected: User, provider: FakeProvider
) -> None:
    assert come_by_proconnect(client, provider).url == reverse("mfa_authenticate")
    assert SESSION_KEY not in client.session


def test_the_page_asked_for_comes_after_proconnect(
    client: Client, nora: User, provider: FakeProvider
) -> None:
    wanted = reverse("signin:security")
    left = client.get(reverse("signin:proconnect"), {"next": wanted})
    back = provider.consent(left.url)
    assert client.get(reverse("signin:proconnect_callback"), back).url == wanted
    elsewhere = client.get(reverse("signin:proconnect"), {"next": "https://ailleurs.example/"})
    assert elsewhere.url.startswith(provider.address)


def test_signing_out_closes_the_session_over_there_too(
    client: Client, nora: User, provider: FakeProvider
) -> None:
    come_by_proconnect(client, provider)
    page = client.post(reverse("accounts:logout"))
    assert page.status_code == 200
    assert page.context["address"].startswith(f"{provider.address}/end_session?id_token_hint=ey")
    assert SESSION_KEY not in client.session


def test_someone_without_password_proves_who_they_are_at_proconnect(
    client: Client, nora: User, provider: FakeProvider
) -> None:
    nora.set_unusable_password()
    nora.save()
    come_by_proconnect(client, provider)
    page = client.get(reverse("signin:step_up"), {"next": HOME}).content.decode()
    assert "?preuve=1" in page
    left = client.get(reverse("signin:proconnect"), {"preuve": "1"})
    assert "prompt=login" in left.url
