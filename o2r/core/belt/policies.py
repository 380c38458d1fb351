"""PostgreSQL: the functions and policies of the protected tables, written from the registry.

They are written again after each migration, so that a new protected table cannot be forgotten.
Then ``catalogue.py`` marks each one: the server refuses to start on another one.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection

from o2r.core.belt import catalogue, roles
from o2r.core.belt.catalogue import SCHEMA
from o2r.core.belt.registry import Protection, functions, protections

Command = Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]

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


@dataclass(frozen=True)
class Policy:
    """One policy as the code writes it: for which command of which roles, on which rows.

    ``using`` is the condition of the rows that are reached, ``check`` of those that are left.
    """

    name: str
    command: Command
    roles: frozenset[str]
    using: str = ""
    check: str = ""

    def statement(self, table: str) -> str:
        """``CREATE POLICY``."""
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        to = ", ".join(sorted(self.roles))
        return f'CREATE POLICY {self.name} ON "{table}" FOR {self.command} TO {to}{using}{check}'


def policies_of(one: Protection) -> list[Policy]:
    """All the policies of a protected table: one more would show rows that these hide."""
    app, rule = frozenset({roles.APP}), one.readable()
    adders = app | {roles.AUDIT} if one.table == roles.JOURNAL else app
    return [
        Policy("belt_system", "ALL", frozenset({roles.WORKER}), "true", "true"),
        Policy("belt_errand", "ALL", frozenset({roles.ERRAND}), "true", "true"),
        Policy("belt_read", "SELECT", app, using=rule),
        Policy("belt_add", "INSERT", adders, check=one.addable()),
        Policy("belt_change", "UPDATE", app, rule, "true"),
        Policy("belt_remove", "DELETE", app, using=rule),
    ]


def statements(one: Protection) -> list[str]:
    """What puts a table behind the belt, once it has no policy."""
    return [
        f'ALTER TABLE "{one.table}" ENABLE ROW LEVEL SECURITY',
        # Otherwise its owner would not be held by the policies.
        f'ALTER TABLE "{one.table}" FORCE ROW LEVEL SECURITY',
        *(policy.statement(one.table) for policy in policies_of(one)),
    ]


def function_statements() -> dict[str, str]:
    """``CREATE FUNCTION`` of each function that the policies call, in the order of creation."""
    context = {
        name: f"CREATE OR REPLACE FUNCTION {name}() RETURNS {returns} "
        f"LANGUAGE sql STABLE AS $$ {body} $$"
        for name, (returns, body) in CONTEXT_FUNCTIONS.items()
    }
    return context | functions()


def install() -> None:
    """Write functions, rights and policies again, in one transaction. The roles must exist.

    A policy that someone else added to a protected table is removed.
    """
    protected = protections()
    with connection.cursor() as cursor:
        # A function may call one that is created after it.
        cursor.execute("SET LOCAL check_function_bodies = off")
        for statement in function_statements().values():
            cursor.execute(statement)
        standing = catalogue.policies([one.table for one in protected])
        for found in standing:
            cursor.execute(f'DROP POLICY "{found.name}" ON "{found.table}"')
        for one in protected:
            for line in statements(one):
                cursor.execute(line)
        # Last: a right is written in the catalogue without a lock on its table. Autovacuum, at work
        # on that table, would wait for us there, and we for it on the table.
        for line in roles.grants(SCHEMA, [one.table for one in protected]):
            cursor.execute(line)
    _mark(protected)


def _mark(protected: list[Protection]) -> None:
    """Write beside each policy and function what the code says of it, and what PostgreSQL keeps."""
    written = {
        (one.table, policy.name): policy.statement(one.table)
        for one in protected
        for policy in policies_of(one)
    }
    texts = function_statements()
    with connection.cursor() as cursor:
        for found in catalogue.policies([one.table for one in protected]):
            mark = catalogue.mark(written[found.table, found.name], found.kept)
            cursor.execute(f"COMMENT ON POLICY {found.name} ON \"{found.table}\" IS '{mark}'")
        for known in catalogue.functions(list(texts)):
            mark = catalogue.mark(texts[known.name], known.kept)
            cursor.execute(f"COMMENT ON FUNCTION {known.signature} IS '{mark}'")


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
