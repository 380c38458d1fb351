"""Sessions: listed, closed, ended; and what was typed when one had just ended."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin import kept_forms
from o2r.accounts.signin.models import KeptForm, OpenSession
from o2r.accounts.signin.recurring import tidy
from o2r.accounts.signin.sessions import close_all, device_in_words
from o2r.core import clock

PASSWORD = "sept lanternes sous la mousse"
NEW = "quatre girafes lisent dehors"
LOGIN, SECURITY = reverse("accounts:login"), reverse("signin:security")
KEPT, ADDRESS = reverse("signin:kept_form"), reverse("signin:address")
SignIn = Callable[..., Any]

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def later(monkeypatch: pytest.MonkeyPatch, **delay: int) -> None:
    moved = clock.now() + timedelta(**delay)
    monkeypatch.setattr(clock, "now", lambda: moved)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (SAFARI, "Safari sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36 Edg/140", "Edge sur Linux"),
        ("curl/8", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_a_device_is_told_in_words(user_agent: str, words: str) -> None:
    assert device_in_words(user_agent) == words


def test_sessions_are_listed_and_closed_one_by_one(nora: User, sign_in: SignIn) -> None:
    here, there = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=SAFARI)
    sign_in(here, nora)
    sign_in(there, nora)
    page = here.get(SECURITY).content.decode()
    assert "Firefox sur Windows" in page
    assert "Safari sur iPhone" in page
    assert page.count("Cette session.") == 1
    other = OpenSession.objects.get(device="Safari sur iPhone")
    here.post(reverse("signin:close_session", args=[other.pk]))
    assert there.get(SECURITY).url.startswith(LOGIN)
    assert here.get(SECURITY).status_code == 200


def test_the_session_of_someone_else_cannot_be_closed(nora: User, sign_in: SignIn) -> None:
    here, there = Client(), Client()
    sign_in(here, nora)
    there.force_login(User.objects.create(email="l@e.example", display_name="Lina"))
    theirs = OpenSession.objects.get(user=nora)
    there.post(reverse("signin:close_session", args=[theirs.pk]))
    assert here.get(SECURITY).status_code == 200


def test_every_other_session_is_closed_at_once(nora: User, sign_in: SignIn) -> None:
    here, there, elsewhere = Client(), Client(), Client()
    for browser in (here, there, elsewhere):
        sign_in(browser, nora)
    here.post(reverse("signin:close_others"))
    assert here.get(SECURITY).status_code == 200
    assert there.get(SECURITY).status_code == elsewhere.get(SECURITY).status_code == 302


def test_sessions_die_with_the_account(client: Client, nora: User, sign_in: SignIn) -> None:
    sign_in(client, nora)
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert client.get(SECURITY).url.startswith(LOGIN)
    User.objects.filter(pk=nora.pk).update(is_active=True)
    sign_in(client, nora)
    assert close_all(by=nora, user=nora) >= 1
    assert client.get(SECURITY).url.startswith(LOGIN)


def test_a_session_ends_after_an_hour_without_a_page(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    for _ in range(3):
        later(monkeypatch, minutes=50)
        assert client.get(SECURITY).status_code == 200
    later(monkeypatch, minutes=61)
    assert client.get(SECURITY).url.startswith(LOGIN)


def test_a_session_ends_after_twelve_hours_whatever_one_does(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    for _ in range(14):
        later(monkeypatch, minutes=50)
        assert client.get(SECURITY).status_code == 200
    later(monkeypatch, minutes=50)
    assert client.get(SECURITY).url.startswith(LOGIN)


def test_the_public_site_does_not_ask_someone_whose_session_ended_to_sign_in(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    later(monkeypatch, hours=2)
    assert client.get("/").status_code == 200


def type_too_late(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, **fields: Any
) -> Any:
    sign_in(client, nora)
    later(monkeypatch, hours=2)
    typed = {"email": "nouvelle@exemple.example", "note": "à « relire »\nmerci <b>", **fields}
    return client.post(ADDRESS, typed)


def test_what_was_typed_too_late_is_given_back_and_sent_by_a_click(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = type_too_late(client, nora, sign_in, monkeypatch)
    assert late.url == f"{LOGIN}?next=%2Fespace%2Fsecurite%2Fsaisie%2F&fin=1"
    assert not User.objects.filter(email="nouvelle@exemple.example").exists()
    assert "votre saisie est gardée" in client.get(late.url).content.decode()
    assert sign_in(client, nora, next=KEPT).url == KEPT
    page = client.get(KEPT)
    assert page.context["typed"].path == ADDRESS
    text = page.content.decode()
    assert "à « relire »\nmerci &lt;b&gt;" in text
    action = re.search(r'<form method="post" action="([^"]+)">', text)
    assert action is not None
    given = dict(page.context["typed"].fields)
    assert client.post(ADDRESS, given).url == SECURITY
    assert "nouvelle@exemple.example" in client.get(SECURITY).content.decode()


def test_the_form_of_the_page_carries_a_fresh_protection(
    nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Client(enforce_csrf_checks=True)

    def token(page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        return found[1]

    def enter() -> None:
        page = strict.get(LOGIN).content.decode()
        given = {"email": nora.email, "password": PASSWORD, "next": KEPT}
        strict.post(LOGIN, {**given, "csrfmiddlewaretoken": token(page)})

    enter()
    typed = {"email": "nouvelle@exemple.example"}
    kept = {**typed, "csrfmiddlewaretoken": token(strict.get(ADDRESS).content.decode())}
    later(monkeypatch, hours=2)
    # A forged form is refused before anything is kept.
    assert strict.post(ADDRESS, typed).status_code == 403
    assert not KeptForm.objects.exists()
    # The one of our page is kept, and shown again with the protection of the new session.
    assert "saisie" in strict.post(ADDRESS, kept).url
    enter()
    page = strict.get(KEPT).content.decode()
    assert token(page) != kept["csrfmiddlewaretoken"]
    again = {**typed, "csrfmiddlewaretoken": token(page)}
    assert strict.post(ADDRESS, typed).status_code == 403
    assert strict.post(ADDRESS, again).url == SECURITY


def test_another_tab_does_not_lose_what_is_typed_in_this_one(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    later(monkeypatch, hours=15)
    for _ in range(2):
        assert client.get(SECURITY).url.startswith(LOGIN)
        assert client.get("/").context["user"].is_anonymous
    assert "saisie" in client.post(ADDRESS, {"email": "nouvelle@exemple.example"}).url


def test_signing_in_again_after_the_end_starts_the_clock_afresh(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    later(monkeypatch, hours=15)
    sign_in(client, nora)
    assert client.get(SECURITY).status_code == 200


def test_secrets_and_files_are_never_kept(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_too_late(
        client,
        nora,
        sign_in,
        monkeypatch,
        password="pas celui-ci",
        new_password1="ni celui-là",
        code="123456",
        csrfmiddlewaretoken="x",
        file=SimpleUploadedFile("a.txt", b"contenu du fichier"),
    )
    sign_in(client, nora)
    names = [name for name, _ in client.get(KEPT).context["typed"].fields]
    assert names == ["email", "note"]


def test_what_is_kept_is_unreadable_in_the_database_and_for_anyone_else(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_too_late(client, nora, sign_in, monkeypatch)
    row = KeptForm.objects.get()
    assert b"nouvelle" not in bytes(row.sealed)
    lina = User.objects.create(email="lina@e.example", display_name="Lina")
    client.force_login(lina)
    assert client.get(KEPT).url == reverse("accounts:home")
    elsewhere = Client()
    elsewhere.force_login(nora)
    assert elsewhere.get(KEPT).url == reverse("accounts:home")
    elsewhere.cookies[kept_forms.COOKIE] = "un-autre-jeton"
    assert elsewhere.get(KEPT).url == reverse("accounts:home")


def test_it_is_forgotten_after_half_an_hour_or_on_demand(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_too_late(client, nora, sign_in, monkeypatch)
    sign_in(client, nora)
    assert client.get(KEPT).status_code == 200
    later(monkeypatch, minutes=31)
    assert client.get(KEPT).url == reverse("accounts:home")
    assert "1 saisie(s) gardée(s)" in tidy(clock.now())
    assert not KeptForm.objects.exists()
    type_too_late(client, nora, sign_in, monkeypatch)
    sign_in(client, nora)
    client.post(KEPT)
    assert not KeptForm.objects.exists()


def test_nothing_is_kept_for_a_visitor_nor_beyond_a_megabyte(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    Client().post(ADDRESS, {"email": "x@y.example"})
    assert not KeptForm.objects.exists()
    late = type_too_late(client, nora, sign_in, monkeypatch, note="x" * 1_000_001)
    assert not KeptForm.objects.exists()
    assert "saisie%2F" not in late.url


def test_what_is_typed_waits_for_the_proof_that_the_act_asks(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    later(monkeypatch, minutes=11)
    asked = client.post(ADDRESS, {"email": "nouvelle@exemple.example"})
    assert asked.url.startswith(reverse("signin:step_up"))
    assert client.get(asked.url).status_code == 200
    proved = client.post(asked.url, {"password": PASSWORD, "next": KEPT})
    assert proved.url == KEPT
    page = client.get(KEPT)
    assert "nouvelle@exemple.example" in page.content.decode()
    typed = page.context["typed"]
    assert client.post(typed.path, dict(typed.fields)).url == SECURITY


def test_a_session_closed_on_purpose_keeps_nothing(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    close_all(by=nora, user=nora)
    client.post(ADDRESS, {"email": "nouvelle@exemple.example"})
    assert not KeptForm.objects.exists()


def test_tidying_forgets_the_sessions_that_ended(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, nora)
    later(monkeypatch, hours=13)
    tidy(clock.now())
    assert not OpenSession.objects.exists()


def test_on_a_demonstration_ahead_of_time_a_session_begun_is_not_ended(
    nora: User, sign_in: SignIn
) -> None:
    years_later = clock.now() + timedelta(days=732)
    with clock.stopped_at(years_later):
        sign_in(Client(), nora)
        assert [one for one in Session.objects.all() if one.expire_date < years_later] == []
