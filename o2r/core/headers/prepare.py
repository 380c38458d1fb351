"""Fill the database of a site to measure, in a process of its own: ``python -m`` this module.

Prints one line of JSON: the cookie of a signed-in session, and the addresses to ask.
"""

import importlib
import io
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import quote

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.management import CommandError, call_command
from django.shortcuts import resolve_url
from django.templatetags.static import static

from o2r.core.belt.scope import system_scope
from o2r.core.routes import addresses


class _SameForAll(Mapping[str, str]):
    """An example for every parameter of every route: an address that leads to nothing counts."""

    def __getitem__(self, name: str) -> str:
        return "inconnu"

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _session() -> str:
    """The cookie of somebody who has just signed in, with no right at all."""
    model = get_user_model()
    required = dict.fromkeys(model.REQUIRED_FIELDS, "Mesure")
    person = model(**required, **{model.USERNAME_FIELD: "mesure@o2r.example"})
    # Kept nowhere and unknown to anyone: this account is entered by its session alone.
    person.set_password(secrets.token_urlsafe(32))
    person.save()
    session = importlib.import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _rehearse_keys() -> None:
    """As docs/operations.md says without a terminal: print the shares, then rehearse them."""
    shares = io.StringIO()
    # It stops there, and says that the rehearsal is still to be done.
    with suppress(CommandError):
        call_command("keys", "init", stdout=shares)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(shares.getvalue())
        file.flush()
        call_command("keys", "init", "--rehearse-from", file.name, stdout=sys.stderr)


def main() -> None:
    """Tables, rehearsed keys, first data, static files, and somebody's open session."""
    django.setup()
    with system_scope("headers"):
        _prepare()


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    _rehearse_keys()
    call_command("load_first_data", verbosity=0, stdout=sys.stderr)
    # Not compressed: a visitor would not notice, and a measure has better to do.
    call_command("collectstatic", interactive=False, post_process=False, verbosity=0)
    asked = {
        "cookie": _session(),
        "sign_in": resolve_url(settings.LOGIN_URL),
        "signed_in": resolve_url(settings.LOGIN_REDIRECT_URL),
        "static": static("core/css/theme.css"),
        "everywhere": sorted({quote(address) for address in addresses(_SameForAll())}),
    }
    sys.stdout.write(json.dumps(asked))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
