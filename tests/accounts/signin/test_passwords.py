"""Passwords: what is refused and why, changed, forgotten; addresses proved by a link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin import mails
from o2r.accounts.signin.measured_person import current_code

PASSWORD = "sept lanternes sous la mousse"
NEW = "quatre girafes lisent dehors"
LOGIN, SECURITY = reverse("accounts:login"), reverse("signin:security")
FORGOTTEN, CHOOSE = reverse("signin:forgotten"), reverse("signin:new_password")
SignIn = Callable[..., Any]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("court", "il en faut au moins"),
        ("treize-signes", "il en faut au moins"),
        ("x" * 129, "128"),
        ("motdepasse1234", "Ce mot de passe se devine"),
        ("aaaaaaaaaaaaaaaaaaaa", "il répète"),
        ("abcdefghijklmnopqrst", "suite connue"),
        ("azertyuiopqsdfghjk", "Ce mot de passe se devine"),
        ("passwordpassword", "Ce mot de passe se devine"),
        ("NoraQuintane2026", "votre nom"),
        ("exemplenora1234", "votre nom"),
    ],
)
def test_a_password_that_can_be_guessed_is_refused_with_a_reason(
    nora: User, password: str, why: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, nora)
    assert why in " ".join(refused.value.messages)


@pytest.mark.parametrize("password", [PASSWORD, NEW, "vbGq7-tRz0!kLmP2", "    éàü un lac gelé  "])
def test_no_composition_is_imposed(nora: User, password: str) -> None:
    validate_password(password, nora)


def test_changing_closes_the_other_sessions_and_keeps_this_one(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, nora)
    sign_in(client, nora)
    page = reverse("signin:change_password")
    assert client.post(page, {"password": "court"}).status_code == 200
    assert client.post(page, {"password": NEW}).url == SECURITY
    assert client.get(SECURITY).status_code == 200
    assert elsewhere.get(SECURITY).url.startswith(LOGIN)
    assert SESSION_KEY not in Client().session
    assert sign_in(Client(), nora, NEW).status_code == 302


def the_link() -> str:
    lines = mail.outbox[-1].body.splitlines()
    return "/" + next(line for line in lines if line.startswith("http")).split("/", 3)[3]


def test_a_forgotten_password_is_chosen_again_by_a_link_that_serves_once(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, nora)
    asked = client.post(FORGOTTEN, {"email": "NORA@exemple.example"})
    assert mail.outbox[-1].to == [nora.email]
    link = the_link()
    assert nora.email not in asked.content.decode()
    moved = client.get(link)
    assert moved.url == CHOOSE
    assert client.get(CHOOSE).status_code == 200
    assert client.post(CHOOSE, {"password": "court"}).status_code == 200
    assert client.post(CHOOSE, {"password": NEW}).url == LOGIN
    assert SESSION_KEY not in client.session
    assert elsewhere.get(SECURITY).url.startswith(LOGIN)
    assert client.get(link).status_code == 404
    assert client.get(CHOOSE).status_code == 404
    assert client.post(CHOOSE, {"password": PASSWORD}).status_code == 404
    assert sign_in(client, nora, NEW).status_code == 302


def test_nobody_learns_from_the_page_whether_an_address_is_known(
    client: Client, nora: User
) -> None:
    known = client.post(FORGOTTEN, {"email": nora.email}).content
    sent = len(mail.outbox)
    unknown = client.post(FORGOTTEN, {"email": "inconnue@exemple.example"}).content
    assert known == unknown
    assert len(mail.outbox) == sent == 1


@pytest.mark.parametrize("case", ["closed", "example"])
def test_no_link_goes_to_an_account_that_cannot_use_it(
    client: Client, nora: User, case: str
) -> None:
    changed = {"closed": {"is_active": False}, "example": {"is_example": True}}[case]
    User.objects.filter(pk=nora.pk).update(**changed)
    client.post(FORGOTTEN, {"email": nora.email})
    assert mail.outbox == []


def test_a_link_dies_with_time_with_a_sign_in_and_with_any_change(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(FORGOTTEN, {"email": nora.email})
    link = the_link()
    late = mails.reset_tokens._now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(mails.ResetTokenGenerator, "_now", lambda self: late)
    assert client.get(link).status_code == 404
    monkeypatch.undo()
    assert client.get(link).status_code == 302
    sign_in(Client(), nora)
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("uid", ["x", "é", "MQ", "bm9uLXV1aWQ", "__________"])
def test_a_rubbish_link_is_a_dead_link(client: Client, uid: str) -> None:
    assert (
        client.get(reverse("signin:password_link"), {"compte": uid, "jeton": "abc-def"}).status_code
        == 404
    )


def test_a_reset_lifts_the_delay_but_not_the_second_factor(client: Client, protected: User) -> None:
    for _ in range(11):
        client.post(LOGIN, {"email": protected.email, "password": "mauvais"})
    client.post(FORGOTTEN, {"email": protected.email})
    client.get(the_link())
    client.post(CHOOSE, {"password": NEW})
    first = client.post(LOGIN, {"email": protected.email, "password": NEW})
    assert first.url == reverse("mfa_authenticate")
    assert client.post(first.url, {"code": current_code()}).status_code == 302


def test_a_new_address_counts_once_its_link_is_opened_and_the_former_one_is_told(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    page = reverse("signin:address")
    assert client.post(page, {"email": "Nora.Q@Autre.example"}).url == SECURITY
    assert mail.outbox[-1].to == ["nora.q@autre.example"]
    link = the_link()
    nora.refresh_from_db()
    assert nora.email == "nora@exemple.example"
    assert "nora.q@autre.example" in client.get(SECURITY).content.decode()
    assert "deviendra" in client.get(link).content.decode()
    mail.outbox.clear()
    client.post(link)
    nora.refresh_from_db()
    assert nora.email == "nora.q@autre.example"
    assert [letter.to for letter in mail.outbox] == [["nora@exemple.example"]]
    rows = EmailAddress.objects.order_by("pk").values_list("email", "verified", "primary")
    assert list(rows) == [("nora.q@autre.example", True, True)]
    assert client.post(link).status_code == 404


def test_the_address_of_someone_else_gets_the_same_answer_and_its_holder_is_told(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    other = User.objects.create(email="lina@exemple.example", display_name="Lina")
    sign_in(client, nora)
    page = reverse("signin:address")
    free = client.post(page, {"email": "libre@exemple.example"}, follow=True).content.decode()
    taken = client.post(page, {"email": other.email}, follow=True).content.decode()
    assert "Un lien est parti vers libre@exemple.example" in free
    # The page that follows says what is awaited: the same words, whoever holds the address.
    same = taken.replace("lina@exemple.example", "libre@exemple.example")
    assert free.count("libre@exemple.example") == same.count("libre@exemple.example") > 1
    assert "rien n’a changé" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [other.email]


def test_an_address_taken_meanwhile_stays_with_its_holder(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    client.post(reverse("signin:address"), {"email": "libre@exemple.example"})
    link = the_link()
    User.objects.create(email="libre@exemple.example", display_name="Lina")
    assert client.post(link).status_code == 404
    nora.refresh_from_db()
    assert nora.email == "nora@exemple.example"
