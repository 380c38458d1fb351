"""The identity of ProConnect: tied by a complete sign-in, told, seen, taken off; a fresh proof."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin.adapters import NOT_FRESH, NOT_PROVED
from o2r.accounts.signin.measured_person import current_code
from o2r.accounts.signin.measured_provider import (
    FakeProvider,
    Lies,
    come_by_proconnect,
    fake_provider,
)
from o2r.accounts.signin.models import OpenSession
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification

LOGIN, HOME = reverse("accounts:login"), reverse("accounts:home")
SECURITY, CODE = reverse("signin:security"), reverse("mfa_authenticate")
CREDENTIALS, REMOVE = reverse("signin:change_password"), reverse("signin:remove_identity")
HOUR = 3600


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with fake_provider() as one:
        yield one


@pytest.fixture
def inside(client: Client, nora: User, provider: FakeProvider) -> Client:
    """Nora, who has no password, came by ProConnect."""
    nora.set_unusable_password()
    nora.save()
    come_by_proconnect(client, provider)
    return client


def told(user: User, words: str) -> bool:
    notes = Notification.objects.filter(recipient=user.pk, kind="account-security").order_by("pk")
    return any(words in note.body for note in notes)


def prove_again(client: Client, provider: FakeProvider) -> Any:
    left = client.get(reverse("signin:proconnect"), {"preuve": "1", "next": CREDENTIALS})
    back = provider.consent(left.url)
    return client.get(reverse("signin:proconnect_callback"), back)


@pytest.mark.parametrize("said", [False, "false", "False"])
def test_an_address_that_the_provider_says_unproved_opens_nothing(
    client: Client, nora: User, provider: FakeProvider, said: object
) -> None:
    provider.lies = Lies(person={"email_verified": said})
    answer = come_by_proconnect(client, provider)
    assert NOT_PROVED in client.get(answer.url).content.decode()
    assert SESSION_KEY not in client.session
    provider.lies = Lies(person={"email_verified": True})
    assert come_by_proconnect(client, provider).url == HOME


def test_an_identity_is_tied_only_when_the_sign_in_is_complete(
    client: Client, protected: User, provider: FakeProvider
) -> None:
    assert come_by_proconnect(client, provider).url == CODE
    assert not SocialAccount.objects.exists()
    assert not told(protected, "identité ProConnect")
    client.post(CODE, {"code": "000000"})
    assert not SocialAccount.objects.exists()
    assert client.post(CODE, {"code": current_code()}).url == HOME
    tied = SocialAccount.objects.get()
    assert (tied.user, tied.uid, tied.extra_data) == (protected, provider.subject, {})
    assert OpenSession.objects.get(user=protected).way == "proconnect"


def test_tying_an_identity_is_journaled_and_told_once(
    client: Client, nora: User, provider: FakeProvider
) -> None:
    for _ in range(2):
        come_by_proconnect(client, provider)
        client.post(reverse("accounts:logout"))
    assert JournalEntry.objects.filter(action="session.identity-add").count() == 1
    assert told(nora, "vient d’être rattachée à votre compte")


def test_a_passkey_of_a_former_session_is_no_second_factor_for_proconnect(
    client: Client, protected: User, provider: FakeProvider
) -> None:
    """Proofs left in the session of the browser do not count after ProConnect either."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "webauthn", "passwordless": True, "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(protected.pk)
    session.save()
    assert come_by_proconnect(client, provider).url == CODE


def test_an_identity_is_seen_and_taken_off(
    inside: Client, nora: User, provider: FakeProvider
) -> None:
    tied = SocialAccount.objects.get()
    page = f"{REMOVE}?identite={tied.pk}"
    assert page in inside.get(SECURITY).content.decode()
    elsewhere = Client()
    come_by_proconnect(elsewhere, provider)
    assert inside.post(page).url.startswith(reverse("signin:step_up"))
    assert prove_again(inside, provider).url == CREDENTIALS
    assert "Retirer cette identité" in inside.get(page).content.decode()
    assert SocialAccount.objects.exists()
    assert inside.post(page).url == SECURITY
    assert not SocialAccount.objects.exists()
    assert elsewhere.get(SECURITY).url.startswith(LOGIN)
    assert "ProConnect</h2>" not in inside.get(SECURITY).content.decode()
    assert JournalEntry.objects.filter(action="session.identity-remove").count() == 1
    assert told(nora, "vient d’être détachée")


def test_the_identity_of_someone_else_cannot_be_taken_off(
    inside: Client, nora: User, provider: FakeProvider
) -> None:
    prove_again(inside, provider)
    lina = User.objects.create(email="lina@e.example", display_name="Lina")
    theirs = SocialAccount.objects.create(user=lina, provider="proconnect", uid="lina")
    answers = [inside.post(f"{REMOVE}?identite={pk}") for pk in (theirs.pk, theirs.pk + 1000)]
    assert [answer.url for answer in answers] == [SECURITY, SECURITY]
    assert SocialAccount.objects.filter(pk=theirs.pk).exists()


def test_an_open_session_over_there_is_no_fresh_proof(inside: Client) -> None:
    assert inside.get(SECURITY).status_code == 200
    assert inside.get(CREDENTIALS).url.startswith(reverse("signin:step_up"))


def test_a_new_sign_in_over_there_is_one(inside: Client, provider: FakeProvider) -> None:
    assert prove_again(inside, provider).url == CREDENTIALS
    assert provider.asked["prompt"] == "login"
    assert provider.asked["max_age"] == "0"
    assert inside.get(CREDENTIALS).status_code == 200


@pytest.mark.parametrize("said", [None, 0, "hier", True, -HOUR, HOUR])
def test_a_provider_that_did_not_ask_again_proves_nothing(
    inside: Client, nora: User, provider: FakeProvider, said: object
) -> None:
    # An hour ago, or in an hour: counted from now.
    at = time.time() + said if said in (-HOUR, HOUR) else said
    provider.lies = Lies(identity={"auth_time": at})
    answer = prove_again(inside, provider)
    assert NOT_FRESH in inside.get(answer.url, follow=True).content.decode()
    # The session that asked for the proof stays as it was.
    assert inside.session[SESSION_KEY] == str(nora.pk)
    assert inside.get(CREDENTIALS).url.startswith(reverse("signin:step_up"))


def test_the_proof_of_someone_else_does_not_change_hands(
    inside: Client, nora: User, provider: FakeProvider
) -> None:
    User.objects.create(email="lina@exemple.example", display_name="Lina")
    provider.email, provider.subject = "lina@exemple.example", "lina"
    answer = prove_again(inside, provider)
    assert NOT_FRESH in inside.get(answer.url, follow=True).content.decode()
    assert inside.session[SESSION_KEY] == str(nora.pk)
