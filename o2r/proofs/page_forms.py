"""The forms of the product, found in its pages: nothing is listed by hand.

Every page that a person of the matrix may open is asked, and its forms are read in the HTML as a
browser would: a new screen is covered the day it exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from o2r.accounts.enums import Relation
from o2r.core.access import PUBLIC_PAGE, Mark
from o2r.core.routes import address
from o2r.proofs.expected import Table
from o2r.proofs.matrix import WORDS, Matrix, Route
from o2r.proofs.world import Person

TYPED = frozenset({"text", "textarea", "email", "url", "search", "tel", "password", "hidden"})
NEVER_TYPED = frozenset({"csrfmiddlewaretoken", "website"})
"""The token of forms, and the trap for robots: filled, the form is thrown away."""
OWN = frozenset({"account", "session", "credential", "notification", "agenda", "agenda-feed"})
WALKERS = (
    *("anonymous", "candidate", "caseworker", "coordinator", "account-manager", "dpo"),
    *("state-officer", "platform-manager", "partner-adviser"),
)
"""Between them, they open every page: the other people of the matrix are refused or alike."""

MOST_BUTTONS = 6
"""Buttons of a form that are tried: those of a list are alike, line after line."""


@dataclass(frozen=True)
class Field:
    """One field of a form. ``options``: the values that may be chosen."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()
    longest: int | None = None
    required: bool = False
    checked: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether any text can be sent in it."""
        return self.kind in TYPED and self.name not in NEVER_TYPED


@dataclass(frozen=True)
class PageForm:
    """One form, the page that shows it, and who saw it."""

    page: str
    action: str
    route: str
    method: str
    fields: tuple[Field, ...]
    person: Person = field(compare=False, repr=False)

    @property
    def typed(self) -> list[Field]:
        """The fields in which any text can be sent.

        What is typed beside a territory asks the editor to change it: the form is not sent then.
        """
        asks = self.editing
        return [one for one in self.fields if one.is_typed and one.name not in asks]

    @property
    def editing(self) -> frozenset[str]:
        """The fields and buttons that ask the editor of a territory for something."""
        names = {one.name for one in self.fields}
        return frozenset(f"{name}-{part}" for name in names for part in ("text", "unit", "act"))

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """The same form seen again has the same key."""
        return self.method, self.route, tuple(sorted({one.name for one in self.fields}))


class _Reader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[dict[str, str], list[Field]]] = []
        self._open = False
        self._select: tuple[dict[str, str], list[str], list[str]] | None = None
        self._area: tuple[dict[str, str], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((found, []))
            self._open = True
        if not self._open:
            return
        if tag == "select":
            self._select = (found, [], [])
        elif tag == "option" and self._select:
            self._select[1].append(found.get("value", ""))
            if "selected" in found:
                self._select[2].append(found.get("value", ""))
        elif tag == "textarea":
            self._area = (found, [])
        elif tag in ("input", "button"):
            kind = found.get("type", "text" if tag == "input" else "submit").lower()
            self._add(found, kind, value=found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select" and self._select:
            found, options, selected = self._select
            self._select = None
            self._add(found, "select", value=(selected or [""])[0], options=tuple(options))
        elif tag == "textarea" and self._area:
            found, text = self._area
            self._area = None
            self._add(found, "textarea", value="".join(text).removeprefix("\n"))

    def _add(self, found: dict[str, str], kind: str, **more: Any) -> None:
        if name := found.get("name"):
            longest = found.get("maxlength", "")
            made = Field(
                name=name,
                kind=kind,
                longest=int(longest) if longest.isdigit() else None,
                required="required" in found,
                checked="checked" in found,
                **more,
            )
            self.forms[-1][1].append(made)


def forms_of(html: str, page: str, person: Person) -> list[PageForm]:
    """The forms of a page, their addresses made whole; those that leave the site are left out."""
    reader = _Reader()
    reader.feed(html)
    found = []
    for attrs, fields in reader.forms:
        action = urljoin(page, attrs.get("action") or page)
        parts = urlsplit(action)
        if parts.netloc:
            continue
        try:
            route = "/" + resolve(parts.path).route
        except Resolver404:
            continue
        method = attrs.get("method", "get").lower()
        found.append(PageForm(page, action, route, method, tuple(fields), person))
    return found


def discovered(routes: list[Route], people: list[Person], matrix: Matrix) -> list[PageForm]:
    """Every form of the site, once, as the first person who may open its page sees it."""
    found: dict[Any, PageForm] = {}
    pages = [one for one in routes if not one.route.rsplit("/", 1)[-1].count(".")]
    for person, where in openings(pages, people, matrix):
        answer = person.client.get(where)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code != 200 or not is_page:
            continue
        for one in forms_of(answer.content.decode(), where, person):
            # A dialogue of a list is shown once per line: its buttons differ, not its fields.
            found.setdefault(one.key, replace(one, fields=_once(one.fields)))
    return [sent for one in found.values() for sent in presses(one)]


def presses(form: PageForm) -> Iterator[PageForm]:
    """The form as each of its buttons sends it, one at a time: what a browser does.

    First as its button without a name does; the buttons of a territory's editor ask for something
    else than to send.
    """
    named = [one for one in form.fields if one.kind == "submit" and one.name not in form.editing]
    others = tuple(one for one in form.fields if one not in named)
    yield replace(form, fields=others)
    for button in named[:MOST_BUTTONS]:
        yield replace(form, fields=(*others, button))


def _once(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple({(one.name, one.kind, one.value): one for one in fields}.values())


def openings(
    routes: list[Route], people: list[Person], matrix: Matrix
) -> Iterator[tuple[Person, str]]:
    """The pages that the policy opens, with each of ``people`` who opens them.

    A public page knows nobody, and one's own account looks the same to all: one person is enough.
    """
    table = Table()
    for route in routes:
        matrix.proofs.keep_fresh()
        kind, action = route.mark.kind, route.mark.reading
        free = kind == PUBLIC_PAGE or table.is_open_to_anyone(kind, action)
        for person in people:
            if not free and table.page(person.description, kind, action) != "open":
                continue
            yield from ((person, where) for where in _addresses(route, person, matrix))
            if free or kind in OWN:
                break


def _addresses(route: Route, person: Person, matrix: Matrix) -> Iterator[str]:
    """The address of a route, for the objects that stand the nearest to the person."""
    if not route.names_an_object:
        yield address(route.route, WORDS)
        return
    public = route.mark.kind == PUBLIC_PAGE
    shown = replace(route, mark=Mark("error-report", "read", "read")) if public else route
    if shown.specimens is None:
        return
    relations = shown.specimens.relations
    near = [one for one in relations if one is not Relation.ANY] or relations
    for relation in near:
        specimen = matrix.specimen(person, shown, relation)
        try:
            yield address(route.route, {**WORDS, **specimen.parameters})
        except LookupError:
            return
