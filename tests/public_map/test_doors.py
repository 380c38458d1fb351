"""Who may open what, read from the URLconf; and the headers that every answer carries."""

import re

import pytest
from django.test import Client

from o2r.core.routes import addresses
from o2r.projects.models import FundedProject

EXAMPLES = {"slug": "o2r-portes-du-sud", "kind": "csv", "token": "lien-perdu"}
PRIVATE = "/espace/"
OPEN_IN_PRIVATE = {
    "/espace/connexion/",
    "/espace/connexion/adresse/",
    "/espace/connexion/cle/",
    "/espace/connexion/demonstration/",
    "/espace/deconnexion/",
    "/espace/inscription/",
    "/espace/inscription/candidature/",
    "/espace/inscription/organisation/",
    "/espace/mot-de-passe/oubli/",
}


@pytest.fixture
def _one_project(projects: dict[str, FundedProject]) -> None:
    FundedProject.objects.filter(slug="portes-du-sud").update(slug="o2r-portes-du-sud")


@pytest.mark.usefixtures("_one_project")
@pytest.mark.parametrize("address", addresses(EXAMPLES))
def test_every_address_is_either_public_or_asks_to_sign_in(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    if address.startswith(PRIVATE) and address not in OPEN_IN_PRIVATE:
        assert answer.status_code in (302, 404)
        assert answer.status_code == 404 or answer.url.startswith("/espace/connexion/")
    else:
        assert answer.status_code in (200, 302, 404, 405, 410, 422), answer.status_code
        assert "connexion" not in answer.get("Location", "")


@pytest.mark.usefixtures("_one_project")
@pytest.mark.parametrize("address", addresses(EXAMPLES))
def test_every_answer_carries_the_security_headers(visitor: Client, address: str) -> None:
    headers = visitor.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*\.", policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    framed = address.startswith("/carte/embed")
    assert headers.get("X-Frame-Options") == (None if framed else "DENY")
    assert ("frame-ancestors 'none'" in policy) is not framed


def test_reading_public_pages_sets_no_cookie(visitor: Client, projects: object) -> None:
    for address in ("/", "/?commune=69259", "/projets/rhone/", "/donnees/", "/zones-sans-projet/"):
        assert visitor.get(address).cookies == {}, address


def test_the_chosen_theme_is_kept_and_leads_back(visitor: Client) -> None:
    answer = visitor.post("/theme/", {"theme": "dark", "next": "/donnees/?a=b"})
    assert answer.status_code == 302
    assert answer.url == "/donnees/?a=b"
    assert 'data-bs-theme="dark"' in visitor.get("/").content.decode()
    visitor.post("/theme/", {"theme": "auto"})
    assert "data-bs-theme=" not in visitor.get("/").content.decode().split("<body")[0]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_theme_never_leads_to_another_site(visitor: Client, back: str) -> None:
    assert visitor.post("/theme/", {"theme": "light", "next": back}).url == "/"
    assert visitor.post("/theme/", {"theme": "<b>", "next": "/"}).cookies == {}


def test_errors_are_pages_of_the_site(visitor: Client) -> None:
    answer = visitor.get("/rien/du/tout/")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()
    assert visitor.post("/").status_code == 405
