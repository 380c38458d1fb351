"""Secrets put through the doors of accounts: signing in, second factors, links, late forms."""

import json
import re
from urllib.parse import unquote

from django.core import mail
from django.urls import reverse

from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import User
from o2r.accounts.signin.engine import Authenticator, decrypt
from o2r.accounts.signin.factors import RECOVERY
from o2r.accounts.signin.kept_forms import COOKIE
from o2r.accounts.signin.measured_door import enter, last_link, later, options_of, secret_of
from o2r.accounts.signin.measured_person import SoftPasskey, current_code, secure
from o2r.proofs.canary_run import Run
from o2r.proofs.recording import Browser

WORDS = "sept lanternes sous la mousse "
LATE_HOURS = 13


def _account(run: Run) -> tuple[User, Browser, str]:
    """Someone signed in with a password that is a secret."""
    password = WORDS + run.new("password")
    user, browser = run.account(password), run.browser()
    run.went(enter(browser, user.email, password), 302, "sign-in")
    run.seen("session-key", str(browser.session.session_key))
    return user, browser, password


def _secret_of(link: str) -> str:
    """The secret part of the address of a mail, as it was made."""
    return unquote(re.split("[/=]", link.rstrip("/"))[-1])


def sign_in(run: Run) -> None:
    """An unknown address, a wrong password, the right one; then the pages of the account."""
    run.went(
        enter(run.browser(), f"{run.new('typed-address')}@mesure.example"), 200, "unknown address"
    )
    user, browser, password = _account(run)
    wrong = enter(run.browser(), user.email, WORDS + run.new("wrong-password"))
    run.went(wrong, 200, "wrong password")
    run.went(browser.get(reverse("signin:security")), 200, "security page")
    where = reverse("signin:step_up")
    bad = {"password": WORDS + run.new("wrong-password")}
    run.went(browser.post(where, bad), 200, "wrong proof")
    run.went(browser.post(where, {"password": password}), 302, "proof")


def second_factor(run: Run) -> None:
    """An application of codes, wrong codes first; then a sign-in that asks for one."""
    user, browser, password = _account(run)
    where = reverse("signin:application")
    secret = run.seen("totp-secret", secret_of(browser.get(where)))
    run.went(browser.post(where, {"code": run.new("wrong-code")}), 200, "wrong code")
    page = run.went(browser.post(where, {"code": current_code(secret)}), 200, "application")
    run.expect(b"<code>" in page.content, "recovery codes")
    kept = Authenticator.objects.get(user=user, type=RECOVERY)
    run.seen("recovery-seed", decrypt(kept.data["seed"]))
    again = run.browser()
    run.went(enter(again, user.email, password), 302, "first step")
    where = reverse("mfa_authenticate")
    run.went(again.post(where, {"code": run.new("wrong-code")}), 200, "wrong second step")
    right = {"code": current_code(secret, periods=1)}
    run.went(again.post(where, right), 302, "second step")


def passkey(run: Run) -> None:
    """A passkey and the name by which its owner knows it."""
    _, browser, _ = _account(run)
    where = reverse("signin:passkey")
    made = SoftPasskey().make(options_of(secure(browser).get(where)))
    sent = {"name": run.new("passkey-name"), "credential": json.dumps(made)}
    run.went(browser.post(where, sent), 200, "passkey")
    run.went(browser.get(reverse("signin:security")), 200, "security page")


def new_address(run: Run) -> None:
    """Another address: asked, proved by the link of a mail."""
    user, browser, _ = _account(run)
    wanted = f"{run.new('account-email')}@mesure.example"
    run.went(browser.post(reverse("signin:address"), {"email": wanted}), 302, "new address")
    run.went(browser.get(reverse("signin:security")), 200, "address awaited")
    run.work()
    link = last_link()
    key = run.seen("address-link", _secret_of(link))
    run.went(browser.get(link), 200, "link of the address")
    where = reverse("signin:confirm_address")
    run.went(browser.post(where, {"cle": key}), 302, "address confirmed")
    run.work()
    user.refresh_from_db()
    run.expect(user.email == wanted, "the address did not change")


