"""The classes of secrets, and the places where each may be, with the reason.

What is not listed here must be nowhere. An allowance that is never used fails too: the list stays
as short as the product allows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from o2r.accounts.trust.sinks import Sink

COPIES = (Sink.WAL, Sink.BACKUP)
"""A write-ahead log and a backup hold what the database holds."""


@dataclass(frozen=True)
class Allowed:
    """One class may be in one sink, in the pieces whose name matches ``where``."""

    kind: str
    sink: Sink
    why: str
    where: str = ""

    def covers(self, kind: str, sink: Sink, where: str) -> bool:
        same = self.sink == sink or (self.sink == Sink.DATABASE and sink in COPIES)
        # The file of the database, its log and its copy are not cut by table.
        whole = sink in COPIES or (sink == Sink.DATABASE and where == "file")
        return kind == self.kind and same and (whole or re.search(self.where, where) is not None)


def _in_database(kind: str, why: str, *tables: str) -> Allowed:
    return Allowed(kind, Sink.DATABASE, why, rf"^({'|'.join(tables)})$")


_ACCOUNT = "an account is known by its professional address"
_QUEUE = "the worker must know to whom to write; the task is pruned with its queue"
_OUTBOX = "a mail waits in the outbox with its recipient"
_LINK = "a link sent by mail is an address: it serves once, and leaves the address bar"
_TREATED = "what professionals write about their own work is kept to be read by colleagues"

ALLOWED: tuple[Allowed, ...] = (
    # Accounts
    _in_database("account-email", _ACCOUNT, "accounts_user", "account_emailaddress"),
)


def is_allowed(kind: str, sink: Sink, where: str) -> Allowed | None:
    """The line that lets this class be there, if any."""
    return next((one for one in ALLOWED if one.covers(kind, sink, where)), None)


def unused(seen: set[Allowed]) -> Iterator[Allowed]:
    """The allowances that nothing used."""
    return (one for one in ALLOWED if one not in seen)
