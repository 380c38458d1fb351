"""``o2r trust A3``: what the database still holds when every filter of the application is off.

On PostgreSQL the matrix is asked again as ``o2r_app``, with the decision saying yes to everything
and ``visible_to`` returning every row: what appears comes from the policies alone. They hold rows,
not groups of fields, and know nothing of second factors: a row that the person may meet in some
way is not a leak here. The same questions asked as a superuser show that the filters were off.

On SQLite, which has no rights on rows, every protected column is read outside any scope, in every
way that could slip through.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from o2r.accounts.belt import NOT_MEETING
from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Specimen, makers
from o2r.core.belt import policies, registry, roles
from o2r.core.belt.refusal import table_faults
from o2r.core.measures import Measure, measures_for, unchecked
from o2r.core.routes import address
from o2r.proofs import slipping
from o2r.proofs.expected import Table, rows
from o2r.proofs.matrix import IMPLIED, WORDS, Matrix, Route, classified
from o2r.proofs.open_gates import without_filters
from o2r.proofs.site import sample_site
from o2r.proofs.world import Description, Person, populate

SHOWN = 10
# One's own request to export belongs to one's organisation too, as its specimen does.
ALSO = {("export-approval", Relation.OWN): {Relation.ORGANISATION}}


@dataclass(frozen=True)
class Question:
    """A page asked by someone, and the text of one row that it may show."""

    route: Route
    person: Person
    relation: Relation
    specimen: Specimen
    may_meet: bool


@measures_for("A3", family="trust")
def second_belt(*, full: bool = False) -> Iterator[Measure]:
    """The matrix without the filters (PostgreSQL); columns read outside a scope (SQLite)."""
    with sample_site():
        if connection.vendor != "postgresql":
            yield from _sqlite()
        elif not policies.may_create_roles():
            reason = f"La connexion ne peut pas prendre le rôle {roles.APP} : suite à lancer sur "
            reason += "un serveur d’essai, par un rôle SUPERUSER."
            yield unchecked("A3.leaked_rows", 0, "equal", reason=reason)
        else:
            yield from _postgresql(full=full)


def _sqlite() -> Iterator[Measure]:
    reads = list(slipping.reads())
    slipped = [str(one) for one in reads if one.slipped]
    detail = {
        "speaks_of": "SQLite: the authorizer refuses columns, and knows no rows",
        "reads": len(reads),
        "columns": len({(one.table, one.column) for one in reads}),
        "ways": dict(Counter(one.way for one in reads)),
    }
    shown = detail | {"first": slipped[:SHOWN]}
    yield Measure("A3.slipped_reads", len(slipped), "reads", 0, "equal", shown)
    shut = [str(one) for one in slipping.inside() if one.slipped]
    yield Measure("A3.refused_inside", len(shut), "reads", 0, "equal", {"first": shut[:SHOWN]})


def _postgresql(*, full: bool) -> Iterator[Measure]:
    faults = list(table_faults())
    detail = {"speaks_of": f"PostgreSQL: policies on rows, as {roles.APP}"}
    yield Measure("A3.unprotected", len(faults), "tables", 0, "equal", {"faults": faults})
    people = populate()
    asked = list(_questions(people, full=full))
    with without_filters():
        unheld, belted = Answers(""), Answers(roles.APP)
        # With every row on it, a list is long to make: the long form alone asks for it.
        known = [one for one in asked if full or one.route.names_an_object]
        free = [one for one in known if unheld.shows(one)]
        held = [one for one in asked if belted.shows(one)]
    leaked = [_words(one) for one in held if not one.may_meet]
    shown = {**detail, "questions": len(asked), "people": len(people), "first": leaked[:SHOWN]}
    yield Measure("A3.leaked_rows", len(leaked), "rows", 0, "equal", shown)
    stopped = sum(not one.may_meet for one in free)
    yield Measure("A3.stopped_rows", stopped, "rows", 1, "higher", detail)
    withheld = [_words(one) for one in free if one.may_meet and one not in held]
    shown = {"first": withheld[:SHOWN], "shown": len(held)}
    yield Measure("A3.withheld_rows", len(withheld), "rows", 0, "equal", shown)
    left = _left_behind(people)
    yield Measure("A3.next_request", left, "rows", 0, "equal", detail)


def _questions(people: list[Person], *, full: bool) -> Iterator[Question]:
    """The pages on each kind of protected row, for everyone, in every relation.

    In the short form, one list and one page of an object for each kind.
    """
    routes, _ = classified()
    if not full:
        routes = list({(one.mark.kind, one.names_an_object): one for one in routes[::-1]}.values())
    kinds = {getattr(one.model, "access_kind", None) for one in registry.protections()}
    matrix, promises = Matrix(routes, people), Promises()
    for route in routes:
        if route.mark.kind not in kinds & set(makers()):
            continue
        for person in people:
            for relation in makers()[route.mark.kind][0]:
                specimen = matrix.specimen(person, route.mark.kind, relation)
                if specimen.canaries:
                    may = promises.may_meet(person.description, route.mark.kind, relation)
                    yield Question(route, person, relation, specimen, may)


class Promises:
    """What the policy table gives on a whole row, whatever the act."""

    def __init__(self) -> None:
        self._table = Table()
        self._actions: dict[str, set[str]] = {}
        for row in rows():
            for kind in row["object"]:
                self._actions.setdefault(kind, set()).update({*row["action"]} - NOT_MEETING)
        self._known: dict[tuple[str, str, Relation], bool] = {}

    def may_meet(self, who: Description, kind: str, relation: Relation) -> bool:
        """Whether this person may do anything at all on such a row, all proofs given."""
        key = (who.name, kind, relation)
        if key not in self._known:
            proven = replace(who, second_factor=True, fresh=True)
            relations = {Relation.ANY, relation, *IMPLIED.get(relation, set())}
            relations |= ALSO.get((kind, relation), set())
            self._known[key] = any(
                self._table.fields(proven, kind, action, relations, None)
                for action in self._actions[kind]
            )
        return self._known[key]


class Answers:
    """What the site answers to each person under one role of the database; a page asked once."""

    def __init__(self, role: str) -> None:
        self._role = role
        self._bodies: dict[tuple[str, str], str] = {}

    def shows(self, question: Question) -> bool:
        """Whether the text of the row appears."""
        where = address(question.route.route, {**WORDS, **question.specimen.parameters})
        key = (question.person.name, where)
        if key not in self._bodies:
            self._bodies[key] = self._ask(question.person, where)
        return any(text in self._bodies[key] for text in question.specimen.canaries.values())

    def _ask(self, person: Person, where: str) -> str:
        with transaction.atomic():
            _take(self._role)
            answer: Any = person.client.get(where)
            transaction.set_rollback(True)
        return answer.content.decode(errors="replace") if answer.status_code == 200 else ""


def _take(role: str) -> None:
    if role:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")


def _left_behind(people: list[Person]) -> int:
    """Rows that a query without scope reaches on a connection that has just served requests."""
    found = 0
    for person in people:
        where = "/espace/essai/"
        person.client.get(where)
        with transaction.atomic():
            _take(roles.APP)
            with connection.cursor() as cursor:
                for one in registry.protections():
                    cursor.execute(f'SELECT count(*) FROM "{one.table}"')  # noqa: S608
                    (count,) = cursor.fetchone() or (0,)
                    found += count
            transaction.set_rollback(True)
    return found


def _words(one: Question) -> str:
    return f"{one.person.name} {one.relation.value} {one.route.route}"