def new_password(run: Run) -> None:
    """A password changed while signed in."""
    _, browser, _ = _account(run)
    where = reverse("signin:change_password")
    run.went(browser.post(where, {"password": WORDS + run.new("password")}), 302, "new password")
    run.work()


def lost_password(run: Run) -> None:
    """A link asked for an unknown address, then for a known one, and used."""
    where = reverse("signin:forgotten")
    unknown = f"{run.new('typed-address')}@mesure.example"
    run.went(run.browser().post(where, {"email": unknown}), 200, "unknown address")
    user = run.account(WORDS + run.new("password"))
    browser = run.browser()
    run.went(browser.post(where, {"email": user.email}), 200, "link asked")
    run.work()
    run.expect(user.email in mail.outbox[-1].to, "no mail with the link")
    link = last_link()
    run.seen("reset-link", _secret_of(link))
    run.went(browser.get(link), 302, "link of the password")
    where = reverse("signin:new_password")
    run.went(browser.get(where), 200, "page of the password")
    run.went(browser.post(where, {"password": WORDS + run.new("password")}), 302, "reset")
    run.work()


def late_form(run: Run) -> None:
    """A form sent when the session has just expired: kept, sealed, given back."""
    user, browser, password = _account(run)
    typed = {"right": "rectification", "details": run.new("late-form")}
    with later(hours=LATE_HOURS):
        run.went(browser.post(reverse("retention:own_request"), typed), 302, "late form")
        run.seen("late-form-key", browser.cookies[COOKIE].value)
        run.went(enter(browser, user.email, password), 302, "sign-in again")
        page = run.went(browser.get(reverse("signin:kept_form")), 200, "kept form")
        run.expect(typed["details"].encode() in page.content, "the form was not given back")


def invitation(run: Run) -> None:
    """A colleague invited by mail, who opens the link, chooses a password and joins."""
    _, manager = run.person("account-manager")
    guest = f"{run.new('guest-email')}@mesure.example"
    asked = {"email": guest, "role": MembershipRole.CASEWORKER}
    run.went(manager.post(reverse("accounts:new_invitation"), asked), 302, "invitation")
    run.work()
    link = _mailed_to(guest)
    run.seen("invitation-link", _secret_of(link))
    browser = run.browser()
    run.went(browser.get(link), 302, "link of the invitation")
    where = reverse("accounts:accept")
    run.went(browser.get(where), 200, "page of the invitation")
    chosen = {
        "display_name": f"Essai {run.new('guest-name')}",
        "password": WORDS + run.new("password"),
    }
    run.went(browser.post(where, chosen), 302, "invitation accepted")
    run.work()


def registration(run: Run) -> None:
    """A candidate who registers alone and proves their mailbox."""
    browser = run.browser()
    who = f"{run.new('guest-email')}@mesure.example"
    asked = {
        "email": who,
        "display_name": f"Essai {run.new('guest-name')}",
        "organisation_name": "Association de mesure",
        "siret": "13003301300017",
        "kind": OrganisationKind.ASSOCIATION,
        "region": "84",
        "declaration": "on",
    }
    run.went(browser.post(reverse("accounts:register_candidate"), asked), 200, "registration")
    run.work()
    link = _mailed_to(who)
    run.seen("registration-link", _secret_of(link))
    run.went(browser.get(link), 302, "link of the registration")
    where = reverse("accounts:confirm_registration")
    run.went(browser.get(where), 200, "page of the registration")
    chosen = {"password": WORDS + run.new("password")}
    run.went(browser.post(where, chosen), 302, "registration confirmed")
    run.work()


def _mailed_to(who: str) -> str:
    """The link of the newest mail to this address."""
    bodies = [str(one.body) for one in reversed(mail.outbox) if one.to == [who]]
    found = re.search(r"https?://\S+", bodies[0]) if bodies else None
    return found[0] if found else ""


FLOWS = (
    *(sign_in, second_factor, passkey, new_address, new_password, lost_password, late_form),
    invitation,
    registration,
)
