import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.actors import CONSOLE
from o2r.accounts.forms import REFUSED
from o2r.accounts.models import User
from o2r.accounts.services import create_demo_accounts, create_user

LOGIN, HOME = reverse("accounts:login"), reverse("accounts:home")
PASSWORD = "un long mot de passe rare"


@pytest.fixture
def nora() -> User:
    return create_user(
        by=CONSOLE, email="nora@exemple.example", display_name="Nora", password=PASSWORD
    )


def sign_in(client: Client, email: str, password: str, **more: str) -> object:
    return client.post(LOGIN, {"username": email, "password": password, **more})


def test_a_page_of_the_space_asks_to_sign_in_then_leads_back(client: Client, nora: User) -> None:
    asked = client.get(reverse("projects:inbox"))
    assert asked.status_code == 302
    assert asked.url == f"{LOGIN}?next={reverse('projects:inbox')}"
    signed = sign_in(client, "Nora@exemple.example", PASSWORD, next=reverse("projects:inbox"))
    assert signed.url == reverse("projects:inbox")
    assert client.get(HOME).url == reverse("accounts:welcome")


def test_another_site_is_never_a_destination(client: Client, nora: User) -> None:
    signed = sign_in(client, nora.email, PASSWORD, next="https://ailleurs.example/")
    assert signed.url == HOME


@pytest.mark.parametrize(
    ("email", "password"),
    [("nora@exemple.example", "mauvais"), ("inconnue@exemple.example", PASSWORD)],
)
def test_a_refusal_never_says_whether_the_account_exists(
    client: Client, nora: User, email: str, password: str
) -> None:
    refused = sign_in(client, email, password)
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors() == [REFUSED]


def test_a_closed_account_is_refused_with_the_same_words(client: Client, nora: User) -> None:
    User.objects.filter(pk=nora.pk).update(is_active=False)
    refused = sign_in(client, nora.email, PASSWORD)
    assert refused.context["form"].non_field_errors() == [REFUSED]


def test_signing_out_takes_a_click_not_a_link(client: Client, nora: User) -> None:
    client.force_login(nora)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).url == reverse("public_map:home")
    assert client.get(reverse("projects:home")).status_code == 302


def test_demonstration_people_are_offered_and_entered_without_a_password(
    client: Client, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    person = create_demo_accounts(by=CONSOLE)[0]
    offered = client.get(LOGIN).context["demo_accounts"]
    assert [account.email for account in offered][0] == person.email
    entered = client.post(reverse("accounts:demo_login"), {"email": person.email})
    assert entered.url == HOME
    assert client.get(reverse("projects:home")).status_code == 200


def test_the_demonstration_door_does_not_exist_elsewhere(
    client: Client, settings: Settings, nora: User
) -> None:
    settings.DEMONSTRATION = True
    person = create_demo_accounts(by=CONSOLE)[0]
    door = reverse("accounts:demo_login")
    assert client.post(door, {"email": nora.email}).status_code == 404
    assert client.get(door).status_code == 405
    settings.DEMONSTRATION = False
    assert client.post(door, {"email": person.email}).status_code == 404
    assert client.get(LOGIN).context["demo_accounts"] == []


def test_the_sign_in_page_shows_the_name_of_the_site(client: Client, settings: Settings) -> None:
    settings.SITE_NAME = "Plateforme d’essai"
    page = client.get("/espace/connexion/")
    assert page.context["site_name"] == "Plateforme d’essai"
