"""Hostile texts typed in forms and in addresses, each answer judged as it comes."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import quote, urlencode

from django.test import Client

from o2r.core.hostile_text import MARK, HostileText
from o2r.proofs.filling import file_called, filled, is_picky
from o2r.proofs.judging import wrong_in
from o2r.proofs.matrix import Route
from o2r.proofs.page_forms import Field, PageForm
from o2r.proofs.world import Proofs
from o2r.public_map.api import api

_TEXT_PARAMETER = re.compile(r"<(?:str|slug):\w+>")
LONGEST_ADDRESS = 6_000
"""Characters of an address: servers refuse longer ones by themselves."""
FILE = "file"
FOLLOWED = 2


class TypingRun:
    """Types texts, judges answers, and counts what was tried."""

    def __init__(
        self, texts: list[HostileText], rng: random.Random, proofs: Proofs, *, full: bool
    ) -> None:
        self.texts = texts
        self.proofs = proofs
        self.full = full
        self.fields: set[str] = set()
        self.pairs: set[tuple[int, str]] = set()
        self.wrong: list[str] = []
        self.errors: list[str] = []
        self.outputs: Counter[str] = Counter()
        self.answers = self.accepted = self.mails = 0
        self._order = rng.sample(range(len(texts)), len(texts))
        self._next = 0
        self._followed: Counter[Any] = Counter()

    def draw(self, field: str) -> str:
        """The next text, for a field: all of them come before one comes again."""
        rank = self._order[self._next % len(self._order)]
        self._next += 1
        return self.given(rank, field)

    def given(self, rank: int, field: str) -> str:
        """The text of this rank, for a field."""
        self.fields.add(field)
        self.pairs.add((rank, field))
        return self.texts[rank].text

    def judge(self, answer: Any, where: str, who: str) -> None:
        """Note what an answer is, and what is wrong in it."""
        self.answers += 1
        self.outputs[answer.headers.get("Content-Type", "-").partition(";")[0]] += 1
        for fault in wrong_in(answer):
            noted = self.errors if fault.startswith("status") else self.wrong
            noted.append(f"{who} {where[:120]}: {fault}")

    # --- Forms ------------------------------------------------------------------------------------

    def type_in(self, forms: list[PageForm], *, last: bool = False) -> None:
        """Every field of every form; in the short form, ``last`` turns until no text is left."""
        writable = [one for one in forms if _tried(one)]
        if self.full:
            for form in writable:
                for field in _tried(form):
                    for rank in range(len(self.texts)):
                        self.send(form, {field.name: self.given(rank, _name(form, field))})
            return
        self._turn(writable)
        while last and writable and self._next < len(self.texts):
            self._turn(writable)

    def _turn(self, forms: list[PageForm]) -> None:
        for form in forms:
            for batch in batches(form):
                self.send_drawn(form, batch)

    def send_drawn(self, form: PageForm, fields: list[Field]) -> None:
        """Send a form with the next texts in these fields."""
        self.send(form, {one.name: self.draw(_name(form, one)) for one in fields})

    def send(self, form: PageForm, texts: dict[str, str]) -> None:
        """Send a form with these texts in place of right ones, and follow where it leads."""
        self.proofs.keep_fresh()
        sent = filled(form)
        kinds = {one.name: one.kind for one in form.fields}
        for name, text in texts.items():
            sent[name] = _named(sent[name], text) if kinds[name] == FILE else text
        client, who = form.person.client, form.person.name
        cookies = deepcopy(client.cookies)
        if form.method == "get":
            where = f"{form.action.partition('?')[0]}?{urlencode(sent)}"[:LONGEST_ADDRESS]
            self.judge(client.get(where), where, who)
            return
        answer = client.post(form.action, sent)
        self.judge(answer, form.action, who)
        if answer.status_code == 302:
            self.accepted += 1
            self._follow(form, answer["Location"])
        if len(client.cookies) < len(cookies):
            client.cookies = cookies

    def _follow(self, form: PageForm, where: str) -> None:
        """Go where an accepted form leads; in the short form, twice for each form at most."""
        self._followed[form.key] += 1
        if where.startswith("/") and (self.full or self._followed[form.key] <= FOLLOWED):
            self.judge(form.person.client.get(where), where, form.person.name)

    # --- Addresses --------------------------------------------------------------------------------

    def ask_parameters(self, routes: list[Route]) -> None:
        """Texts in the parameters of the public API, and in the addresses that take a text."""
        client = Client(raise_request_exception=False)
        for where, name in _parameters_of_the_api():
            for text in self._some(f"{where} {name}"):
                target = f"{where}?{urlencode({name: text})}"[:LONGEST_ADDRESS]
                self.judge(client.get(target), target, "anyone")
        for route in routes:
            if _TEXT_PARAMETER.search(route.route):
                for text in self._some(route.route):
                    target = _filled_address(route.route, text)
                    self.judge(client.get(target), target, "anyone")

    def _some(self, field: str) -> Iterator[str]:
        if self.full:
            yield from (self.given(rank, field) for rank in range(len(self.texts)))
        else:
            yield from (self.draw(field) for _ in range(4))


def _tried(form: PageForm) -> list[Field]:
    """The fields in which something can be typed; of a file, its name."""
    return [*form.typed, *(one for one in form.fields if one.kind == FILE)]


def batches(form: PageForm) -> list[list[Field]]:
    """Those that must be alone to let the others pass; then, together, those that accept most
    texts: what they send may close the form for good."""
    fields = _tried(form)
    free = [one for one in fields if not is_picky(one) and one.kind != FILE]
    return [*([one] for one in fields if one not in free), *([free] if free else [])]


def _name(form: PageForm, field: Field) -> str:
    return f"{form.method} {form.route} {field.name}"


def _named(file: Any, text: str) -> Any:
    """The same file under a hostile name, its extension kept."""
    extension = file.name.rpartition(".")[2]
    renamed = file_called(f"essai.{extension}")
    # As browsers write a name in a form (HTML Standard, « multipart form data »).
    coded = text[:200].replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    # What comes before the last slash of a name is dropped: the mark is repeated after it.
    mark = MARK.search(text.upper())
    renamed.name = f"{coded}-{mark[0]}.{extension}" if mark else f"{coded}.{extension}"
    return renamed


def _filled_address(route: str, text: str) -> str:
    typed = quote(text[:500], safe="")
    return re.sub(r"<[^>]+>", lambda found: typed, route)


def _parameters_of_the_api() -> Iterator[tuple[str, str]]:
    described = api.get_openapi_schema()
    for where, methods in described["paths"].items():
        for operation in methods.values():
            for one in operation.get("parameters", []):
                if one["in"] == "query":
                    yield where, one["name"]
