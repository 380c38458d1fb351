"""The columns of an entry read as the texts that are hashed, without a Python object for each.

Reading a million entries through UUID and datetime objects would take three times longer.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from o2r.core.journal.chain import Link


class HexText(Func):
    """A UUID as 32 hexadecimal figures; empty when there is none."""

    arity = 1
    output_field = CharField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        template = "COALESCE(%(expressions)s, '')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        template = "COALESCE(REPLACE(%(expressions)s::text, '-', ''), '')"
        return self.as_sql(compiler, connection, template=template, **context)


class InstantText(Func):
    """An instant in UTC, ISO 8601 with microseconds."""

    arity = 1
    output_field = CharField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        # Django stores the UTC time with a space, and no microseconds when there are none.
        template = (
            "REPLACE(%(expressions)s, ' ', 'T') || "
            "CASE LENGTH(%(expressions)s) WHEN 19 THEN '.000000' ELSE '' END || '+00:00'"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        template = (
            "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
        )
        return self.as_sql(compiler, connection, template=template, **context)


_UUIDS = ("id", "chain", "user", "organisation", "object_id", "in_place_of")


def _text(column: str) -> Func | F:
    if column in _UUIDS:
        return HexText(column)
    return InstantText(column) if column == "at" else F(column)


CANONICAL: tuple[Func | F, ...] = tuple(_text(column) for column in Link._fields)
"""What to select for the texts of :func:`o2r.core.journal.chain.texts`, in order."""
