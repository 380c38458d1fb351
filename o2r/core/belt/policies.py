"""PostgreSQL: the functions and policies of the protected tables, written from the registry.

They are written again after each migration, so that a new protected table cannot be forgotten, and
each policy carries the fingerprint of its text: the server refuses to start on another one.
"""

import hashlib
from typing import Any

from django.db import connection

from o2r.core.belt import roles
from o2r.core.belt.registry import Protection, functions, protections

SCHEMA = "public"
CONTEXT_FUNCTIONS = {
    # NULLIF: a setting that was set once in the session is empty, not absent, ever after.
    "o2r_user": ("uuid", "SELECT NULLIF(current_setting('o2r.user', true), '')::uuid"),
    "o2r_organisation": (
        "uuid",
        "SELECT NULLIF(current_setting('o2r.organisation', true), '')::uuid",
    ),
    # The clock of the application, which a demonstration sets ahead.
    "o2r_now": (
        "timestamptz",
        "SELECT COALESCE(NULLIF(current_setting('o2r.now', true), '')::timestamptz, now())",
    ),
}
POLICIES = ("belt_system", "belt_errand", "belt_read", "belt_add", "belt_change", "belt_remove")


def definer(name: str, arguments: str, returns: str, body: str) -> str:
    """``CREATE FUNCTION``: computed once per query, with the rights of its owner.

    The path is fixed, so that nobody puts a table of the same name before ours.
    """
    return (
        f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {returns} "
        f"LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {SCHEMA}, pg_catalog, pg_temp "
        f"AS $$ {body} $$"
    )


def _one(cursor: Any) -> tuple[Any, ...]:
    row: tuple[Any, ...] = cursor.fetchone()
    return row


def statements(one: Protection) -> list[str]:
    """What puts a table behind the belt, whatever its state before."""
    table, rule = f'"{one.table}"', one.readable()
    dropped = [f"DROP POLICY IF EXISTS {name} ON {table}" for name in POLICIES]
    adders = f"{roles.APP}, {roles.ERRAND}"
    if one.table == roles.JOURNAL:
        adders += f", {roles.AUDIT}"
    return [
        *dropped,
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        # Otherwise its owner would not be held by the policies.
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY belt_system ON {table} TO {roles.WORKER} USING (true) WITH CHECK (true)",
        f"CREATE POLICY belt_errand ON {table} TO {roles.ERRAND} USING (true) WITH CHECK (true)",
        f"CREATE POLICY belt_read ON {table} FOR SELECT TO {roles.APP} USING ({rule})",
        f"CREATE POLICY belt_add ON {table} FOR INSERT TO {adders} WITH CHECK (true)",
        f"CREATE POLICY belt_change ON {table} FOR UPDATE TO {roles.APP} USING ({rule})"
        " WITH CHECK (true)",
        f"CREATE POLICY belt_remove ON {table} FOR DELETE TO {roles.APP} USING ({rule})",
        f"COMMENT ON POLICY belt_read ON {table} IS '{fingerprint(one)}'",
    ]


def fingerprint(one: Protection) -> str:
    """What a policy in the database is compared with, so that an old one is noticed."""
    text = "\n".join([one.readable(), *functions().values()])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def install() -> None:
    """Write functions, rights and policies again, in one transaction. The roles must exist."""
    with connection.cursor() as cursor:
        # A function may call one that is created after it.
        cursor.execute("SET LOCAL check_function_bodies = off")
        for name, (returns, body) in CONTEXT_FUNCTIONS.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS {returns} "
                f"LANGUAGE sql STABLE AS $$ {body} $$"
            )
        for sql in functions().values():
            cursor.execute(sql)
        protected = protections()
        for line in roles.grants(SCHEMA, [one.table for one in protected]):
            cursor.execute(line)
        for one in protected:
            for line in statements(one):
                cursor.execute(line)


def missing_roles() -> list[str]:
    """The roles that the server does not have yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(roles.ATTRIBUTES)]
        )
        known = {row[0] for row in cursor.fetchall()}
    return [name for name in roles.ATTRIBUTES if name not in known]


def may_create_roles() -> bool:
    """Whether the connected role can make the others: the test suite, or an administrator."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(_one(cursor)[0])


def create_roles() -> None:
    """Make the roles that are missing, and who belongs to whom."""
    with connection.cursor() as cursor:
        for line in roles.creation():
            cursor.execute(line)
