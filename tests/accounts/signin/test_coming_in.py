"""Coming in by password, with and without a second factor; going out; what nobody learns."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.models import User
from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.events import happened
from o2r.accounts.signin.forms import REFUSED
from o2r.accounts.signin.measured_person import SECRET, current_code
from o2r.core import clock
from o2r.core.journal.models import JournalEntry

PASSWORD = "sept lanternes sous la mousse"
LOGIN, CODE = reverse("accounts:login"), reverse("mfa_authenticate")
HOME, SECURITY = reverse("accounts:home"), reverse("signin:security")
SignIn = Callable[..., object]


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_a_page_of_the_space_asks_to_sign_in_then_leads_back(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    asked = client.get(SECURITY)
    assert asked.url == f"{LOGIN}?next={SECURITY}"
    assert sign_in(client, nora, next=SECURITY).url == SECURITY
    assert client.get(SECURITY).status_code == 200


def test_the_address_is_recognised_whatever_its_case(client: Client, nora: User) -> None:
    signed = client.post(LOGIN, {"email": " Nora@Exemple.example ", "password": PASSWORD})
    assert signed.url == HOME
    assert is_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "/\\x"]
)
def test_another_site_is_never_a_destination(
    client: Client, nora: User, sign_in: SignIn, elsewhere: str
) -> None:
    assert sign_in(client, nora, next=elsewhere).url == HOME


@pytest.mark.parametrize("case", ["wrong", "unknown", "closed", "without"])
def test_a_refusal_never_says_why(client: Client, nora: User, case: str) -> None:
    email, password = nora.email, PASSWORD
    if case == "wrong":
        password = "mauvais"
    elif case == "unknown":
        email = "inconnue@exemple.example"
    elif case == "closed":
        User.objects.filter(pk=nora.pk).update(is_active=False)
    else:
        nora.set_unusable_password()
        nora.save()
    refused = client.post(LOGIN, {"email": email, "password": password})
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors() == [REFUSED]
    assert not is_in(client)


def test_the_session_of_a_visitor_does_not_become_that_of_an_account(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["o2r-session"] = planted.session_key
    sign_in(client, nora)
    assert client.session.session_key != planted.session_key
    assert not Client().session.exists(planted.session_key)


def test_with_a_second_factor_the_password_alone_opens_nothing(
    client: Client, protected: User
) -> None:
    first = client.post(LOGIN, {"email": protected.email, "password": PASSWORD, "next": SECURITY})
    assert first.url == CODE
    assert not is_in(client)
    assert client.get(SECURITY).url.startswith(LOGIN)
    assert "Code" in client.get(CODE).content.decode()
    second = client.post(CODE, {"code": current_code(SECRET)})
    assert second.url == SECURITY
    assert is_in(client)


def test_a_code_serves_once_even_in_another_browser(client: Client, protected: User) -> None:
    code = current_code()
    for browser, enters in ((client, True), (Client(), False)):
        browser.post(LOGIN, {"email": protected.email, "password": PASSWORD})
        browser.post(CODE, {"code": code})
        assert is_in(browser) is enters


def test_a_code_of_a_few_minutes_ago_is_refused(client: Client, protected: User) -> None:
    client.post(LOGIN, {"email": protected.email, "password": PASSWORD})
    refused = client.post(CODE, {"code": current_code(periods=-3)})
    assert refused.status_code == 200
    assert not is_in(client)


def test_the_code_page_is_nothing_without_the_password(client: Client) -> None:
    assert client.get(CODE).url == LOGIN
    assert client.post(CODE, {"code": "123456"}).url == LOGIN
    assert client.get(reverse("signin:lost_factor")).url == LOGIN


def test_a_mailbox_never_proved_must_be_before_the_first_session(client: Client) -> None:
    lina = User(email="lina@exemple.example", display_name="Lina")
    lina.set_password(PASSWORD)
    lina.save()
    answer = client.post(LOGIN, {"email": lina.email, "password": PASSWORD})
    assert answer.url == reverse("account_email_verification_sent")
    assert not is_in(client)
    assert client.get(answer.url).status_code == 200
    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    path = "/" + link.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert client.post(path).url == LOGIN
    assert client.get(path).status_code == 404
    assert client.post(LOGIN, {"email": lina.email, "password": PASSWORD}).url == HOME


def test_signing_out_takes_a_click_not_a_link(client: Client, nora: User, sign_in: SignIn) -> None:
    sign_in(client, nora)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).url == reverse("public_map:home")
    assert client.get(SECURITY).status_code == 302


def test_a_form_from_another_site_neither_opens_nor_closes_a_session(
    nora: User, sign_in: SignIn
) -> None:
    strict = Client(enforce_csrf_checks=True)
    given = {"email": nora.email, "password": PASSWORD}
    assert strict.post(LOGIN, given).status_code == 403
    assert not is_in(strict)
    strict.force_login(nora)
    assert strict.post(reverse("accounts:logout")).status_code == 403
    assert is_in(strict)


def test_the_journal_and_the_watch_learn_of_every_act_without_any_address(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    heard: list[dict[str, object]] = []

    def listen(**given: object) -> None:
        heard.append(given)

    happened.connect(listen)
    try:
        client.post(LOGIN, {"email": nora.email, "password": "mauvais"})
        client.post(LOGIN, {"email": "autre@exemple.example", "password": "mauvais"})
        sign_in(client, nora)
        client.post(reverse("accounts:logout"))
    finally:
        happened.disconnect(listen)
    assert [one["event"] for one in heard] == [
        Event.REFUSED,
        Event.REFUSED,
        Event.OPENED,
        Event.CLOSED,
    ]
    assert [one["user"] for one in heard] == [nora.pk, None, nora.pk, nora.pk]
    assert len({one["network"] for one in heard}) == 1
    entries = JournalEntry.objects.filter(kind="session").order_by("number")
    assert [(entry.action, entry.decision) for entry in entries] == [
        ("session.refuse", "deny"),
        ("session.refuse", "deny"),
        ("session.open", "allow"),
        ("session.close", "allow"),
    ]
    told = " ".join(str(one) for one in heard) + str(list(entries.values()))
    assert "exemple.example" not in told
    assert "127.0.0.1" not in told


def test_signed_in_people_do_not_see_the_sign_in_page(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    assert client.get(LOGIN, {"next": SECURITY}).url == SECURITY


def test_demonstration_people_are_entered_without_a_password_nor_a_factor(
    client: Client, settings: Settings, everyone_must: None
) -> None:
    settings.DEMONSTRATION = True
    person = User.objects.create(
        email="camille@plateforme.example", display_name="Camille", is_example=True
    )
    assert client.post(reverse("accounts:demo_login"), {"email": person.email}).url == HOME
    assert client.get(SECURITY).status_code == 200
    # Real accounts do not come in by that door, and it closes with the demonstration.
    settings.DEMONSTRATION = False
    assert client.get(SECURITY).url.startswith(reverse("signin:enrol"))


def test_the_demonstration_door_does_not_exist_elsewhere(
    client: Client, settings: Settings, nora: User
) -> None:
    door = reverse("accounts:demo_login")
    person = User.objects.create(email="c@p.example", display_name="Camille", is_example=True)
    assert client.post(door, {"email": person.email}).status_code == 404
    assert client.get(LOGIN).context["demo_accounts"] == []
    settings.DEMONSTRATION = True
    assert client.post(door, {"email": nora.email}).status_code == 404
    assert client.get(door).status_code == 405


def test_a_pending_sign_in_is_forgotten_after_a_while(
    client: Client, protected: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(LOGIN, {"email": protected.email, "password": PASSWORD})
    late = (clock.now() + timedelta(minutes=16)).timestamp()
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: late)
    assert client.get(CODE).url == LOGIN
