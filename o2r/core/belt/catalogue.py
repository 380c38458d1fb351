"""PostgreSQL: the policies and functions of the belt as the catalogue keeps them.

PostgreSQL rewrites the conditions it is given: they cannot be compared with the text of the code.
When they are installed, each policy and function is therefore marked (``COMMENT ON``) with two
fingerprints: of the text of the code, and of what the catalogue keeps of it. Both are computed
again at start. Who changes an object and writes its mark again is not found out.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

SCHEMA = "public"
_POLICIES = """
    SELECT p.tablename, p.policyname, p.cmd, p.permissive, p.roles::text[], p.qual, p.with_check,
           obj_description(o.oid, 'pg_policy')
    FROM pg_policies p
    JOIN pg_policy o ON o.polname = p.policyname
     AND o.polrelid = format('%%I.%%I', p.schemaname, p.tablename)::regclass
    WHERE p.schemaname = %s AND p.tablename = ANY (%s)
    ORDER BY 1, 2
"""
_FUNCTIONS = """
    SELECT proname, oid::regprocedure::text,
           CASE prokind WHEN 'a' THEN 'aggregate' ELSE pg_get_functiondef(oid) END,
           obj_description(oid, 'pg_proc'), pg_has_role(current_user, proowner, 'MEMBER')
    FROM pg_proc WHERE pronamespace = %s::regnamespace AND proname = ANY (%s)
    ORDER BY 1, 2
"""


@dataclass(frozen=True)
class StandingPolicy:
    """A policy of the database: ``kept`` is all that decides what it lets through."""

    table: str
    name: str
    kept: tuple[Any, ...]
    mark: str | None


@dataclass(frozen=True)
class StandingFunction:
    """A function of the database; ``is_mine`` when the connected role may replace it."""

    name: str
    signature: str
    kept: tuple[Any, ...]
    mark: str | None
    is_mine: bool


def policies(tables: list[str]) -> list[StandingPolicy]:
    """Every policy on these tables, ours or not, by table and name."""
    return [
        StandingPolicy(table, name, (command, permissive, sorted(to), qual, check), mark)
        for table, name, command, permissive, to, qual, check, mark in _rows(_POLICIES, tables)
    ]


def functions(names: list[str]) -> list[StandingFunction]:
    """Every function of these names, whatever its arguments, by name and signature."""
    return [
        StandingFunction(name, signature, (definition,), mark, is_mine)
        for name, signature, definition, mark, is_mine in _rows(_FUNCTIONS, names)
    ]


def mark(text: str, kept: tuple[Any, ...]) -> str:
    """The two fingerprints, 32 hexadecimal digits each: of the code, then of the catalogue."""
    return f"{_digest(text)} {_digest(json.dumps(kept))}"


def is_of_code(mark: str | None, text: str) -> bool:
    """Whether what carries this mark was installed from this text of the code."""
    return (mark or "").split(" ")[0] == _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _rows(sql: str, names: list[str]) -> list[tuple[Any, ...]]:
    with _every_name_whole(), connection.cursor() as cursor:
        cursor.execute(sql, [SCHEMA, names])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@contextmanager
def _every_name_whole() -> Iterator[None]:
    """PostgreSQL writes the schema of what the path does not find: have it always do so."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        (before,) = cursor.fetchone() or ("",)
        cursor.execute("SELECT set_config('search_path', 'pg_catalog', true)")
        yield
        cursor.execute("SELECT set_config('search_path', %s, true)", [before])
