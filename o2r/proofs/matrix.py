"""The access matrix: every route, every person, every relation, reading and writing.

Nothing is listed by hand: routes come from the URLconf, their meaning from the mark of the view,
objects from the specimens that each app registers, people from the world, and what must happen
from the policy table, read a second time.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Specimen, Specimens, specimens_for
from o2r.core.access import PUBLIC_PAGE, Mark, mark_of
from o2r.core.routes import address, parameters, views
from o2r.proofs.expected import Table
from o2r.proofs.world import Person, Proofs

# Values of the parameters that choose a form of the same page, and name no object.
FORMS = {"kind": ("csv", "xlsx", "geojson")}
WORDS = {name: values[0] for name, values in FORMS.items()}
SIGN_IN = "/espace/connexion/"
PROOFS = ("/espace/securite/second-facteur/", "/espace/securite/preuve/")
OF_A_MEMBER = (Relation.ORGANISATION, Relation.TEAM, Relation.CONSORTIUM)
IMPLIED = {Relation.TEAM: {Relation.ORGANISATION}}


@dataclass(frozen=True)
class Cell:
    """One question to the site, what must be answered and what was.

    ``silent``: the view does not take this method, so the answer says nothing.
    """

    route: str
    person: str
    relation: str
    method: str
    expected: str
    found: str
    leaked: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    silent: bool = False

    @property
    def is_right(self) -> bool:
        return self.expected == self.found and not self.leaked and not self.hidden


@dataclass(frozen=True)
class Route:
    """One address of the site, and what its view says it does."""

    route: str
    mark: Mark

    @property
    def names_an_object(self) -> bool:
        return any(name not in WORDS for name in parameters(self.route))

    @property
    def specimens(self) -> Specimens | None:
        """What makes the object that it names."""
        return specimens_for(self.mark.kind, parameters(self.route))


def classified() -> tuple[list[Route], list[str]]:
    """The routes whose view says what it does, and those that say nothing."""
    autodiscover_modules("specimens")
    known, silent = [], []
    for route, view in views():
        mark = mark_of(view)
        if mark is None:
            silent.append(route)
        else:
            known.append(Route(route, mark))
    return known, silent


def without_specimen(routes: list[Route]) -> list[str]:
    """Routes that name an object of a kind of which nobody gave a specimen."""
    return [
        one.route
        for one in routes
        if one.names_an_object and one.mark.kind != PUBLIC_PAGE and one.specimens is None
    ]


class Matrix:
    """Asks every question, one transaction each, undone at once.

    A page that the policy closes to someone is refused before any object is looked for: ``full``
    asks it in every relation all the same, the short form in the closest one alone.
    """

    def __init__(self, routes: list[Route], people: list[Person], *, full: bool = True) -> None:
        self._full = full
        self._routes = [one for one in routes if one.mark.kind != PUBLIC_PAGE]
        self._people = people
        # On a slow machine the matrix lasts longer than a second factor stays fresh.
        self.proofs = Proofs(people)
        self._table = Table()
        self._specimens: dict[tuple[str, str, str, Relation], Specimen] = {}

    def cells(self) -> Iterator[Cell]:
        """Every cell of the matrix."""
        for route in self._routes:
            self.proofs.keep_fresh()
            for person in self._people:
                if route.names_an_object:
                    yield from self._object_cells(route, person)
                else:
                    yield from self._page_cells(route, person)

    def _page_cells(self, route: Route, person: Person) -> Iterator[Cell]:
        for method in ("get", "post"):
            action = route.mark.action(method.upper())
            expected = self._table.page(person.description, route.mark.kind, action)
            for words in forms_of(route):
                found = outcome(_ask(person, method, address(route.route, words)), expected)
                if self._table.is_open_to_anyone(route.mark.kind, action) and found != "error":
                    # Nothing to protect there: the page follows the state of the visit.
                    expected = found
                yield Cell(route.route, person.name, "-", method, expected, found)

    def _object_cells(self, route: Route, person: Person) -> Iterator[Cell]:
        if route.specimens is None:
            return
        relations = [
            one
            for one in route.specimens.relations
            if one not in OF_A_MEMBER or person.description.has_membership
        ]
        opens = any(self._page(route, person, method) == "open" for method in ("get", "post"))
        for relation in relations if opens or self._full else relations[-1:]:
            specimen = self.specimen(person, route, relation)
            for method in ("get", "post"):
                yield self._object_cell(route, person, relation, specimen, method)

    def _object_cell(
        self, route: Route, person: Person, relation: Relation, specimen: Specimen, method: str
    ) -> Cell:
        kind, action = route.mark.kind, route.mark.action(method.upper())
        relations = {Relation.ANY, relation, *IMPLIED.get(relation, set()), *specimen.also}
        expected = self._table.page(person.description, kind, action)
        fields = self._table.fields(person.description, kind, action, relations, specimen.shared)
        if route.route in specimen.apart or not route.mark.is_for(fields):
            fields = set()
        if expected == "open" and not fields:
            expected = "closed"
        answer = _ask(person, method, address(route.route, {**WORDS, **specimen.parameters}))
        found = outcome(answer, expected)
        if self._table.is_open_to_anyone(kind, action) and found != "error":
            expected = found
        # What a page of several leaves to the others is not hidden; what it shows may still leak.
        whole = not specimen.whole or route.route in specimen.whole
        leaked, hidden = _compare(answer, specimen, fields, shown=found == "open" and whole)
        return Cell(
            route=route.route,
            person=person.name,
            relation=relation.value,
            method=method,
            expected=expected,
            found=found,
            leaked=leaked,
            hidden=hidden,
            silent=answer.status_code == 405,
        )

    def public_cells(self, routes: list[Route]) -> Iterator[Cell]:
        """The public pages, which nobody decides on: no text of any specimen may be there."""
        secrets = {
            text: kind
            for (_, kind, _, _), one in self._specimens.items()
            for text in one.canaries.values()
        }
        slugs = [
            one.parameters["slug"] for one in self._specimens.values() if "slug" in one.parameters
        ]
        examples = {**WORDS, **({"slug": slugs[0]} if slugs else {})}
        for route in [one for one in routes if one.mark.kind == PUBLIC_PAGE]:
            for person in self._people[:1] + self._people[-1:]:
                answer = _ask(person, "get", address(route.route, examples))
                found = "error" if answer.status_code >= 500 else "open"
                body = _text(answer)
                leaked = frozenset(kind for text, kind in secrets.items() if text in body)
                yield Cell(route.route, person.name, "public", "get", "open", found, leaked)

    def closed_by_object(self, route: Route, person: Person) -> list[Cell]:
        """The cells where the page would open, and a stranger's object alone keeps it closed."""
        if route.specimens is None or Relation.ANY not in route.specimens.relations:
            return []
        specimen = self.specimen(person, route, Relation.ANY)
        cells = [
            self._object_cell(route, person, Relation.ANY, specimen, method)
            for method in ("get", "post")
            if self._page(route, person, method) == "open"
        ]
        return [cell for cell in cells if cell.expected == "closed" and not cell.silent]

    def _page(self, route: Route, person: Person, method: str) -> str:
        action = route.mark.action(method.upper())
        return self._table.page(person.description, route.mark.kind, action)

    def specimen(self, person: Person, route: Route, relation: Relation) -> Specimen:
        """The object of a route in this relation to this person, made once.

        Raises LookupError when nobody makes any.
        """
        made = route.specimens
        if made is None:
            raise LookupError(route.route)
        key = (person.name, route.mark.kind, made.parameter, relation)
        if key not in self._specimens:
            self._specimens[key] = made.make(person.somebody, relation)
        return self._specimens[key]


