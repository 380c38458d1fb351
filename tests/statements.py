"""How many questions a page asks of the database, on both engines alike.

Savepoints, and the settings by which PostgreSQL is told who asks, frame the questions: they are not
counted.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

_FRAMES = (
    *("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config"),
    # Takes the role of an errand, in one statement with the reading of the role before.
    "SELECT current_setting('role'), set_config(",
)


class Asked(list[str]):
    """The statements of a block, known once it is over."""


@contextmanager
def statements() -> Iterator[Asked]:
    """``with statements() as asked: client.get(…)``, then ``assert len(asked) <= 12``."""
    asked = Asked()
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked += [
        query["sql"] for query in captured.captured_queries if not query["sql"].startswith(_FRAMES)
    ]


Statements = Callable[[], AbstractContextManager[Asked]]
