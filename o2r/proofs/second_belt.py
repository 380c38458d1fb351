"""``o2r trust A3``: what the database still holds when every filter of the application is off.

On PostgreSQL the matrix is asked again as ``o2r_app``, with the decision saying yes to everything
and ``visible_to`` returning every row: what appears comes from the policies alone. They hold rows,
not groups of fields, and know nothing of second factors: a row that the person may meet in some
way is not a leak here. The same questions asked as a superuser show that the filters were off.
Then everyone writes every protected table whole, by direct SQL: rows that they may not meet stay.

On SQLite, which has no rights on rows, every protected column is read outside any scope, in every
way that could slip through.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules

from o2r.accounts.belt import NOT_MEETING
from o2r.accounts.enums import OrganisationKind, Relation
from o2r.accounts.models import Organisation, User
from o2r.accounts.specimens import Specimen, makers
from o2r.calls.applications.models import Application
from o2r.core.belt import policies, registry, roles
from o2r.core.belt.refusal import table_faults
from o2r.core.belt.registry import Protection
from o2r.core.files.models import StoredFile
from o2r.core.measures import Measure, measures_for, unchecked
from o2r.core.routes import address
from o2r.proofs import slipping
from o2r.proofs.belt_kinds import ALSO_OF_FILES, KINDS
from o2r.proofs.expected import Table, rows
from o2r.proofs.matrix import IMPLIED, WORDS, Matrix, Route, classified
from o2r.proofs.open_gates import without_filters
from o2r.proofs.site import sample_site
from o2r.proofs.world import ANONYMOUS, Description, Person, populate

SHOWN = 10
# One's own request to export belongs to one's organisation too, as its specimen does.
ALSO = {("export-approval", Relation.OWN): {Relation.ORGANISATION}}
Stands = frozenset[Relation]
"""In how many ways somebody stands towards a row."""


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
    detail: dict[str, Any] = {
        "speaks_of": "SQLite: the authorizer refuses columns, and knows no rows",
        "reads": len(reads),
        "columns": len({(one.table, one.column) for one in reads}),
        "ways": dict(Counter(one.way for one in reads)),
    }
    shown = detail | {"first": slipped[:SHOWN], "left_out": registry.left_out()}
    yield Measure("A3.slipped_reads", len(slipped), "reads", 0, "equal", shown)
    shut = [str(one) for one in slipping.inside() if one.slipped]
    yield Measure("A3.refused_inside", len(shut), "reads", 0, "equal", {"first": shut[:SHOWN]})


def _postgresql(*, full: bool) -> Iterator[Measure]:
    faults = list(table_faults())
    detail = {"speaks_of": f"PostgreSQL: policies on rows, as {roles.APP}"}
    shown: dict[str, Any] = {"faults": faults, "left_out": registry.left_out()}
    yield Measure("A3.unprotected", len(faults), "tables", 0, "equal", shown)
    people = populate()
    asked = list(_questions(people, full=full))
    with without_filters():
        unheld, belted = Answers(""), Answers(roles.APP)
        # With every row on it, a list is long to make: the long form alone asks for it.
        known = [one for one in asked if full or one.route.names_an_object]
        free = [one for one in known if unheld.shows(one)]
        held = [one for one in asked if belted.shows(one)]
    leaked = [_words(one) for one in held if not one.may_meet]
    shown = {
        **detail,
        "questions": sum(bool(one.specimen.canaries) for one in asked),
        "people": len(people),
        "first": leaked[:SHOWN],
    }
    yield Measure("A3.leaked_rows", len(leaked), "rows", 0, "equal", shown)
    stopped = sum(not one.may_meet for one in free)
    yield Measure("A3.stopped_rows", stopped, "rows", 1, "higher", detail)
    withheld = [_words(one) for one in free if one.may_meet and one not in held]
    shown = {"first": withheld[:SHOWN], "shown": len(held)}
    yield Measure("A3.withheld_rows", len(withheld), "rows", 0, "equal", shown)
    left = _left_behind(people)
    yield Measure("A3.next_request", left, "rows", 0, "equal", detail)
    yield from _writes(people, asked)


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
        if route.mark.kind not in kinds or route.specimens is None:
            continue
        for person in people:
            for relation in route.specimens.relations:
                specimen = matrix.specimen(person, route, relation)
                stands = frozenset({relation}) | specimen.also
                may = promises.may_meet(person.description, route.mark.kind, stands)
                yield Question(route, person, relation, specimen, may)


class Promises:
    """What the policy table gives on a whole row, whatever the act."""

    def __init__(self) -> None:
        self._table = Table()
        self._actions: dict[str, set[str]] = {}
        for row in rows():
            for kind in row["object"]:
                self._actions.setdefault(kind, set()).update({*row["action"]} - NOT_MEETING)
        self._known: dict[tuple[str, str, Stands], bool] = {}

    def may_meet(self, who: Description, kind: str, stands: Stands) -> bool:
        """Whether this person may do anything at all on such a row, all proofs given."""
        key = (who.name, kind, stands)
        if key not in self._known:
            proven = replace(who, second_factor=True, fresh=True)
            relations = {Relation.ANY, *stands}
            for one in stands:
                relations |= IMPLIED.get(one, set()) | ALSO.get((kind, one), set())
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
        """Whether the text of the row appears: never, when it has none of its own."""
        if not question.specimen.canaries:
            return False
        where = address(question.route.route, {**WORDS, **question.specimen.parameters})
        key = (question.person.name, where)
        if key not in self._bodies:
            self._bodies[key] = self._ask(question.person, where)
        return any(text in self._bodies[key] for text in question.specimen.canaries.values())

    def _ask(self, person: Person, where: str) -> str:
        with transaction.atomic():
            slipping.take(self._role)
            answer: Any = person.client.get(where)
            transaction.set_rollback(True)
        return answer.getvalue().decode(errors="replace") if answer.status_code == 200 else ""


def _writes(people: list[Person], asked: list[Question]) -> Iterator[Measure]:
    """Every protected table written whole by everyone, in their scope, with no filter at all."""
    rows_made = Rows(people, asked)
    statements = slipping.writings()
    forbidden: list[str] = []
    tries = reached = 0
    for person in people:
        known = None if person.name == ANONYMOUS else person.somebody.user.pk
        place = known and person.somebody.organisation.pk
        for one in slipping.written(statements, known, place):
            wrong = [key for key in one.keys if not rows_made.may_meet(person, one.table, key)]
            forbidden += [f"{person.name} {one.verb} {one.table}"] * len(wrong)
            tries, reached = tries + 1, reached + len(one.keys)
    detail = {"speaks_of": f"PostgreSQL: direct SQL as {roles.APP}", "tries": tries}
    shown = {**detail, "reached": reached, "first": forbidden[:SHOWN]}
    yield Measure("A3.written_rows", len(forbidden), "rows", 0, "equal", shown)
    foreign = {table: rows_made.strangers_to(people, table) for table in statements}
    tried = sum(map(bool, foreign.values()))
    shown = {**detail, "forbidden": foreign}
    yield Measure("A3.written_tables", tried, "tables", len(registry.protections()), "equal", shown)


class Rows:
    """The rows of the protected tables, and whether someone may meet each: from the policy table,
    by the relation that the row was made for, or by the identifiers that it holds."""

    def __init__(self, people: list[Person], asked: Iterable[Question]) -> None:
        autodiscover_modules("specimens")
        self._promises = Promises()
        self._made: dict[str, tuple[str, str, Stands]] = {}
        self._kinds = {one.table: _kind(one) for one in registry.protections()}
        self._of_files = {one.table for one in registry.protections() if one.label in ALSO_OF_FILES}
        for person in people:
            self._make_for(person)
        for one in asked:
            self._note(one.person, one.route.mark.kind, one.relation, one.specimen)
        self._names = {one.table: _names(one) for one in registry.protections()}
        # A file is met by who meets what it is attached to.
        files = StoredFile.objects.filter(attached_kind__in=makers()).order_by("pk")
        self._attached = dict(files.values_list("pk", "attached_kind"))

    def _make_for(self, person: Person) -> None:
        for kind in sorted(set(self._kinds.values()) & set(makers())):
            for made in makers()[kind]:
                for relation in made.relations:
                    self._note(person, kind, relation, made.make(person.somebody, relation))

    def _note(self, person: Person, kind: str, relation: Relation, made: Specimen) -> None:
        standing = dict.fromkeys(made.parameters.values(), relation)
        for key, stands in (standing | made.rows).items():
            self._made[key] = (person.name, kind, frozenset({stands}) | made.also)

    def may_meet(self, person: Person, table: str, key: UUID) -> bool:
        """Whether the person may do anything at all on this row, all proofs given."""
        kinds = [self._attached.get(key, self._kinds[table])]
        kinds += ["person-file"] if table in self._of_files else []
        return any(self._meets(person, table, key, kind) for kind in kinds)

    def _meets(self, person: Person, table: str, key: UUID, kind: str) -> bool:
        name, _, stands = self._made.get(str(key), ("", "", Stands()))
        if name == person.name:
            return self._promises.may_meet(person.description, kind, stands)
        place = person.somebody.organisation
        identifiers = {str(person.somebody.user.pk), str(place.pk)}
        # A region is a State service's: nobody else stands towards what it receives.
        identifiers |= {_region(place.region)} if place.kind == OrganisationKind.DREETS else set()
        if person.name != ANONYMOUS and identifiers & self._names[table].get(key, set()):
            # Theirs in one way or another: what they may do on rows of each relation decides.
            relations = {one for made in makers().get(kind, []) for one in made.relations}
            met = (Stands({one}) for one in relations)
            may = [self._promises.may_meet(person.description, kind, one) for one in met]
            return any(may) or not may
        return bool(kind) and self._promises.may_meet(person.description, kind, Stands())

    def strangers_to(self, people: list[Person], table: str) -> int:
        """How many times someone may not meet a row of the table: what a write could reach."""
        return sum(
            not self.may_meet(person, table, key) for person in people for key in self._names[table]
        )


def _kind(one: Protection) -> str:
    """The word of the policy for a protected table; empty when it has none of its own."""
    return getattr(one.model, "access_kind", KINDS.get(one.label, ""))


def _names(one: Protection) -> dict[UUID, set[str]]:
    """The values of each row, by key, and of the objects it is attached to, as texts."""
    fields: list[Any] = list(one.model._meta.concrete_fields)
    known = (None, User, Organisation)
    attached = [field.name for field in fields if field.related_model not in known]
    several = [field.name for field in one.model._meta.many_to_many]
    rows = one.model._base_manager.select_related(*attached).prefetch_related(*several)
    found = {}
    for row in rows.order_by("pk"):
        others = [other for name in several for other in getattr(row, name).all()]
        parents = [getattr(row, name) for name in attached]
        named = _values(row).union(*map(_values, parents), (str(one.pk) for one in others))
        found[row.pk] = named | WHO_ELSE.get(one.label, _nobody)(row)
    return found


def _region(code: str) -> str:
    return f"region {code}"


def _nobody(row: Any) -> set[str]:
    return set()


def _around(application: Any) -> set[str]:
    """The region that receives an application, and who was let read it."""
    readers = application.reading_accesses.order_by("pk").values_list("user", flat=True)
    return {_region(application.call.region), *map(str, readers)}


def _around_what_has(file: Any) -> set[str]:
    """Whom the application of a file concerns, which each member of its consortium reads."""
    if file.attached_kind != Application.access_kind:
        return set()
    application = Application.objects.get(pk=file.attached_id)
    members = application.members.order_by("pk").values_list("organisation", flat=True)
    return {*_around(application), *map(str, members)}


WHO_ELSE: dict[str, Callable[[Any], set[str]]] = {
    "applications.Member": lambda row: _around(row.application),
    "applications.Submission": lambda row: _around(row.application),
    "committees.Attendance": lambda row: {_region(row.seat.instance.region)},
    "committees.Seat": lambda row: {_region(row.instance.region)},
    "files.StoredFile": _around_what_has,
    "reading.Review": lambda row: _around(row.assignment.application),
    "reading.Score": lambda row: _around(row.review.assignment.application),
}
"""Whom a row concerns that neither it nor its parents name."""


def _values(row: Any) -> set[str]:
    fields = row._meta.concrete_fields if row else ()
    return {str(getattr(row, field.attname)) for field in fields}


def _left_behind(people: list[Person]) -> int:
    """Rows that a query without scope reaches on a connection that has just served requests."""
    found = 0
    for person in people:
        where = "/espace/essai/"
        person.client.get(where)
        with transaction.atomic():
            slipping.take(roles.APP)
            with connection.cursor() as cursor:
                for one in registry.protections():
                    cursor.execute(f'SELECT count(*) FROM "{one.table}"')  # noqa: S608
                    (count,) = cursor.fetchone() or (0,)
                    found += count
            transaction.set_rollback(True)
    return found


def _words(one: Question) -> str:
    return f"{one.person.name} {one.relation.value} {one.route.route}"
