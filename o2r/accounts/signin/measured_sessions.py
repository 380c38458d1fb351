"""Cases about sessions, second factors, links and ProConnect: what must die, what serves once."""

import json
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client, override_settings
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin.engine import Authenticator
from o2r.accounts.signin.factors import new_recovery_codes
from o2r.accounts.signin.measured_door import (
    NEW,
    PASSWORD,
    WRONG,
    browser,
    case,
    enter,
    enter_fully,
    is_in,
    last_link,
    later,
    login,
    options_of,
    person,
    private_page,
    secret_of,
)
from o2r.accounts.signin.measured_person import SECRET, SoftPasskey, current_code
from o2r.accounts.signin.measured_provider import (
    CLIENT_ID,
    Lies,
    come_by_proconnect,
    fake_provider,
)
from o2r.accounts.signin.measured_session import a_request
from o2r.accounts.signin.models import KeptForm

EVERYONE = "o2r.accounts.signin.measured_person.everyone"


def _inside(**fields: Any) -> tuple[User, Client]:
    user, client = person(**fields), browser()
    enter_fully(client, user)
    return user, client


@case
def a_session_planted_before_sign_in_is_worth_nothing_after() -> bool:
    user, client, thief = person(), browser(), browser()
    planted = client.session
    planted["planted"] = True
    planted.save()
    name = "sessionid" if not client.cookies else next(iter(client.cookies))
    thief.cookies[name] = planted.session_key or ""
    enter(client, user.email)
    return is_in(client) and not is_in(thief)


@case
def sessions_die_when_the_account_is_closed() -> bool:
    user, client = _inside()
    before = is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return before and client.get(private_page()).status_code == 302


@case
def sessions_die_when_the_password_changes() -> bool:
    user, client = _inside()
    other = browser()
    enter(other, user.email)
    other.post(reverse("signin:change_password"), {"password": NEW})
    return is_in(other) and client.get(private_page()).status_code == 302


@case
def sessions_die_when_a_second_factor_changes() -> bool:
    user, client = _inside()
    other = browser()
    enter(other, user.email)
    page = reverse("signin:application")
    other.post(page, {"code": current_code(secret_of(other.get(page)))})
    return is_in(other) and client.get(private_page()).status_code == 302


@case
def a_stolen_cookie_is_dead_after_sign_out() -> bool:
    _, client = _inside()
    thief = browser()
    thief.cookies = client.cookies.copy()  # type: ignore[assignment]
    before = is_in(thief)
    client.post(reverse("accounts:logout"))
    return before and thief.get(private_page()).status_code == 302


@case
def a_session_ends_after_an_hour_of_silence_and_after_twelve_hours() -> bool:
    _, idle = _inside()
    with later(minutes=61):
        ended = idle.get(private_page()).status_code == 302
    _, busy = _inside()
    for half_hour in range(1, 24):
        with later(minutes=30 * half_hour):
            ended = ended and busy.get(private_page()).status_code == 200
    with later(hours=12.1):
        return ended and busy.get(private_page()).status_code == 302


@case
def the_cookie_of_the_session_is_kept_from_scripts_and_from_other_sites() -> bool:
    user, client = person(), browser()
    answer = enter(client, user.email)
    cookies = [one for one in answer.cookies.values() if one["max-age"] and one["httponly"]]
    return bool(cookies) and all(one["samesite"] in ("Lax", "Strict") for one in cookies)


@case
def a_reset_link_serves_once() -> bool:
    user, client = person(), browser()
    client.post(reverse("signin:forgotten"), {"email": user.email})
    link, choose = last_link(), reverse("signin:new_password")
    client.get(link)
    first = client.post(choose, {"password": NEW})
    again = [
        browser().get(link).status_code,
        client.post(choose, {"password": PASSWORD}).status_code,
    ]
    return first.status_code == 302 and again == [404, 404]


@case
def a_reset_link_dies_after_a_sign_in() -> bool:
    user, client = person(), browser()
    client.post(reverse("signin:forgotten"), {"email": user.email})
    link = last_link()
    enter(browser(), user.email)
    return client.get(link).status_code == 404


