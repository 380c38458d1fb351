"""Unwrapped keys, kept for the time of one request or one task, never longer.

Outside a scope nothing is kept: each reading unwraps again. Python cannot wipe the memory of a
``bytes``: leaving the scope drops the references, and the memory is reused when it is reused.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from uuid import UUID

from django.db import transaction

MOST_FILES = 1_000
"""Files whose keys are kept at once; the one used longest ago goes first."""

FileKeys = dict[int, bytes]
"""The data keys of a file that one organisation may use, by version."""


class KeyScope:
    """Keys already unwrapped in this request."""

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[UUID, UUID], FileKeys] = OrderedDict()
        self._organisations: dict[UUID, bytes] = {}
        self._changing: set[UUID] = set()

    def __len__(self) -> int:
        return len(self._files) + len(self._organisations)

    def organisation_key(self, key_id: UUID) -> bytes | None:
        return self._organisations.get(key_id)

    def keep_organisation_key(self, key_id: UUID, key: bytes) -> None:
        self._organisations[key_id] = key

    def file_keys(self, subject: UUID, organisation: UUID) -> FileKeys | None:
        found = self._files.get((subject, organisation))
        if found is not None:
            self._files.move_to_end((subject, organisation))
        return found

    def keep_file_keys(self, subject: UUID, organisation: UUID, keys: FileKeys) -> None:
        if subject in self._changing:
            return
        self._files[subject, organisation] = keys
        while len(self._files) > MOST_FILES:
            self._files.popitem(last=False)

    def forget(self, subject: UUID) -> None:
        for known in [known for known in self._files if known[0] == subject]:
            del self._files[known]

    def changing(self, subject: UUID) -> None:
        """Keep nothing of ``subject`` until the transaction that changes its keys is committed.

        A key kept from a transaction that is rolled back would seal texts that nobody could read.
        """
        self.forget(subject)
        self._changing.add(subject)
        transaction.on_commit(partial(self._changing.discard, subject))

    def clear(self) -> None:
        self._files.clear()
        self._organisations.clear()
        self._changing.clear()


_current: ContextVar[KeyScope | None] = ContextVar("o2r_key_scope", default=None)


@contextmanager
def key_scope() -> Iterator[KeyScope]:
    """Keep unwrapped keys until the end of the block. A scope inside another is the same one."""
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    scope = KeyScope()
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
        scope.clear()


def current_scope() -> KeyScope:
    """The open scope; outside of any, an empty one that nobody keeps."""
    scope = _current.get()
    # An empty scope is false, as every empty container.
    return KeyScope() if scope is None else scope
