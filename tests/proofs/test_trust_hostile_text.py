"""``o2r trust B2`` finds a text that runs: each bug is planted in the real code."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.core import mail
from django.http import HttpResponse, QueryDict
from django.utils.safestring import mark_safe
from pytest_django import Settings

from o2r.accounts import siret as sirets
from o2r.core import exports
from o2r.core.hostile_text import hostile_texts
from o2r.proofs import hostile_doors, hostile_files, hostile_text, matrix
from o2r.proofs.filling import filled, siret
from o2r.proofs.form_classes import noted_forms
from o2r.proofs.judging import wrong_in
from o2r.proofs.matrix import classified
from o2r.proofs.page_forms import forms_of, presses
from o2r.proofs.site import sample_keys
from o2r.proofs.typing_run import TypingRun
from o2r.proofs.world import PEOPLE, make_person
from o2r.public_map.forms import ContactForm

TYPE_IN_FILES = hostile_files.type_all
TEXTS = list(hostile_texts())
logger = logging.getLogger("o2r.accounts.essai")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The database of the tests, one page and a hundred texts: seconds instead of a minute."""

    @contextmanager
    def site() -> Iterator[list[str]]:
        lines: list[str] = []
        with sample_keys(), hostile_text._log_in(lines):
            mail.outbox = []
            yield lines

    def help_page() -> tuple[list[matrix.Route], list[str]]:
        routes, silent = classified()
        return [one for one in routes if one.route == "/aide/"], silent

    settings.ROOT_URLCONF = "config.urls_with_sample"
    monkeypatch.setattr(hostile_text, "_site", site)
    monkeypatch.setattr(hostile_text, "classified", help_page)
    monkeypatch.setattr(hostile_text, "WALKERS", ("anonymous", "platform-manager"))
    monkeypatch.setattr(TypingRun, "ask_parameters", lambda run, routes: None)
    monkeypatch.setattr(hostile_doors, "type_all", lambda run, people: None)
    monkeypatch.setattr(hostile_files, "type_all", lambda run, people: None)


def figures(monkeypatch: pytest.MonkeyPatch, *families: str) -> dict[str, float]:
    """The figures, with the texts of these families alone."""
    chosen = [one for one in TEXTS if one.family in families]
    monkeypatch.setattr(hostile_text, "hostile_texts", lambda: chosen)
    return {one.id: one.value for one in hostile_text.hostile_text() if one.id != "B2.unfilled"}


HELD = {"B2.live": 0, "B2.errors": 0, "B2.forged_log": 0, "B2.unused_texts": 0}


def test_the_product_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    families = ("html", "attribute", "new-line", "header", "terminal")
    assert figures(monkeypatch, *families) == HELD


def test_a_value_written_as_it_was_typed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_it_is(widget: forms.Widget, value: Any) -> Any:
        return mark_safe(value) if isinstance(value, str) else value  # noqa: S308

    monkeypatch.setattr(forms.Widget, "format_value", as_it_is)
    assert figures(monkeypatch, "html", "attribute")["B2.live"] > 0


def test_cells_that_run_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "neutral", lambda text: text)
    assert _with_files(monkeypatch)["B2.live"] > 0


def test_the_files_of_the_product_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _with_files(monkeypatch) == HELD


