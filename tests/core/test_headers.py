"""Headers: each rule can fail, the middleware holds them everywhere, and figure H1 sees a bug."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from django.contrib.auth import get_user_model, logout
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings

from o2r.core import trust
from o2r.core.headers import local_site as site_module
from o2r.core.headers import observatory
from o2r.core.headers.front import Doors
from o2r.core.headers.local_site import LocalSite, local_site
from o2r.core.headers.observatory import Grade, Report, ScannerMissing
from o2r.core.headers.pages import Page, pages
from o2r.core.headers.rules import Answer, deleted, faults, policy
from o2r.core.headers.walk import Walk
from o2r.core.measures import Measure

POLICY = (
    "default-src 'none'; script-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; object-src 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types o2r default"
)
GOOD = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-permitted-cross-domain-policies": "none",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-frame-options": "DENY",
    "cache-control": "no-store, private",
    "set-cookie": "__Host-o2r-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax",
}


def judged(*, without: str = "", signed_in: bool = False, **changed: str) -> list[str]:
    headers = GOOD | {name.replace("_", "-"): value for name, value in changed.items()}
    kept = [(name, value) for name, value in headers.items() if name != without]
    return faults(Answer(200, kept, signed_in=signed_in))


def test_a_good_answer_breaks_no_rule() -> None:
    assert judged() == []
    assert judged(signed_in=True) == []


@pytest.mark.parametrize(
    "name", sorted(set(GOOD) - {"content-type", "cache-control", "set-cookie"})
)
def test_every_header_is_needed(name: str) -> None:
    found = judged(without=name)
    assert found
    assert all(fault.startswith(name) for fault in found)


@pytest.mark.parametrize(
    ("directive", "worse"),
    [
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        ("script-src 'self'", "script-src 'self' 'nonce-abc'"),
        ("script-src 'self'", "script-src 'self' data:"),
        ("script-src 'self'", "script-src 'self' https://cdn.example"),
        ("script-src 'self'", "script-src 'self'; style-src 'unsafe-inline'"),
        ("script-src 'self'", "script-src 'self'; connect-src *"),
        ("default-src 'none'", "default-src 'self'"),
        ("base-uri 'none'; ", ""),
        ("form-action 'self'; ", ""),
        ("frame-ancestors 'none'", "frame-ancestors *"),
        ("require-trusted-types-for 'script'", "upgrade-insecure-requests"),
        ("object-src 'none'", "object-src 'none'; object-src 'self'"),
    ],
)
def test_a_weaker_policy_is_seen(directive: str, worse: str) -> None:
    assert directive in POLICY
    assert judged(content_security_policy=POLICY.replace(directive, worse))


@pytest.mark.parametrize(
    "changed",
    [
        {"strict_transport_security": "max-age=3600; includeSubDomains"},
        {"strict_transport_security": "max-age=31536000"},
        {"referrer_policy": "unsafe-url"},
        {"permissions_policy": "camera=(self)"},
        {"cross_origin_resource_policy": "cross-origin"},
        {"access_control_allow_origin": "https://elsewhere.example"},
        {"access_control_allow_origin": "*", "access_control_allow_credentials": "true"},
        {"cache_control": "public, max-age=300"},
        {"set_cookie": "__Host-o2r-session=abc; Path=/; HttpOnly; SameSite=Lax"},
        {"set_cookie": "__Host-o2r-session=abc; Path=/; Secure; SameSite=Lax"},
        {"set_cookie": "__Host-o2r-session=abc; Path=/; Secure; HttpOnly"},
        {"set_cookie": "__Host-o2r-session=abc; Path=/espace; Secure; HttpOnly; SameSite=Lax"},
        {"set_cookie": "sessionid=abc; Path=/; Secure; HttpOnly; SameSite=Lax"},
        {"set_cookie": "theme=1; Path=/; Secure; HttpOnly; SameSite=Lax; Domain=o2r.example"},
    ],
)
def test_a_weaker_header_is_seen(changed: dict[str, str]) -> None:
    assert judged(**changed)


def test_a_page_of_somebody_signed_in_is_never_kept() -> None:
    assert judged(without="set-cookie", cache_control="max-age=60") == []
    assert judged(without="set-cookie", cache_control="max-age=60", signed_in=True) != []


def test_open_data_and_the_framed_page_have_their_own_rule() -> None:
    shared = GOOD | {
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": "*",
    }
    assert faults(Answer(200, list(shared.items()))) == []
    framed = GOOD | {
        "cross-origin-resource-policy": "cross-origin",
        "content-security-policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *"),
    }
    del framed["x-frame-options"]
    assert faults(Answer(200, list(framed.items()), framed=True)) == []
    assert len(faults(Answer(200, list(framed.items())))) == 3


def test_only_a_page_with_a_map_draws_its_own_images() -> None:
    drawing = GOOD | {
        "content-security-policy": POLICY.replace("img-src 'self'", "img-src 'self' data: blob:")
    }
    assert faults(Answer(200, list(drawing.items()), draws=True)) == []
    assert len(faults(Answer(200, list(drawing.items())))) == 2
    elsewhere = GOOD | {
        "content-security-policy": POLICY.replace("img-src 'self'", "img-src https://t.example")
    }
    assert len(faults(Answer(200, list(elsewhere.items()), draws=True))) == 1


def test_a_repeated_directive_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        policy("script-src 'self'; SCRIPT-SRC *")


def test_a_cookie_taken_away_is_recognised() -> None:
    assert deleted('a=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/')
    assert not deleted("a=b; Max-Age=0123; Path=/")


# --- The middleware, in the product ---------------------------------------------------------------


@pytest.fixture
def secure(settings: Settings) -> Client:
    """A visitor over HTTPS."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    return Client(raise_request_exception=False, headers={"x-forwarded-proto": "https"})


