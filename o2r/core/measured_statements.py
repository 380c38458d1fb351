"""How many questions a page asks of the database, on both engines alike.

Savepoints, and the settings by which PostgreSQL is told who asks, frame the questions: they are not
counted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

FRAMES = (
    *("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config"),
    # Takes the role of an errand, in one statement with the reading of the role before.
    "SELECT current_setting('role'), set_config(",
)


@contextmanager
def statements_asked() -> Iterator[list[str]]:
    """``with statements_asked() as asked: client.get(…)``: those of the block, as they come."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(FRAMES):
            asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield asked