@case
def a_reset_does_not_replace_the_second_factor() -> bool:
    user, client = person(protected=True), browser()
    client.post(reverse("signin:forgotten"), {"email": user.email})
    client.get(last_link())
    client.post(reverse("signin:new_password"), {"password": NEW})
    after = enter(client, user.email, NEW)
    return after.headers["Location"] == reverse("mfa_authenticate") and not is_in(client)


@case
def a_code_serves_once() -> bool:
    user, first, second = person(protected=True), browser(), browser()
    code, page = current_code(), reverse("mfa_authenticate")
    for client in (first, second):
        enter(client, user.email)
        client.post(page, {"code": code})
    return is_in(first) and not is_in(second)


@case
def a_recovery_code_serves_once() -> bool:
    user, first, second = person(protected=True), browser(), browser()
    codes = new_recovery_codes(by=user, request=a_request())
    for client in (first, second):
        enter(client, user.email)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    return is_in(first) and not is_in(second)


@case
def the_password_alone_opens_nothing_of_a_protected_account() -> bool:
    user, client = person(protected=True), browser()
    enter(client, user.email)
    pages = [private_page(), reverse("signin:change_password"), reverse("accounts:home")]
    return all(client.get(page).headers["Location"].startswith(login()) for page in pages)


@case
def a_compulsory_second_factor_comes_before_any_page() -> bool:
    with override_settings(SECOND_FACTOR_RULE=EVERYONE):
        _, client = _inside()
        sent = client.get(private_page())
    return sent.status_code == 302 and sent.headers["Location"].startswith(reverse("signin:enrol"))


@case
def the_secret_of_an_application_is_not_readable_in_the_database() -> bool:
    person(protected=True)
    rows = str(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))
    return SECRET not in rows and "secret" in rows


@case
def sign_in_never_leads_to_another_site() -> bool:
    for target in ("https://pirate.example", "//pirate.example", "/\\pirate.example", "data:x"):
        user, client = person(), browser()
        if enter(client, user.email, next=target).url != reverse("accounts:home"):
            return False
    return True


@case
def forms_of_another_site_neither_open_nor_close_a_session() -> bool:
    user, client = person(), browser(strict=True)
    refused = enter(client, user.email).status_code == 403
    client.force_login(user)
    kept = client.post(reverse("accounts:logout")).status_code == 403
    return refused and kept and is_in(client)


@case
def a_fresh_proof_lasts_ten_minutes() -> bool:
    _, client = _inside()
    page = reverse("signin:change_password")
    before = client.get(page).status_code
    with later(minutes=11):
        return before == 200 and client.get(page).status_code == 302


@case
def a_password_is_no_fresh_proof_of_a_protected_account() -> bool:
    _, client = _inside(protected=True)
    page = reverse("signin:change_password")
    with later(minutes=11):
        client.post(reverse("signin:step_up"), {"password": PASSWORD})
        return client.get(page).status_code == 302


@case
def the_door_of_the_demonstration_is_closed_elsewhere() -> bool:
    example, client = person(is_example=True), browser()
    page = reverse("accounts:demo_login")
    closed = client.post(page, {"email": example.email}).status_code == 404
    with override_settings(DEMONSTRATION=True):
        real = client.post(page, {"email": person().email}).status_code == 404
    return closed and real and SESSION_KEY not in client.session


@case
def a_form_sent_too_late_is_read_by_its_author_only() -> bool:
    user, client = _inside()
    thief = browser()
    enter(thief, person().email)
    with later(hours=2):
        client.post(reverse("signin:address"), {"email": "tardive@mesure.example"})
        sealed = bytes(KeptForm.objects.get(user=user).sealed)
        enter(client, user.email)
        page = reverse("signin:kept_form")
        own = b"tardive@mesure.example" in client.get(page).content
        thief.cookies.update({name: one for name, one in client.cookies.items() if "form" in name})
        enter(thief, person().email)
        return own and b"tardive" not in sealed and thief.get(page).status_code == 302


