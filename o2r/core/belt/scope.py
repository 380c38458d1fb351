"""Whose data may be read now: the scope of a request, of a command or of a job.

Outside any scope the protected rows do not exist (PostgreSQL) or cannot be read (SQLite). A scope
is bound to the thread that opens it, and never outlives its block.

On PostgreSQL a person's scope is a transaction that knows the person: the settings ``o2r.*`` are
local to it, so the next request on the same connection starts with nothing. The scope of the
system is not a setting that a request could forge: it is the role ``o2r_worker`` with which
commands connect, and to which the role of the web server does not belong.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from o2r.core import clock
from o2r.core.belt import authorizer, roles
from o2r.core.belt.current import Scope, current, put, put_back

Item = TypeVar("Item")

_TELL = (
    "SELECT set_config('o2r.user', %s, true), set_config('o2r.organisation', %s, true), "
    "set_config('o2r.now', %s, true)"
)
# An errand is a role that the web server may take for the time of one act. Anything else that
# runs the act (a command, the owner) keeps its own role.
_TAKE_ROLE = (
    "SELECT current_setting('role'), set_config('role', "
    f"CASE WHEN current_user = '{roles.APP}' THEN '{roles.ERRAND}' "
    "ELSE current_setting('role') END, true)"
)


@contextmanager
def open_scope(*, user: UUID | None, organisation: UUID | None = None) -> Iterator[Scope]:
    """Reach what ``user``, acting for ``organisation``, may reach; a visitor when both are None.

    The scope around it, if any, is put aside, and found again at the end.
    """
    scope = Scope(user=user, organisation=organisation)
    if connection.vendor != "postgresql":
        with _within(scope):
            yield scope
        return
    # The settings end with the transaction that this scope opens, if it opens one.
    own_transaction = not connection.in_atomic_block
    with transaction.atomic(), _within(scope, until_the_end=own_transaction):
        yield scope


@contextmanager
def narrowed(*, organisation: UUID) -> Iterator[Scope]:
    """Within the scope of a person, say for which organisation they act, until its end.

    For the request, whose scope ends with this one: no savepoint, and nothing is told twice. Raises
    RuntimeError outside the scope of a person.
    """
    outer = current()
    if outer is None or outer.user is None:
        raise RuntimeError("Only the scope of a person is narrowed to an organisation.")
    token = put(Scope(user=outer.user, organisation=organisation))
    try:
        _changed(outer, current())
        yield current() or outer
    finally:
        put_back(token)
        _arm_again()


@contextmanager
def system_scope(name: str) -> Iterator[Scope]:
    """Work for nobody in particular: a command, a job, a migration. ``name`` says which.

    On PostgreSQL it gives no right by itself: the role of the connection does.
    """
    with _within(Scope(system=name)) as scope:
        yield scope


@contextmanager
def no_scope() -> Iterator[None]:
    """Put the scope around aside: nothing protected can be reached."""
    with _within(None):
        yield


@contextmanager
def errand(name: str) -> Iterator[None]:
    """One act of a person that must touch rows out of their reach: open an alert, share a key.

    A deliberate way around the belt for code that has already decided: keep it to one service
    function, and write its ``name`` in the table of the decision record (a test compares).
    """
    if connection.vendor != "postgresql":
        with _within(current() or Scope(system=name)):
            yield
        return
    with transaction.atomic(), _within(current() or Scope()), connection.cursor() as cursor:
        cursor.execute(_TAKE_ROLE)
        (before, taken) = cursor.fetchone() or ("none", "none")
        yield
        if before != taken and not connection.needs_rollback:
            cursor.execute("SELECT set_config('role', %s, true)", [before])


def scoped(items: Iterable[Item]) -> Iterator[Item]:
    """``items`` of a streaming answer, made after the view has returned, within its scope."""
    scope = current()

    def within() -> Iterator[Item]:
        if scope is None or scope.system:
            with _within(scope):
                yield from items
        else:
            with open_scope(user=scope.user, organisation=scope.organisation):
                yield from items

    return within()


@contextmanager
def _within(scope: Scope | None, *, until_the_end: bool = False) -> Iterator[Scope]:
    outer = current()
    token = put(scope)
    try:
        _changed(outer, scope)
        yield scope or Scope()
        # After an exception, the savepoint or the transaction forgets the settings by itself.
        if not until_the_end:
            _changed(scope, outer)
    finally:
        put_back(token)
        _arm_again()


def _changed(before: Scope | None, after: Scope | None) -> None:
    """Tell the database of a change of scope."""
    if connection.vendor != "postgresql":
        _arm_again()
        return
    tells = {_told(before), _told(after)}
    if len(tells) > 1 and connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(_TELL, _told(after))


def _told(scope: Scope | None) -> tuple[str, str, str]:
    if scope is None or scope.system or scope.user is None:
        return ("", "", "")
    return (str(scope.user), str(scope.organisation or ""), clock.now().isoformat())


def _arm_again() -> None:
    for opened in connections.all(initialized_only=True):
        authorizer.arm(opened)


def arm_new_connection(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Receiver of ``connection_created``: a connection never works unarmed."""
    if connection.alias == DEFAULT_DB_ALIAS or connection.vendor == "sqlite":
        authorizer.arm(connection)
