"""The door, as someone who attacks it sees it: people, browsers, and the register of the cases."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin.emails import vouch_for_address
from o2r.accounts.signin.measured_person import current_code, give_totp
from o2r.core import clock

PASSWORD, WRONG, NEW = (
    "sept lanternes sous la mousse",
    "un mot de passe qui ne va pas",
    "quatre girafes lisent dehors",
)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Case:
    """One scripted attack; ``held`` is true when the door resists."""

    name: str
    held: Callable[[], bool]
    slow: bool = False
    """Measures time: runs with the password hashing of the instance."""


cases: list[Case] = []


def case(held: Callable[[], bool]) -> Callable[[], bool]:
    """Register a case under the name of its function."""
    cases.append(Case(held.__name__, held))
    return held


def timed_case(held: Callable[[], bool]) -> Callable[[], bool]:
    """Register a case that measures time."""
    cases.append(Case(held.__name__, held, slow=True))
    return held


def browser(*, secure: bool = False, strict: bool = False) -> Client:
    """A browser in a network that no other case uses."""
    number = next(_numbers)
    address = f"10.{number // 250}.{number % 250}.1"
    client = Client(enforce_csrf_checks=strict, raise_request_exception=False, REMOTE_ADDR=address)
    if secure:
        client.defaults["wsgi.url_scheme"] = "https"
    return client


def person(*, protected: bool = False, **fields: Any) -> User:
    """Someone whose mailbox is proved; ``protected``: with an application of codes."""
    number = next(_numbers)
    user = User(email=f"personne-{number}@mesure.example", display_name=f"P {number}", **fields)
    user.set_password(PASSWORD)
    user.save()
    vouch_for_address(user=user)
    if protected:
        give_totp(user)
    return user


def login() -> str:
    return reverse("accounts:login")


def private_page() -> str:
    return reverse("signin:security")


def enter(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the sign-in form; the answer."""
    return client.post(login(), {"email": email, "password": password, **more})


def enter_fully(client: Client, user: User) -> None:
    """Sign in with the password, then with the code that the account asks for."""
    answer = enter(client, user.email)
    if answer.status_code == 302 and answer.url == reverse("mfa_authenticate"):
        client.post(answer.url, {"code": current_code()})


def is_in(client: Client) -> bool:
    """Whether the browser holds a session that opens a private page."""
    return bool(SESSION_KEY in client.session and client.get(private_page()).status_code == 200)


def sentences(answer: Any) -> str:
    """What the sign-in page says of the refusal."""
    summary = re.search(r"error-summary.*?<ul>(.*?)</ul>", answer.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", summary[1]).split()) if summary else ""


def options_of(page: Any) -> dict[str, Any]:
    """What a page asks the browser to do with a passkey."""
    held = re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page.content.decode())
    return cast(dict[str, Any], json.loads(held[1])) if held else {}


def secret_of(page: Any) -> str:
    """The secret that a page gives to an application of codes."""
    held = re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())
    return held[1].replace(" ", "") if held else ""


def last_link(leading_to: str = "") -> str:
    """The path of the link in the newest mail; ``leading_to``: how that path begins."""
    lines = [line for one in reversed(mail.outbox) for line in one.body.splitlines()]
    paths = ["/" + line.split("/", 3)[3] for line in lines if line.startswith("http")]
    return next(path for path in paths if path.startswith(leading_to or "/"))


@contextmanager
def later(**delay: float) -> Iterator[None]:
    """The same site, some time later."""
    with clock.stopped_at(clock.now() + timedelta(**delay)):
        yield
