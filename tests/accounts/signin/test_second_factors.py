"""Second factors: compulsory, added, used once, lost, removed; the fresh proof."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import User
from o2r.accounts.signin import factors
from o2r.accounts.signin.engine import Authenticator
from o2r.accounts.signin.enums import ResetState
from o2r.accounts.signin.factors import (
    new_recovery_codes,
    reset_second_factor,
    second_factor_resets_are_decided_by,
    use_code,
    when_a_reset_is_asked,
)
from o2r.accounts.signin.measured_person import SoftPasskey, current_code, secure
from o2r.accounts.signin.measured_session import a_request
from o2r.accounts.signin.models import OpenSession, SecondFactorReset
from o2r.accounts.signin.step_up import PROOFS, step_up_address
from o2r.core import clock
from o2r.core.notifications.models import Notification

PASSWORD = "sept lanternes sous la mousse"
LOGIN, CODE = reverse("accounts:login"), reverse("mfa_authenticate")
HOME, SECURITY = reverse("accounts:home"), reverse("signin:security")
ENROL, STEP_UP = reverse("signin:enrol"), reverse("signin:step_up")
APPLICATION, PASSKEY = reverse("signin:application"), reverse("signin:passkey")
SignIn = Callable[..., Any]


@pytest.fixture
def https() -> Client:
    return secure(Client())


def later(monkeypatch: pytest.MonkeyPatch, **delay: int) -> None:
    moved = clock.now() + timedelta(**delay)
    monkeypatch.setattr(clock, "now", lambda: moved)


def add_application(client: Client, **more: str) -> Any:
    page = client.get(APPLICATION)
    secret = page.context["secret"].replace(" ", "")
    return client.post(APPLICATION, {"code": current_code(secret), **more})


def add_key(client: Client, key: SoftPasskey, **more: Any) -> Any:
    options = client.get(PASSKEY).context["options"]
    made = key.make(json.loads(json.dumps(options)), **more)
    return client.post(PASSKEY, {"name": "Téléphone", "credential": json.dumps(made)})


def use_key(client: Client, key: SoftPasskey, **more: Any) -> Any:
    address = reverse("signin:passkey_sign_in")
    proof = key.use(client.get(address).json()["options"], **more)
    return client.post(address, {"credential": json.dumps(proof)})


@pytest.mark.usefixtures("everyone_must")
def test_whoever_must_have_a_second_factor_chooses_one_before_anything_else(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    wanted = f"{SECURITY}?x=1"
    sent = client.get(wanted)
    assert sent.url == f"{ENROL}?next=%2Fespace%2Fsecurite%2F%3Fx%3D1"
    assert client.get(sent.url).status_code == 200
    assert client.get("/").status_code == 200
    added = add_application(client, next=wanted)
    codes = re.findall(r"<code>(\d{8})</code>", added.content.decode())
    assert len(set(codes)) == 10
    assert added.context["back"] == wanted
    assert client.get(wanted).status_code == 200
    # And who does not enrol may still leave.
    other = Client()
    other.force_login(User.objects.create(email="p@e.example", display_name="P"))
    assert other.get(HOME).url.startswith(ENROL)
    assert other.post(reverse("accounts:logout")).url == "/"


def test_a_wrong_first_code_adds_nothing(client: Client, nora: User, sign_in: SignIn) -> None:
    sign_in(client, nora)
    client.get(APPLICATION)
    refused = client.post(APPLICATION, {"code": "000000"})
    assert refused.status_code == 200
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_in_clear_in_the_database(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    secret = client.get(APPLICATION).context["secret"].replace(" ", "")
    client.post(APPLICATION, {"code": current_code(secret)})
    assert secret not in str(list(Authenticator.objects.order_by("pk").values()))


def test_the_drawing_needs_neither_script_nor_style(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(client, nora)
    drawing = client.get(APPLICATION).context["drawing"]
    assert drawing.startswith("<svg")
    assert "style=" not in drawing
    assert "<script" not in drawing


def test_adding_a_factor_closes_the_other_sessions_and_tells_the_person(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, nora)
    sign_in(client, nora)
    add_application(client)
    assert elsewhere.get(SECURITY).url.startswith(LOGIN)
    assert client.get(SECURITY).status_code == 200
    assert Notification.objects.filter(recipient=nora.pk, kind="account-security").exists()


def test_a_recovery_code_serves_once(client: Client, protected: User) -> None:
    request = a_request()
    codes = new_recovery_codes(by=protected, request=request)
    assert use_code(protected, f" {codes[3][:4]} {codes[3][4:]}") is not None
    assert use_code(protected, codes[3]) is None
    client.post(LOGIN, {"email": protected.email, "password": PASSWORD})
    assert client.post(CODE, {"code": codes[0]}).status_code == 302
    other = Client()
    other.post(LOGIN, {"email": protected.email, "password": PASSWORD})
    assert other.post(CODE, {"code": codes[0]}).status_code == 200
    # New codes kill the former ones.
    new_recovery_codes(by=protected, request=request)
    assert use_code(protected, codes[1]) is None


def test_a_code_never_serves_twice_even_when_the_cache_forgets(protected: User) -> None:
    code = current_code()
    assert use_code(protected, code) is not None
    assert use_code(protected, code) is None
    assert use_code(protected, current_code(periods=-1)) is None
    assert use_code(protected, current_code(periods=1)) is not None


def test_a_passkey_is_made_then_opens_a_session_alone(
    https: Client, nora: User, sign_in: SignIn
) -> None:
    key = SoftPasskey()
    sign_in(https, nora)
    added = add_key(https, key)
    assert "codes de secours" in added.content.decode()
    https.post(reverse("accounts:logout"))
    assert use_key(https, key).url == HOME
    assert https.session[SESSION_KEY] == str(nora.pk)
    assert OpenSession.objects.get(user=nora).way == "passkey"


def test_a_passkey_lifts_the_delay_that_someone_else_caused(
    https: Client, nora: User, sign_in: SignIn
) -> None:
    key = SoftPasskey()
    sign_in(https, nora)
    add_key(https, key)
    https.post(reverse("accounts:logout"))
    thief = secure(Client(REMOTE_ADDR="198.51.100.1"))
    for _ in range(12):
        thief.post(LOGIN, {"email": nora.email, "password": "mauvais"})
    use_key(https, key)
    https.post(reverse("accounts:logout"))
    assert https.post(LOGIN, {"email": nora.email, "password": PASSWORD}).url == CODE


@pytest.mark.parametrize("fault", ["origin", "other key", "unverified", "replay", "rubbish"])
def test_a_forged_passkey_opens_nothing(
    https: Client, nora: User, sign_in: SignIn, fault: str
) -> None:
    key = SoftPasskey()
    sign_in(https, nora)
    add_key(https, key)
    https.post(reverse("accounts:logout"))
    address = reverse("signin:passkey_sign_in")
    options = https.get(address).json()["options"]
    if fault == "origin":
        key.origin = "https://ailleurs.example"
    if fault == "other key":
        key.key = SoftPasskey().key
    proof: Any = json.dumps(key.use(options, verified=fault != "unverified"))
    if fault == "replay":
        assert https.post(address, {"credential": proof}).url == HOME
        https.post(reverse("accounts:logout"))
        https.get(address)
    if fault == "rubbish":
        for rubbish in ("", "{", "[]", "null", '{"id": 1}', '{"response": []}', "{}" * 9):
            assert https.post(address, {"credential": rubbish}).url == LOGIN
        https.get(address)
        proof = json.dumps({**key.use(options), "response": {"userHandle": "é"}})
    refused = https.post(address, {"credential": proof})
    assert refused.url == LOGIN
    assert SESSION_KEY not in https.session
    assert "clé d’accès" in https.get(LOGIN).content.decode()


def test_the_passkey_of_a_closed_account_opens_nothing(
    https: Client, nora: User, sign_in: SignIn
) -> None:
    key = SoftPasskey()
    sign_in(https, nora)
    add_key(https, key)
    https.post(reverse("accounts:logout"))
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert use_key(https, key).url == LOGIN
    assert SESSION_KEY not in https.session


def test_a_device_that_did_not_check_its_owner_is_not_enough(
    https: Client, nora: User, sign_in: SignIn
) -> None:
    sign_in(https, nora)
    refused = add_key(https, SoftPasskey(), verified=False)
    assert refused.status_code == 200
    assert not Authenticator.objects.exists()


def test_a_passkey_replaces_the_code_after_the_password(
    https: Client, nora: User, sign_in: SignIn
) -> None:
    key = SoftPasskey()
    sign_in(https, nora)
    add_key(https, key)
    https.post(reverse("accounts:logout"))
    https.post(LOGIN, {"email": nora.email, "password": PASSWORD})
    options = json.loads(json.dumps(https.get(CODE).context["options"]))
    assert https.post(CODE, {"credential": "{}"}).status_code == 200
    options = json.loads(json.dumps(https.get(CODE).context["options"]))
    assert https.post(CODE, {"credential": json.dumps(key.use(options))}).url == HOME


def test_a_fresh_proof_lasts_ten_minutes(
    client: Client, nora: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("signin:change_password")
    sign_in(client, nora)
    assert client.get(page).status_code == 200
    later(monkeypatch, minutes=11)
    assert client.get(page).url == step_up_address(page)
    assert client.post(STEP_UP, {"password": "mauvais", "next": page}).status_code == 200
    assert client.get(page).status_code == 302
    assert client.get(STEP_UP, {"next": "https://ailleurs.example"}).context["next"] == ""


def test_a_password_proved_again_opens_what_matters(
    client: Client, nora: User, sign_in: SignIn
) -> None:
    page = reverse("signin:change_password")
    client.force_login(nora)
    assert client.get(page).url.startswith(STEP_UP)
    assert client.post(STEP_UP, {"password": PASSWORD, "next": page}).url == page
    assert client.get(page).status_code == 200


def test_with_a_second_factor_the_password_is_no_fresh_proof(
    client: Client, protected: User
) -> None:
    page = reverse("signin:change_password")
    client.force_login(protected)
    assert client.post(STEP_UP, {"password": PASSWORD}).status_code == 200
    assert client.get(page).url.startswith(STEP_UP)
    assert client.post(STEP_UP, {"code": current_code(), "next": page}).url == page
    assert client.get(page).status_code == 200


def test_removing_a_factor_takes_a_confirmation_and_one_must_remain(
    client: Client, protected: User, sign_in: SignIn, everyone_must: None
) -> None:
    sign_in(client, protected)
    factor = Authenticator.objects.get(type="totp")
    page = f"{reverse('signin:remove_factor')}?facteur={factor.pk}"
    assert client.get(page).status_code == 200
    client.post(page)
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    assert "celui-ci est le seul" in client.get(SECURITY).content.decode()


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_factor_of_someone_else_cannot_be_removed(
    client: Client, protected: User, sign_in: SignIn
) -> None:
    lina = User.objects.create(email="lina@e.example", display_name="Lina")
    factor = Authenticator.objects.get(type="totp")
    client.force_login(lina)
    session = client.session
    session[PROOFS] = {"user": str(lina.pk), "at": {"password": clock.now().timestamp()}}
    session.save()
    page = f"{reverse('signin:remove_factor')}?facteur="
    for ask in (client.get, client.post):
        told = []
        # Someone else's, and one that does not exist: the same answer.
        for pk in (factor.pk, factor.pk + 1000):
            answer = ask(f"{page}{pk}", follow=True)
            told.append((answer.redirect_chain, "n’est plus, sur votre compte" in _text(answer)))
        assert told[0] == told[1] == ([(reverse("signin:security"), 302)], True)
    assert Authenticator.objects.filter(pk=factor.pk).exists()


@pytest.fixture
def _no_rule() -> Iterator[None]:
    rules, asked = list(factors._rules), list(factors._asked)
    factors._rules.clear()
    factors._asked.clear()
    yield
    factors._rules[:], factors._asked[:] = rules, asked


@pytest.mark.usefixtures("_no_rule")
def test_a_lost_second_factor_is_taken_off_by_someone_else_who_may(
    client: Client, protected: User, sign_in: SignIn
) -> None:
    told: list[User] = []
    when_a_reset_is_asked(told.append)
    elsewhere = Client()
    sign_in(elsewhere, protected)
    client.post(LOGIN, {"email": protected.email, "password": PASSWORD})
    page = reverse("signin:lost_factor")
    assert client.get(page).status_code == 200
    assert "demande est envoyée" in client.post(page).content.decode()
    assert [user.pk for user in told] == [protected.pk]
    manager = User.objects.create(email="m@e.example", display_name="Manon")
    by, request = Actor(user=manager.pk), RequestFactory().get("/")
    with pytest.raises(NotAllowed):
        reset_second_factor(by=by, user=protected, request=request)
    second_factor_resets_are_decided_by(lambda actor, user: True)
    with pytest.raises(NotAllowed):
        reset_second_factor(by=Actor(user=protected.pk), user=protected, request=request)
    assert reset_second_factor(by=by, user=protected, request=request) == 1
    assert elsewhere.get(SECURITY).url.startswith(LOGIN)
    reset = SecondFactorReset.objects.get()
    assert (reset.state, reset.decided_by) == (ResetState.DONE, manager)
    subjects = Notification.objects.filter(recipient=protected.pk).order_by("created_at", "pk")
    assert any("remis à zéro" in note.body for note in subjects)
    assert sign_in(client, protected).url == HOME


def test_every_form_carries_the_protection_against_forgery(
    https: Client, protected: User, sign_in: SignIn
) -> None:
    key = SoftPasskey()
    pages = [https.get(LOGIN)]
    sign_in(https, protected)
    add_key(https, key)
    pages += [https.get(page) for page in (SECURITY, PASSKEY, STEP_UP)]
    https.post(reverse("accounts:logout"))
    https.post(LOGIN, {"email": protected.email, "password": PASSWORD})
    pages += [https.get(CODE), https.get(reverse("signin:lost_factor"))]
    for page in pages:
        text = page.content.decode()
        assert "data-o2r-passkey" in text or page.request["PATH_INFO"] not in (LOGIN, CODE)
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
        for form in (one for one in forms if 'action="/theme/"' not in one):
            assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', form), form


def test_a_form_refused_for_forgery_is_a_page_of_the_site() -> None:
    refused = Client(enforce_csrf_checks=True).post(LOGIN)
    assert refused.status_code == 403
    assert "Cette demande a été refusée" in refused.content.decode()