def _with_files(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    monkeypatch.setattr(hostile_files, "type_all", TYPE_IN_FILES)
    monkeypatch.setattr(hostile_files, "SHEETS", 0)
    return figures(monkeypatch, "formula", "formula-hidden")


def test_a_name_that_breaks_a_header_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unfolded(str):
        """What « name.split() » leaves as it is."""

        def split(self, *given: Any, **more: Any) -> list[str]:
            return [str(self)]

    def clean_name(form: ContactForm) -> str:
        return Unfolded(form.cleaned_data["name"])

    monkeypatch.setattr(ContactForm, "clean_name", clean_name, raising=False)
    assert figures(monkeypatch, "header", "new-line")["B2.errors"] > 0


@pytest.fixture
def _talkative(monkeypatch: pytest.MonkeyPatch) -> None:
    def clean_message(form: ContactForm) -> str:
        logger.warning("question : %s", form.cleaned_data["message"])
        return str(form.cleaned_data["message"])

    monkeypatch.setattr(ContactForm, "clean_message", clean_message, raising=False)


@pytest.mark.usefixtures("_talkative")
def test_what_is_logged_stays_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert figures(monkeypatch, "new-line", "terminal")["B2.forged_log"] == 0


@pytest.mark.usefixtures("_talkative")
def test_a_log_without_its_formatter_is_found(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.LOGGING = {"handlers": {"console": {"class": "logging.StreamHandler"}}}
    assert figures(monkeypatch, "new-line", "terminal")["B2.forged_log"] > 0


def test_a_form_that_no_page_shows_is_named() -> None:
    class Forgotten(forms.Form):
        text = forms.CharField()

    Forgotten.__module__ = "o2r.essai.forms"
    with noted_forms() as noted:
        assert "Forgotten.text" in noted.missing()
        Forgotten(QueryDict(urlencode({"text": TEXTS[0].text}))).is_valid()
        assert "Forgotten.text" not in noted.missing()
    del Forgotten
    gc.collect()


# --- Its parts ------------------------------------------------------------------------------------
def test_answers_are_judged_by_what_they_are() -> None:
    mark = TEXTS[0].mark

    def faults(content: str, kind: str, **headers: str) -> list[str]:
        return list(wrong_in(HttpResponse(content, content_type=kind, headers=headers or None)))

    assert faults(f"<p>{mark}</p>", "text/html; charset=utf-8") == []
    assert faults(f"<script>{mark}</script>", "text/html") != []
    assert faults("a,b\n=1+1,x\n", "text/csv") != []
    assert faults("{", "application/json") != []
    assert faults("<a>", "application/xml") != []
    assert faults(mark, "text/plain") != []
    assert faults(mark, "text/plain", **{"X-Content-Type-Options": "nosniff"}) == []
    assert list(wrong_in(HttpResponse(status=503))) == ["status 500"]


def test_the_forms_of_a_page_are_read_and_filled() -> None:
    person = make_person(PEOPLE[0])
    page = """
      <form action="/espace/connexion/" method="post">
        <input type="hidden" name="csrfmiddlewaretoken" value="x"><input name="email" type="email">
        <input name="siret" maxlength="14"><textarea name="mot">
déjà</textarea><input type="checkbox" name="oui">
        <select name="ou"><option value="">…</option><option value="b">B</option></select>
        <button name="act" value="1">1</button><button name="act" value="2">2</button>
      </form>
      <form action="https://ailleurs.example/"><input name="a"></form>
    """
    (form,) = forms_of(page, "/aide/", person)
    assert (form.method, form.route) == ("post", "/espace/connexion/")
    assert [one.name for one in form.typed] == ["email", "siret", "mot"]
    sent = filled(form)
    assert sent["email"].endswith("@essai.example")
    assert (sent["mot"], sent["oui"], sent["ou"], sent["act"]) == ("déjà", "on", "b", "1")
    assert sirets.problem(sent["siret"]) is None
    assert all(sirets.problem(siret(number)) is None for number in range(50))


def test_a_form_is_sent_by_each_of_its_buttons_and_by_none() -> None:
    page = """<form method="post" action="/appels/">
      <input name="reason"><button name="act" value="admit"></button>
      <button name="act" value="refuse"></button><button>Enregistrer</button></form>"""
    [form] = forms_of(page, "/appels/", person=None)  # type: ignore[arg-type]
    sent = [
        [(one.name, one.value) for one in pressed.fields if one.kind == "submit"]
        for pressed in presses(form)
    ]
    assert sent == [[], [("act", "admit")], [("act", "refuse")]]