def _with_passkey() -> tuple[User, Client, SoftPasskey]:
    user, client, key = person(), browser(secure=True), SoftPasskey()
    enter(client, user.email)
    page = reverse("signin:passkey")
    made = key.make(options_of(client.get(page)))
    client.post(page, {"name": "Clé", "credential": json.dumps(made)})
    client.post(reverse("accounts:logout"))
    return user, client, key


def _use(client: Client, key: SoftPasskey) -> None:
    page = reverse("signin:passkey_sign_in")
    proof = key.use(client.get(page).json()["options"])
    client.post(page, {"credential": json.dumps(proof)})


@case
def a_passkey_opens_a_session_and_ends_the_delay() -> bool:
    user, client, key = _with_passkey()
    for _ in range(11):
        enter(browser(), user.email, WRONG)
    _use(client, key)
    opened = is_in(client)
    client.post(reverse("accounts:logout"))
    return opened and enter(client, user.email).url == reverse("mfa_authenticate")


@case
def a_passkey_shown_in_a_session_that_lapsed_lends_nothing_to_a_password() -> bool:
    user, client, key = _with_passkey()
    _use(client, key)
    opened = is_in(client)
    with later(hours=13):
        lapsed = client.get(private_page()).status_code == 302
        asked = enter(client, user.email).url == reverse("mfa_authenticate")
        return opened and lapsed and asked and not is_in(client)


@case
def a_forged_or_phished_passkey_opens_nothing() -> bool:
    _, client, key = _with_passkey()
    honest = key.key
    key.key = SoftPasskey().key
    _use(client, key)
    forged = is_in(client)
    key.key, key.origin = honest, "https://testserver.pirate.example"
    _use(client, key)
    return not forged and not is_in(client)


LIES = (
    Lies(identity={"nonce": "autre"}),
    Lies(identity={"aud": "autre"}),
    Lies(identity={"aud": [CLIENT_ID, "autre"], "azp": "autre"}),
    Lies(identity={"iss": "https://pirate.example"}),
    Lies(identity={"exp": 1_600_000_000}),
    Lies(identity={"acr": "eidas0"}),
    Lies(forged_identity=True),
    Lies(unsigned_identity=True),
    Lies(unknown_key=True),
    Lies(forged_person=True),
    Lies(unsigned_person=True),
    Lies(person={"sub": "autre"}),
    Lies(person={"email_verified": False}),
)


@case
def no_lie_of_a_provider_opens_a_session() -> bool:
    with fake_provider() as provider:
        provider.email = person().email
        for lie in LIES:
            provider.lies, client = lie, browser()
            come_by_proconnect(client, provider)
            if SESSION_KEY in client.session:
                return False
        provider.lies, client = Lies(), browser()
        come_by_proconnect(client, provider)
        return is_in(client)


@case
def half_a_sign_in_ties_no_identity_to_an_account() -> bool:
    with fake_provider() as provider:
        provider.email, provider.subject = person(protected=True).email, "a-moitie"
        come_by_proconnect(browser(), provider)
        return not SocialAccount.objects.filter(uid="a-moitie").exists()


@case
def an_answer_of_the_provider_serves_once_in_the_browser_that_asked() -> bool:
    with fake_provider() as provider:
        provider.email, provider.subject = person().email, "une-fois"
        client, thief, back = browser(), browser(), reverse("signin:proconnect_callback")
        asked = client.get(reverse("signin:proconnect")).headers["Location"]
        answer = provider.consent(asked)
        thief.get(back, answer)
        client.get(back, answer)
        opened = is_in(client)
        client.post(reverse("accounts:logout"))
        client.get(back, answer)
        return opened and not is_in(thief) and not is_in(client)


@case
def proconnect_opens_no_account_to_a_stranger() -> bool:
    with fake_provider() as provider:
        provider.email, provider.subject = "etrangere@mesure.example", "etrangere"
        client, number = browser(), User.objects.count()
        come_by_proconnect(client, provider)
        closed = person(is_active=False)
        provider.email, provider.subject = closed.email, "fermee"
        come_by_proconnect(client, provider)
        tied = SocialAccount.objects.filter(uid__in=("etrangere", "fermee")).exists()
        return SESSION_KEY not in client.session and not tied and User.objects.count() == number + 1
