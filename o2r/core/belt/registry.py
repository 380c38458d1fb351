"""What is protected, how, and what is not: ``belt.py`` of each app, read when Django starts.

::

    protect(
        "accounts.Handover",
        columns=["giver", "receiver", "moved"],
        readable=rules.organisation("organisation_id", "handover"),
    )
    leave_out("accounts.User", why="read to sign in, before anyone is known")
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

Rule = Callable[[], str]
"""Writes the SQL condition of the rows that the person of the open scope may reach."""


def _anything() -> str:
    return "true"


@dataclass(frozen=True)
class Protection:
    """A protected table."""

    label: str
    columns: tuple[str, ...]
    readable: Rule
    addable: Rule = _anything

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def protected_columns(self) -> frozenset[str]:
        """The names in the database of the columns that hold personal data or evidence."""
        fields: list[Any] = [self.model._meta.get_field(name) for name in self.columns]
        return frozenset(field.column for field in fields)


_protections: dict[str, Protection] = {}
_left_out: dict[str, str] = {}
_functions: dict[str, Callable[[], str]] = {}


def protect(
    label: str, *, columns: Collection[str], readable: Rule, addable: Rule = _anything
) -> Protection:
    """Put the table of a model behind the belt.

    ``columns``: fields that hold personal data or evidence; on SQLite they are unreadable outside
    a scope. ``readable``: the rows that the person may reach, on PostgreSQL, to read, change or
    remove them. ``addable``: those that they may add; any by default, since what is added is not
    read back, except in a table whose rows give rights. Raises ValueError for a model named twice
    or without a column.
    """
    if label in _protections or label in _left_out:
        raise ValueError(f"{label} is already declared to the belt.")
    if not columns:
        raise ValueError(f"{label} is protected, but none of its columns is.")
    _protections[label] = Protection(label, tuple(columns), readable, addable)
    return _protections[label]


def leave_out(label: str, *, why: str) -> None:
    """Say why a table of personal data is not behind the belt. Raises ValueError if it is."""
    if label in _protections or label in _left_out or not why:
        raise ValueError(f"{label} is already declared to the belt, or without a reason.")
    _left_out[label] = why


def sql_function(name: str, sql: Callable[[], str]) -> None:
    """A function that the rules call: ``sql`` writes ``CREATE OR REPLACE FUNCTION …``.

    They are created in the order in which they are declared. Raises ValueError for a taken name.
    """
    if name in _functions:
        raise ValueError(f"Two functions of the belt are called {name!r}.")
    _functions[name] = sql


def protections() -> list[Protection]:
    """The protected tables of the installed apps, by label."""
    return [one for label, one in sorted(_protections.items()) if _is_installed(label)]


def left_out() -> dict[str, str]:
    """The tables of personal data that are not protected, and why."""
    return {label: why for label, why in sorted(_left_out.items()) if _is_installed(label)}


def functions() -> dict[str, str]:
    """The SQL of each function, in the order of their creation."""
    return {name: sql() for name, sql in _functions.items()}


def _is_installed(label: str) -> bool:
    return label.split(".")[0] in {config.label for config in apps.get_app_configs()}
