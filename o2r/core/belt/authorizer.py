"""SQLite: the columns that cannot be read outside a scope.

SQLite asks the authorizer when it compiles a statement, not when it runs it. A statement compiled
inside a scope and kept in the cache of the connection would therefore run after it: setting the
authorizer again, at each change of scope, makes SQLite compile every statement again.
"""

import sqlite3
from collections.abc import Callable
from functools import cache

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from o2r.core.belt import registry
from o2r.core.belt.current import current


def arm(connection: BaseDatabaseWrapper) -> None:
    """Have the connection ask again for everything it reads; nothing on another engine."""
    if connection.vendor == "sqlite" and connection.connection is not None:
        connection.connection.set_authorizer(_judge())


def _judge() -> Callable[[int, str | None, str | None, str | None, str | None], int]:
    columns = protected_columns()

    def judge(
        action: int, table: str | None, column: str | None, database: str | None, by: str | None
    ) -> int:
        if action != sqlite3.SQLITE_READ or column not in columns.get(table or "", ()):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY if current() is None else sqlite3.SQLITE_OK

    return judge


def protected_columns() -> dict[str, frozenset[str]]:
    """The protected columns of each protected table; none before the apps are loaded."""
    return _columns() if apps.ready else {}


@cache
def _columns() -> dict[str, frozenset[str]]:
    return {one.table: one.protected_columns for one in registry.protections()}


def forget() -> None:
    """Read the declarations again: other apps have just been loaded."""
    _columns.cache_clear()
