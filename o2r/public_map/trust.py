"""``o2r trust public``: what the public site must never show, on every address of the URLconf."""

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client

from o2r.accounts.models import Organisation
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for
from o2r.core.routes import addresses
from o2r.projects.models import FundedProject

OPEN = "projet-ouvert"
# Everything a visitor must not meet, with words that appear nowhere else.
HIDDEN: dict[str, dict[str, Any]] = {
    "projet-brouillon": {"state": "draft"},
    "projet-retire": {"state": "withdrawn"},
    "projet-fictif": {"state": "published", "is_example": True},
}
MAILBOX = "boite-jamais-montree@porteur.example"
SIGN_IN = "/espace/connexion/"
# What someone must reach before they have signed in.
SIGNED_OUT = (
    SIGN_IN,
    *(f"{SIGN_IN}{page}/" for page in ("demonstration", "cle", "adresse")),
    *(f"{SIGN_IN}{page}/" for page in ("proconnect", "proconnect/retour")),
    *(f"/espace/mot-de-passe/{page}/" for page in ("oubli", "nouveau", "lien")),
    "/espace/invitation/",
    "/espace/invitation/lien-perdu/",
    *(f"/espace/candidatures/invitation/{link}" for link in ("", "lien-perdu/")),
    *(f"/espace/inscription/{page}" for page in ("", "candidature/", "organisation/")),
    *(f"/espace/inscription/{page}/" for page in ("terminer", "lien/lien-perdu")),
    "/espace/adresse/",
    "/espace/deconnexion/",
)
NOTHING = "projet-inexistant"
# Values of the parameters that name no project.
WORDS = {"kind": "csv", "token": "lien-perdu"}

Answers = dict[str, Any]
"""Answers of the test client, by address."""


def _fill() -> None:
    for slug, fields in ((OPEN, {"state": "published"}), *HIDDEN.items()):
        bearer = Organisation.objects.create(
            name=f"Porteur {slug}", kind="association", is_example="is_example" in fields
        )
        FundedProject.objects.create(
            slug=slug,
            title=f"Titre {slug}",
            bearer=bearer,
            zone_expression="dep:69",
            zone_vintage=2026,
            contact_is_relay_only=True,
            relay_mailbox=MAILBOX,
            **fields,
        )


@measures_for("public", family="trust")
def public(*, full: bool = False) -> Iterator[Measure]:
    """Leaks, weak headers and telling differences, counted over every address."""
    with measured_site() as visitor:
        _fill()
        everywhere = addresses({**WORDS, "slug": OPEN})
        answers = {address: visitor.get(address) for address in everywhere}
        answers["/?commune=69259"] = visitor.get("/?commune=69259")
        detail = {"addresses": len(answers)}
        for name, count in (
            ("trust.leaks", _leaks(answers)),
            ("trust.open_doors", _open_doors(answers)),
            ("trust.weak_headers", _weak_headers(answers)),
            ("trust.third_parties", _third_parties(answers)),
            ("trust.telling_absences", _telling_absences(visitor)),
        ):
            yield Measure(name, count, "écarts", 0, "equal", detail)


def _text(answer: Any) -> str:
    text: str = answer.content.decode(errors="replace")
    return text


def _leaks(answers: Answers) -> int:
    """Times that a hidden project or a hidden mailbox is written in an answer."""
    secrets = (*HIDDEN, MAILBOX)
    return sum(_text(answer).count(secret) for answer in answers.values() for secret in secrets)


def _open_doors(answers: Answers) -> int:
    """Addresses of the professional space that answer someone who has not signed in."""
    return sum(
        address.startswith("/espace/")
        and address not in SIGNED_OUT
        and not (answer.status_code == 302 and answer["Location"].startswith(SIGN_IN))
        for address, answer in answers.items()
    )


def _weak_headers(answers: Answers) -> int:
    """Answers whose policy lets scripts, styles, frames or types escape."""
    return sum(
        "default-src 'none'" not in answer.headers.get("Content-Security-Policy", "")
        or "unsafe" in answer.headers["Content-Security-Policy"]
        or answer.headers.get("X-Content-Type-Options") != "nosniff"
        or ("X-Frame-Options" in answer.headers) is address.startswith("/carte/embed")
        for address, answer in answers.items()
    )


_LOADED = re.compile(r"""<(?:script|img|link|iframe|use|source)\b[^>]*\b(?:src|href)="https?://""")


def _third_parties(answers: Answers) -> int:
    """Things that a page would load from another site; a feed loads nothing."""
    pages = (one for one in answers.values() if "html" in one.headers.get("Content-Type", ""))
    return sum(len(_LOADED.findall(_text(page))) for page in pages)


def _telling_absences(visitor: Client) -> int:
    """Addresses where a hidden project answers otherwise than one that does not exist."""
    telling = 0
    for route in addresses({**WORDS, "slug": NOTHING}):
        if NOTHING not in route:
            continue
        absent = visitor.get(route)
        for slug in HIDDEN:
            hidden = visitor.get(route.replace(NOTHING, slug))
            same = hidden.status_code == absent.status_code and (
                _text(hidden).replace(slug, NOTHING) == _text(absent)
            )
            telling += not same
    return telling
