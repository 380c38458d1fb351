"""``o2r trust C1`` finds a secret that leaks: each bug is planted in the real code."""

import base64
import gzip
import inspect
import io
import json
import logging
import quopri
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.mail import EmailMessage
from django.test import RequestFactory
from django.views.debug import get_default_exception_reporter_filter
from pytest_django import Settings

from o2r.accounts.sample import sealed
from o2r.core import middleware
from o2r.core.error_reports import HIDDEN, NothingTyped
from o2r.core.log_lines import OneLineFormatter
from o2r.projects import services
from o2r.proofs import (
    canaries,
    canary_accounts,
    canary_crash,
    canary_work,
    sinks,
)
from o2r.proofs.canary_kinds import ALLOWED
from o2r.proofs.canary_run import Flow
from o2r.proofs.needles import Search, Secret
from o2r.proofs.site import sample_keys
from o2r.public_map.views import projects as project_views

logger = logging.getLogger("o2r.accounts.essai")


@pytest.fixture(autouse=True)
def _here(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    tmp_path: Path,
) -> None:
    """The database of the tests instead of one of its own, and one turn."""

    @contextmanager
    def site() -> Iterator[Path]:
        with sample_keys():
            yield tmp_path

    settings.ROOT_URLCONF = "config.urls_with_sample"
    settings.SECRET_KEY = "une clé que rien ne doit écrire ailleurs"
    monkeypatch.setattr(canaries, "site", site)
    monkeypatch.setattr(canaries, "TURNS", 1)
    # All the processes of the suite write in one log: read here, it is theirs, and has no end.
    monkeypatch.setattr(sinks, "_wal_position", lambda: "")


def hits(monkeypatch: pytest.MonkeyPatch, *flows: Flow) -> list[str]:
    """What C1 finds when these flows alone are run."""
    monkeypatch.setattr(canaries, "FLOWS", flows)
    monkeypatch.setattr(canaries, "SHOWN", 1000)
    figures = {one.id: one for one in canaries.canaries()}
    assert figures["C1.broken_steps"].value == 0, figures["C1.broken_steps"].detail
    found: list[str] = figures["C1.hits"].detail["first"]
    assert len(found) == figures["C1.hits"].value
    return found


# --- The product ----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_nothing_leaks_and_every_allowance_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canaries, "SECRETS", 60)
    measured = {one.id: one for one in canaries.canaries()}
    assert {name for name, one in measured.items() if not one.ok} == set(), measured


def test_each_allowance_says_why_and_none_is_written_twice() -> None:
    assert all(one.why for one in ALLOWED)
    assert len({(one.kind, one.sink, one.where) for one in ALLOWED}) == len(ALLOWED)


# --- Planted bugs ---------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_form_written_in_the_log_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = project_views.RelayForm

    def talkative(data: Any = None) -> Any:
        if data:
            coded = base64.b64encode(json.dumps(data.dict()).encode()).decode()
            logger.warning("formulaire en échec : %s", coded)
        return honest(data)

    monkeypatch.setattr(project_views, "RelayForm", talkative)
    found = hits(monkeypatch, canary_work.visitor)
    assert any(one.startswith("application log") and "relay-message" in one for one in found)


@pytest.mark.django_db(transaction=True)
def test_a_text_in_a_notice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = services.report_error

    def chatty(**given: Any) -> Any:
        EmailMessage("Nouveau signalement", given["message"], to=["equipe@essai.example"]).send()
        return honest(**given)

    monkeypatch.setattr(services, "report_error", chatty)
    found = hits(monkeypatch, canary_work.visitor)
    assert [one for one in found if one.startswith("outgoing mail [equipe@essai.example]")]


@pytest.mark.django_db(transaction=True)
def test_a_narrative_stored_in_clear_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "SEALED", ())
    found = hits(monkeypatch, canary_work.person_file)
    places = {one.partition(" [")[0] for one in found}
    assert {"database", "backup copy"} <= places
    assert all(": narrative" in one or ": identity" in one for one in found)


