"""SQLite: every way to read a protected column when no scope is open."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection

from o2r.core.belt import no_scope, registry, system_scope
from o2r.core.belt.registry import Protection

PROHIBITED = "prohibited"


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