def forms_of(route: Route) -> list[dict[str, str]]:
    """Every form in which a page is given: each kind of file of an export."""
    chosen = [name for name in parameters(route.route) if name in FORMS]
    return [{chosen[0]: value} for value in FORMS[chosen[0]]] if chosen else [{}]


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


def _ask(person: Person, method: str, where: str) -> Any:
    cookies = deepcopy(person.client.cookies)
    with transaction.atomic():
        answer = getattr(person.client, method)(where)
        transaction.set_rollback(True)
    # Signing out is undone in the database: the browser must find its session again.
    person.client.cookies = cookies
    return answer


def outcome(answer: Any, expected: str) -> str:
    """What an answer means. A method that a view does not take says nothing: it opens no door."""
    if answer.status_code == 404:
        return "closed"
    if answer.status_code == 403:
        return "not-yet"
    if answer.status_code == 405:
        return expected
    if answer.status_code == 302 and answer["Location"].startswith(SIGN_IN):
        return "sign-in"
    if answer.status_code == 302 and answer["Location"].startswith(PROOFS):
        return "not-yet"
    return "error" if answer.status_code >= 500 else "open"


def _compare(
    answer: Any, specimen: Specimen, fields: set[str], *, shown: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """The groups whose text is there and must not be, and those that should be and are not."""
    if answer.status_code in (302, 405):
        return frozenset(), frozenset()
    body = _text(answer)
    present = {group for group, text in specimen.canaries.items() if text in body}
    allowed = set(specimen.canaries) if fields and "*" in specimen.canaries else fields
    by_group = "*" not in specimen.canaries and answer.status_code == 200
    missing = (fields - present) & set(specimen.canaries) if shown and by_group else set()
    beyond = {"beyond the groups"} if any(text in body for text in specimen.beyond) else set()
    return frozenset((present - allowed) | beyond), frozenset(missing)
