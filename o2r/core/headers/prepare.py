"""Fill the database of a site to measure, in a process of its own: ``python -m`` this module.

Prints one line of JSON: the cookie of a signed-in session, and the addresses to ask.
"""

import html
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import django
from django.conf import settings
from django.core.management import call_command
from django.shortcuts import resolve_url
from django.templatetags.static import static
from django.test import Client

from o2r.core.belt.scope import system_scope
from o2r.core.routes import addresses

MOST_PAGES = 200
_BUTTON = re.compile(
    r'action="([^"]*demonstration[^"]*)"(?:(?!</form>).)*name="email" value="([^"]+)"', re.DOTALL
)
_LINK = re.compile(r'href="(/espace/[^"#]*)')


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


def _visitor() -> Client:
    """Somebody of the demonstration who has just come in by their button on the sign-in page."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], headers={"accept-language": "fr"})
    page = client.get(resolve_url(settings.LOGIN_URL), secure=True).content.decode()
    button = _BUTTON.search(page)
    if button is None:
        raise LookupError("La page de connexion n'offre aucune personne de démonstration.")
    client.post(button[1], {"email": button[2]}, secure=True)
    return client


def _linked(client: Client) -> set[str]:
    """The pages that links lead to from the first page of this person, with real objects."""
    found: set[str] = set()
    waiting = [resolve_url(settings.LOGIN_REDIRECT_URL)]
    while waiting and len(found) < MOST_PAGES:
        where = waiting.pop()
        found.add(where)
        answer = client.get(where, secure=True)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            links = {html.unescape(link) for link in _LINK.findall(answer.content.decode())}
            waiting += sorted(links - found - set(waiting))
    return found


def main() -> None:
    """Tables, first data, static files, and somebody's open session."""
    django.setup()
    with system_scope("headers"):
        _prepare()


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_first_data", verbosity=0, stdout=sys.stderr)
    # Not compressed: a visitor would not notice, and a measure has better to do.
    call_command("collectstatic", interactive=False, post_process=False, verbosity=0)
    client = _visitor()
    name = settings.SESSION_COOKIE_NAME
    everywhere = {quote(address) for address in addresses(_SameForAll())}
    asked = {
        "cookie": f"{name}={client.cookies[name].value}",
        "sign_in": resolve_url(settings.LOGIN_URL),
        "signed_in": resolve_url(settings.LOGIN_REDIRECT_URL),
        "static": static("core/css/theme.css"),
        "everywhere": sorted(everywhere | _linked(client)),
    }
    sys.stdout.write(json.dumps(asked))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