def read(client: Client, path: str, **extra: str) -> Answer:
    response = client.get(path, secure=True, **extra)
    headers = [(name.lower(), value) for name, value in response.headers.items()]
    return Answer(response.status_code, headers)


def test_errors_carry_the_headers_of_pages(
    secure: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(request: object) -> None:
        raise RuntimeError

    answers = {404: read(secure, "/nulle-part/"), 400: read(secure, "/", HTTP_HOST="else.example")}
    monkeypatch.setattr("o2r.public_map.views.answers.selectors.search", broken)
    answers[500] = read(secure, "/")
    for status, answer in answers.items():
        assert answer.status == status
        assert faults(answer) == []


def test_without_the_middleware_an_unknown_host_gets_bare_headers(
    secure: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "security_headers" not in name]
    assert faults(read(secure, "/", HTTP_HOST="else.example")) != []


@pytest.fixture
def signed_in() -> Client:
    model = get_user_model()
    required = dict.fromkeys(model.REQUIRED_FIELDS, "Mesure")
    person = model.objects.create(**required, **{model.USERNAME_FIELD: "mesure@o2r.example"})
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_only_anonymous_public_pages_may_be_kept(signed_in: Client) -> None:
    assert "Cache-Control" not in Client().get("/").headers
    assert signed_in.get("/").headers["Cache-Control"] == "no-store, private"
    assert signed_in.get("/espace/").headers["Cache-Control"] == "no-store, private"
    assert Client().get("/espace/").headers["Cache-Control"] == "no-store, private"
    shared = signed_in.get("/carte/config.json").headers["Cache-Control"]
    assert "no-store" not in shared


def test_signing_out_empties_the_browser(signed_in: Client) -> None:
    assert "Clear-Site-Data" not in signed_in.get("/").headers
    answer = signed_in.post("/espace/deconnexion/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in Client().get("/").headers


def lapsing(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """A middleware that ends every session, as one that has lasted long enough."""

    def middleware(request: HttpRequest) -> HttpResponse:
        logout(request)
        return get_response(request)

    return middleware


def test_a_session_that_lapses_leaves_what_the_browser_keeps(
    signed_in: Client, settings: Settings
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.lapsing"]
    answer = signed_in.get("/")
    assert "Clear-Site-Data" not in answer.headers
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


# --- The figure -----------------------------------------------------------------------------------


def planted(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """Make the measured site run with the real settings, spoiled by ``lines``."""
    (folder / "spoiled_settings.py").write_text(f"from config.settings import *\n{lines}\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(site_module, "SETTINGS", "spoiled_settings")


SPOILED = """
CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"].append("'unsafe-inline'")
SESSION_COOKIE_NAME = "o2r-session"
"""


@pytest.fixture
def few_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real server, of which a few pages are seen: the command sees them all."""
    kinds = {"home", "sign_in", "signed_in", "not_found", "embed"}

    @contextmanager
    def shorter() -> Iterator[LocalSite]:
        with local_site() as site:
            yield replace(site, everywhere=[*site.everywhere[:6], site.sign_in])

    monkeypatch.setattr(trust, "local_site", shorter)
    monkeypatch.setattr(trust, "pages", lambda s: [p for p in pages(s) if p.kind in kinds])


def figures() -> dict[str, Measure]:
    return {measure.id: measure for measure in trust.headers()}


@pytest.fixture
def with_tables(migrated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real server finds its tables made."""
    prepare = site_module._prepare

    def shorter(environment: Mapping[str, str]) -> dict[str, Any]:
        copyfile(migrated, environment["O2R_DATABASE_URL"].removeprefix("sqlite:///"))
        return prepare(environment)

    monkeypatch.setattr(site_module, "_prepare", shorter)


@pytest.mark.usefixtures("few_addresses", "with_tables")
def test_h1_sees_unsafe_inline_on_a_real_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(tmp_path, monkeypatch, SPOILED)
    found = figures()
    assert not found["H1.rules"].ok
    assert any("'unsafe-inline'" in fault for fault in found["H1.rules"].detail["faults"])
    assert not found["H1.sign_out"].ok
    # Where the scanner is not installed, its figures are not held either.
    assert not found["H1.tests"].ok
    assert not found["H1.grades"].ok


@pytest.mark.usefixtures("few_addresses", "with_tables")
def test_h1_is_held_by_the_real_server() -> None:
    found = figures()
    assert set(found) == {"H1.grades", "H1.tests", "H1.rules", "H1.sign_out"}
    for measure in found.values():
        assert measure.ok or not measure.checked, measure
    assert found["H1.rules"].detail["errors"] >= 3


@pytest.fixture
def site_of_paper(monkeypatch: pytest.MonkeyPatch) -> LocalSite:
    """No server: what the scanner and the walk find is chosen by the test."""
    site = LocalSite(Doors(1, 2), Path("none"), "a=b", "/in/", "/me/", "/s.css", [])
    monkeypatch.setattr(trust, "local_site", lambda: nullcontext(site))
    monkeypatch.setattr(trust, "pages", lambda _: [Page("home", "/"), Page("embed", "/carte")])
    monkeypatch.setattr(trust, "walk", lambda _, full: Walk(1, 0, []))
    monkeypatch.setattr(trust, "sign_out", lambda _: [])
    return site


def graded(monkeypatch: pytest.MonkeyPatch, root: str = "A+", **home: object) -> dict[str, Measure]:
    best = {"grade": "A+", "score": 130, "status": 200, "failed": []}
    pages = {"home": Grade(**(best | home)), "embed": Grade("B", 75, 200, ["x-frame-options"])}
    monkeypatch.setattr(observatory, "grades", lambda *_: Report("1", root, pages))
    return figures()


@pytest.mark.usefixtures("site_of_paper")
def test_only_the_embed_page_may_have_another_grade(monkeypatch: pytest.MonkeyPatch) -> None:
    assert graded(monkeypatch)["H1.grades"].ok
    assert graded(monkeypatch)["H1.grades"].detail["apart"]["embed"]["grade"] == "B 75"
    assert not graded(monkeypatch, grade="A")["H1.grades"].ok
    assert not graded(monkeypatch, status=503)["H1.grades"].ok
    assert not graded(monkeypatch, root="A")["H1.grades"].ok
    assert not graded(monkeypatch, failed=["cookies"])["H1.tests"].ok


@pytest.mark.usefixtures("site_of_paper")
def test_without_the_scanner_nothing_is_called_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observatory.shutil, "which", lambda _: None)
    found = figures()
    assert not found["H1.grades"].checked
    assert not found["H1.grades"].ok
    assert "Node.js" in found["H1.grades"].detail["reason"]
    assert found["H1.rules"].ok


def test_a_scanner_that_is_not_installed_is_said(
    site_of_paper: LocalSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\nexit 3\n")
    node.chmod(0o755)
    monkeypatch.setattr(observatory.shutil, "which", lambda _: str(node))
    with pytest.raises(ScannerMissing, match="npm ci"):
        observatory.grades(site_of_paper, [])
    node.write_text("#!/bin/sh\necho broken >&2\nexit 1\n")
    with pytest.raises(RuntimeError, match="broken"):
        observatory.grades(site_of_paper, [])
