"""The rows of a child table in the query of its parents, on both engines.

``prefetch_related`` asks one query per table. Where a page reads six of them to show four columns,
the parents bring along what is asked of their children::

    rows = Application.objects.annotate(
        asked=gathered(BudgetLine.objects.filter(application=OuterRef("pk")), "year", "amount")
    )

Each parent then has a list of lists, in no order. Text and whole numbers come as they are; an
identifier and an amount come as text, bytes in hexadecimal, so that nothing of them is lost.

``Bringing`` gives whole children, where ``prefetch_related`` would ask a query for each table.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any, Self, TypeVar

from django.db import connection
from django.db.models import (
    BinaryField,
    CharField,
    DateTimeField,
    DecimalField,
    F,
    Field,
    Func,
    JSONField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    UUIDField,
)
from django.db.models.functions import Cast
from django.utils.timezone import is_naive

M_co = TypeVar("M_co", bound=Model, covariant=True)

_AS_TEXT = (DecimalField, UUIDField)


class _Gathered(Subquery):
    """A list of lists, as one text: of what the ``count`` first columns of the subquery hold."""

    def __init__(self, rows: "QuerySet[Any, Any]", *, count: int) -> None:
        super().__init__(rows, output_field=JSONField())
        self.columns = ", ".join(f"gathered.c{rank}" for rank in range(count))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        one = f"JSON_ARRAY({self.columns})"
        every = f"JSON_GROUP_ARRAY({one})"
        if connection.vendor == "postgresql":
            every = f"COALESCE(JSON_AGG(JSON_BUILD_ARRAY({self.columns})), '[]')::text"
        # The columns have names of ours: c0, c1…
        template = f"(SELECT {every} FROM (%(subquery)s) gathered)"  # noqa: S608
        return super().as_sql(compiler, connection, template, **context)


def gathered(rows: "QuerySet[Any, Any]", *fields: str) -> Subquery:
    """The values of ``fields`` in each of ``rows``, which refer to their parent (``OuterRef``)."""
    columns = {f"c{rank}": _column(rows, name) for rank, name in enumerate(fields)}
    return _Gathered(rows.order_by().values(**columns), count=len(fields))


def _column(rows: "QuerySet[Any, Any]", name: str) -> Any:
    model: Any = rows.model
    for part in name.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    kept = field.target_field if hasattr(field, "target_field") else field
    if isinstance(kept, BinaryField):
        return _Hexadecimal(name)
    return Cast(name, CharField()) if isinstance(kept, _AS_TEXT) else F(name)


class _Hexadecimal(Func):
    """Bytes as a text."""

    function = "HEX"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="ENCODE", template="%(function)s(%(expressions)s, 'hex')"
        )


class _Children(_Gathered):
    """The whole children of a parent, by one of its reverse relations or of those to several.

    ``beside``: what each child refers to, and comes with it.
    """

    def __init__(self, relation: Any, beside: Sequence[str] = ()) -> None:
        self.relation = relation
        model = relation.related_model
        self.fields: list[Any] = list(model._meta.concrete_fields)
        self.beside = [model._meta.get_field(name) for name in beside]
        if relation.concrete:
            links = relation.remote_field.through._base_manager.filter(
                **{relation.m2m_field_name(): OuterRef(OuterRef("pk"))}
            )
            rows = model._base_manager.filter(
                pk__in=links.values(relation.m2m_reverse_field_name())
            )
        else:
            rows = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        names = [one.name for one in self.fields]
        for link in self.beside:
            names += [f"{link.name}__{one.name}" for one in _columns_of(link)]
        columns = {f"c{rank}": _column(rows, name) for rank, name in enumerate(names)}
        super().__init__(rows.order_by().values(**columns), count=len(columns))

    def give(self, parent: Any, told: list[list[Any]]) -> None:
        """Make the children of ``parent``, in their usual order, as a prefetch would; the only
        child of a one-to-one relation, or none."""
        model, shared = self.relation.related_model, self.relation.concrete
        name = self.relation.name if shared else self.relation.get_accessor_name()
        children = [self._child(parent, row) for row in told]
        for child in () if shared else children:
            setattr(child, self.relation.field.name, parent)
        for column in reversed(model._meta.ordering):
            children.sort(key=_by(column.removeprefix("-")), reverse=column.startswith("-"))
        if self.relation.one_to_one:
            self.relation.set_cached_value(parent, children[0] if children else None)
            return
        rows = getattr(parent, name).get_queryset()
        rows._result_cache, rows._prefetch_done = children, True
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows

    def _child(self, parent: Any, row: list[Any]) -> Any:
        child, rest = _made(parent, self.relation.related_model, self.fields, row)
        for link in self.beside:
            one, rest = _made(parent, link.related_model, _columns_of(link), rest)
            link.set_cached_value(child, one if one.pk is not None else None)
        return child


def _columns_of(link: Any) -> list[Any]:
    return list(link.related_model._meta.concrete_fields)


def _made(parent: Any, model: Any, fields: list[Any], row: list[Any]) -> tuple[Any, list[Any]]:
    """A row of a model from the first values of a list; and those that are left."""
    values = [_value(field, one) for field, one in zip(fields, row, strict=False)]
    made = model.from_db(parent._state.db, [one.attname for one in fields], values)
    return made, row[len(fields) :]


def _by(name: str) -> Callable[[Any], tuple[bool, Any]]:
    """The value of a column, those that have none first."""

    def key(row: Any) -> tuple[bool, Any]:
        value = getattr(row, name)
        return (value is not None, value)

    return key


def _value(field: "Field[Any, Any]", told: Any) -> Any:
    """What a column holds, from what a list of lists says of it."""
    if told is None:
        return None
    if isinstance(field, JSONField):
        # SQLite keeps it as a text, which comes within the text.
        return json.loads(told) if connection.vendor == "sqlite" else told
    if isinstance(field, BinaryField):
        return bytes.fromhex(told)
    value = field.to_python(told)
    if isinstance(field, DateTimeField) and is_naive(value):
        return value.replace(tzinfo=UTC)
    return value


class Bringing(QuerySet[M_co]):
    """Rows that may bring their children along: ``Person.objects.bring("follow_ups")``.

    ``person.follow_ups.all()`` then asks nothing, as after ``prefetch_related``; and there is no
    query more. For a few children of each parent.
    """

    def bring(self, *names: str) -> Self:
        """With the children of these reverse relations, or many-to-many fields; and, for
        « signals__sender », with what each child refers to so."""
        asked: dict[str, list[str]] = {}
        for name in names:
            first, _, link = name.partition("__")
            asked.setdefault(first, []).extend([link] if link else [])
        found = {
            f"_brought_{name}": _Children(self.model._meta.get_field(name), links)
            for name, links in asked.items()
        }
        return self.annotate(**found)

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if not fresh:
            return
        for alias, one in self.query.annotations.items():
            if isinstance(one, _Children):
                for row in self._result_cache or ():
                    if isinstance(row, Model):
                        one.give(row, row.__dict__.pop(alias))
