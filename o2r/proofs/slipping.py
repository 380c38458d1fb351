"""What could slip through the belt.

SQLite: every way to read a protected column when no scope is open. PostgreSQL: every protected
table written whole, by direct SQL, in the scope of somebody.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from o2r.core.belt import no_scope, open_scope, registry, roles, system_scope
from o2r.core.belt.registry import Protection

PROHIBITED = "prohibited"
FORBIDDEN = "42501"
"""What PostgreSQL answers to who lacks a privilege, or adds a row that a policy refuses."""


@dataclass(frozen=True)
class Read:
    """One try; ``slipped`` when the column was read, or refused for another reason."""

    table: str
    column: str
    way: str
    slipped: bool


def reads() -> Iterator[Read]:
    """Every protected column, in every way, outside any scope."""
    for one in registry.protections():
        for column in sorted(one.protected_columns):
            for way, attempt in WAYS.items():
                with no_scope():
                    yield Read(one.table, column, way, not attempt(one, column))


def inside() -> Iterator[Read]:
    """Every protected column within a scope: ``slipped`` here means wrongly refused."""
    for one in registry.protections():
        for column in sorted(one.protected_columns):
            with system_scope("trust"):
                yield Read(one.table, column, "inside", _direct(one, column))


def _direct(one: Protection, column: str) -> bool:
    return _refused(lambda: _ask(_statement(one, column)))


def _orm(one: Protection, column: str) -> bool:
    names = {field.column: field.attname for field in one.model._meta.concrete_fields}
    rows = one.model._base_manager.order_by("pk").values_list(names[column], flat=True)
    return _refused(lambda: list(rows[:1]))


def _condition(one: Protection, column: str) -> bool:
    """Not shown, only compared: enough to guess a value."""
    return _refused(lambda: _ask(f'SELECT 1 FROM "{one.table}" WHERE "{column}" IS NULL'))  # noqa: S608


def _cached(one: Protection, column: str) -> bool:
    """A statement that the connection compiled inside a scope, and keeps."""
    _in_a_scope(one, column)
    return _direct(one, column)


def _cached_by_another_thread(one: Protection, column: str) -> bool:
    _in_a_scope(one, column)
    return _elsewhere(lambda: _direct(one, column))


def _another_thread(one: Protection, column: str) -> bool:
    """A thread of its own inherits nothing of the scope that is open in this one."""
    with system_scope("trust"):
        return _elsewhere(lambda: _own_connection(one, column))


def _own_connection(one: Protection, column: str) -> bool:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            return _refused(lambda: cursor.execute(_statement(one, column)))
    finally:
        own.close()


WAYS: dict[str, Callable[[Protection, str], bool]] = {
    "direct SQL": _direct,
    "ORM": _orm,
    "condition": _condition,
    "cached statement": _cached,
    "cached by another thread": _cached_by_another_thread,
    "another thread": _another_thread,
}


def _in_a_scope(one: Protection, column: str) -> None:
    with system_scope("trust"):
        _ask(_statement(one, column))


def _elsewhere(attempt: Callable[[], bool]) -> bool:
    found: list[bool] = []
    connection.inc_thread_sharing()
    try:
        thread = threading.Thread(target=lambda: found.append(attempt()))
        thread.start()
        thread.join()
    finally:
        connection.dec_thread_sharing()
    return bool(found) and found[0]


def _statement(one: Protection, column: str) -> str:
    return f'SELECT "{column}" FROM "{one.table}" LIMIT 1'  # noqa: S608 — names of our own models


def _ask(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        return list(cursor.execute(sql).fetchall())


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except DatabaseError as error:
        return PROHIBITED in str(error)
    return False


# --- PostgreSQL: writing --------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """The rows of a table that a statement reached, by key. ``verb``: UPDATE or DELETE."""

    table: str
    verb: str
    keys: frozenset[Any]


def take(role: str) -> None:
    """Work as this role until the end of the transaction; as the connected one when empty."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role or 'none'}")


def writings() -> dict[str, list[tuple[str, str, Any]]]:
    """For each protected table with a row: the verbs, statements and values that write all of it.

    They name no condition and read no column: PostgreSQL then asks nothing but the policy of the
    command itself, and no policy on reading can hide that it is loose.
    """
    found = {}
    for one in registry.protections():
        if rows_of(one):
            erase = f'DELETE FROM "{one.table}"'  # noqa: S608 — names of our own models
            found[one.table] = [("UPDATE", *_update(one)), ("DELETE", erase, None)]
    return found


def written(
    statements: dict[str, list[tuple[str, str, Any]]], user: UUID | None, organisation: UUID | None
) -> Iterator[Written]:
    """What these statements reach as ``o2r_app`` in somebody's scope; all is undone at once."""
    for one in registry.protections():
        for verb, sql, value in statements.get(one.table, []):
            with undone(), open_scope(user=user, organisation=organisation):
                yield Written(one.table, verb, _reached(one, sql, value))


@contextmanager
def undone() -> Iterator[None]:
    """Undo, at the end, all that is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_of(one: Protection) -> dict[Any, str]:
    """Every row by key, with the place of its present version: a written row has moved."""
    key = one.model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", ctid::text FROM "{one.table}"')  # noqa: S608
        return dict(cursor.fetchall())


def _reached(one: Protection, sql: str, value: Any) -> frozenset[Any]:
    before = rows_of(one)
    take(roles.APP)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [value] if "%s" in sql else None)
            touched = cursor.rowcount
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == FORBIDDEN:
            return frozenset()
        # A constraint stopped it: the policy had let it reach rows, and we cannot say which.
        return frozenset(before)
    finally:
        take("")
    if not touched:
        return frozenset()
    after = rows_of(one)
    return frozenset(key for key, place in before.items() if after.get(key) != place)


def _update(one: Protection) -> tuple[str, Any]:
    """A statement that gives every row the same value, in the first column that takes one.

    Where none does (the triggers of the journal), the first column: the refusal comes before.
    """
    fields = [field for field in one.model._meta.concrete_fields if not field.primary_key]
    tries = [_constant(one, field.column) for field in fields if field.column]
    return next((found for found in tries if _is_taken(*found)), tries[0])


def _constant(one: Protection, column: str) -> tuple[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{one.table}" LIMIT 1')  # noqa: S608
        (value,) = cursor.fetchone() or (None,)
    return f'UPDATE "{one.table}" SET "{column}" = %s', value  # noqa: S608


def _is_taken(sql: str, value: Any) -> bool:
    """Whether the connected role, that nothing holds, may write this on every row."""
    try:
        with undone(), connection.cursor() as cursor:
            cursor.execute(sql, [value])
            return bool(cursor.rowcount > 0)
    except DatabaseError:
        return False