@pytest.mark.django_db(transaction=True)
def test_a_report_of_errors_that_tells_is_found(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "django.views.debug.SafeExceptionReporterFilter"
    get_default_exception_reporter_filter.cache_clear()
    try:
        found = hits(monkeypatch, canary_crash.crashes)
    finally:
        get_default_exception_reporter_filter.cache_clear()
    assert any(one.startswith("error report") for one in found)


@pytest.mark.django_db(transaction=True)
def test_an_address_in_a_cookie_is_found(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
    found = hits(monkeypatch, canary_accounts.new_address)
    assert [one for one in found if one.startswith("browser storage")]


@pytest.mark.django_db(transaction=True)
def test_a_page_that_a_cache_may_keep_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "NEVER_KEPT", "private")
    found = hits(monkeypatch, canary_work.person_file)
    assert [one for one in found if one.startswith("HTTP cache")]


def test_a_script_that_stores_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "page.js").write_text("window.localStorage.setItem('a', field.value)")
    monkeypatch.setattr(sinks, "SOURCES", tmp_path)
    assert sinks.browser_writes() == ["static/page.js: localStorage"]


# --- The search -----------------------------------------------------------------------------------
TEXT = "zqabcdefg123hijklmno"


def _archive(content: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content)
    return output.getvalue()


WAYS: list[Callable[[str], bytes]] = [
    str.encode,
    lambda text: text.upper().encode(),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
    lambda text: text.encode().hex().encode(),
    lambda text: base64.b64encode(text.encode()),
    lambda text: base64.b64encode(b"a" + text.encode() + b"b"),
    lambda text: base64.b64encode(b"ab" + text.encode() + b"\n"),
    lambda text: base64.encodebytes(b"x" * 50 + text.encode()),
    lambda text: base64.urlsafe_b64encode("é".encode() + text.encode()),
    lambda text: quopri.encodestring(("é" * 22 + text).encode()),
    lambda text: "".join(f"%{ord(sign):02X}" for sign in text).encode(),
    lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text).encode(),
    lambda text: gzip.compress(text.encode()),
    lambda text: _archive(_archive(text.encode())),
    lambda text: signing.dumps({"a": text * 20}, compress=True).encode(),
]


@pytest.mark.parametrize("rank", range(len(WAYS)))
@pytest.mark.parametrize("planted", [True, False])
def test_a_secret_is_found_in_whatever_way_it_is_written(rank: int, planted: bool) -> None:
    secret = Secret("essai", TEXT, planted)
    search = Search([secret, Secret("autre", "zqabcdefg999aaaaaaaa")], TEXT[:9])
    assert search.found(b"avant " + WAYS[rank](TEXT) if rank < 14 else WAYS[rank](TEXT)) == {secret}
    assert search.found(WAYS[rank]("rien du tout, vraiment")) == set()


# --- What was mended ------------------------------------------------------------------------------
def test_a_report_of_errors_names_values_without_giving_them() -> None:
    request = RequestFactory().post("/x/?q=secret", {"message": "secret"}, HTTP_COOKIE="a=secret")
    judge = NothingTyped()
    told = [
        judge.get_post_parameters(request),
        judge.get_safe_cookies(request),
        judge.get_safe_request_meta(request),
        dict(judge.get_traceback_frame_variables(request, inspect.currentframe())),  # type: ignore[arg-type]
    ]
    assert "secret" not in str(told).replace("get_", "")
    assert told[0] == {"message": HIDDEN}
    assert judge.get_post_parameters(None) == {}


def test_the_log_leaves_out_the_values_that_a_database_quotes() -> None:
    try:
        raise ValueError("duplicate key\nDETAIL:  Key (email)=(secret) already exists.")
    except ValueError:
        record = logging.LogRecord("o2r", 40, "f", 1, "échec", (), sys.exc_info())
    line = OneLineFormatter().format(record)
    assert "duplicate key" in line
    assert "secret" not in line.replace("secret) already", "") or "DETAIL: …" in line
    assert "(secret)" not in line.rsplit("ValueError", 1)[-1]
