"""The second belt: what still holds the rows when a filter of the application is forgotten.

On PostgreSQL, row-level security: each protected table has policies computed from the tables of
rights, for the person whose scope is open. On SQLite, which has no rights on rows, a protected
column read while no scope is open raises. See ``docs/decisions/0015-second-belt.md``.

Each app says in its ``belt.py`` which of its tables are protected, and which are not and why.
"""

from o2r.core.belt.current import current
from o2r.core.belt.registry import leave_out, protect, sql_function
from o2r.core.belt.scope import errand, no_scope, open_scope, scoped, system_scope

__all__ = [
    "current",
    "errand",
    "leave_out",
    "no_scope",
    "open_scope",
    "protect",
    "scoped",
    "sql_function",
    "system_scope",
]
