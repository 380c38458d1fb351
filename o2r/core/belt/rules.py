"""The words in which rules are written: each gives an SQL condition in array form.

``column = ANY ((SELECT f())::uuid[])`` is computed once per query, then uses the index of the
column. Measured on a million rows: a quarter more than no policy; a sub-query in the policy costs
hundreds of times more, a function called on each row thousands.

Which roles a relation needs is read in the access policy, by the app that owns it.
"""

from collections.abc import Callable

from o2r.core.belt.registry import Rule

RolesOf = Callable[[str, str], tuple[list[str], list[str]]]
"""For a kind of object and a relation: the roles that meet it, and those that do so only once
their account is 24 hours old."""

USER = "o2r_user()"
NOTHING = "false"


def _nobody(kind: str, relation: str) -> tuple[list[str], list[str]]:
    """Before an app of accounts says otherwise."""
    return [], []


_roles_of: RolesOf = _nobody


def use_policy(roles_of: RolesOf) -> None:
    """Ask ``roles_of`` who meets what: called once, by the app of accounts, when it starts."""
    global _roles_of
    _roles_of = roles_of


def words(kind: str, *relations: str) -> str:
    """The two arrays of roles that the functions of the rules take."""
    pairs = [_roles_of(kind, relation) for relation in relations]
    at_once = sorted({role for pair in pairs for role in pair[0]})
    settled = sorted({role for pair in pairs for role in pair[1]})
    return f"{_array(at_once)}, {_array(settled)}"


def _array(names: list[str]) -> str:
    listed = ",".join(f"'{name}'" for name in names)
    return f"ARRAY[{listed}]::text[]"


def organisation(column: str, kind: str, relation: str = "organisation") -> Rule:
    """The rows of the organisation that the person acts for, with the roles of a relation."""
    return lambda: in_array(column, f"o2r_my_organisations({words(kind, relation)})")


def own(column: str, kind: str, relation: str = "own") -> Rule:
    """The rows of the person, by the column that names them."""
    return lambda: in_array(column, f"o2r_myself({words(kind, relation)})")


def taken_over(column: str, kind: str, relation: str) -> Rule:
    """The rows of the person, and of the colleagues whose absence they cover today."""
    return lambda: in_array(column, f"o2r_my_identities({words(kind, relation)})")


def anywhere(kind: str) -> Rule:
    """Every row, for the roles that meet the kind whatever the relation."""
    return lambda: f"(SELECT o2r_holds({words(kind, 'any')}))"


def either(*rules: Rule) -> Rule:
    """The rows of any of the rules."""
    return lambda: " OR ".join(f"({rule()})" for rule in rules)


def both(*rules: Rule) -> Rule:
    """The rows that are in all of the rules."""
    return lambda: " AND ".join(f"({rule()})" for rule in rules)


def sql(condition: str) -> Rule:
    """A condition as it is written."""
    return lambda: condition


def nobody() -> Rule:
    """No row: only commands and the worker read this table."""
    return lambda: NOTHING


def in_array(column: str, call: str) -> str:
    """``column`` is in the array that ``call`` returns, computed once per query."""
    return f'"{column}" = ANY ((SELECT {call})::uuid[])'
