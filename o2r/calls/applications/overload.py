"""How many submissions one process writes at once; beyond, a ticket. No database here.

Writing an application takes a lock that all the applications of a State service share. Past a few
at once, one more only makes the others wait, keeps a thread from answering, and ends in errors.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings

from o2r.core import clock

WAIT = 0.25
"""Seconds that a request may wait for a place before it takes a ticket."""
BEHIND = timedelta(seconds=0.5)
"""A request that waited that long before us, in the relay or in the kernel: many others do."""
SLOW = 1.5
"""Seconds for one submission above which the database is too slow to make others wait for it."""
LASTS = 5.0
"""Seconds that a rush lasts after the last request that waited."""
_FORGOTTEN_AFTER = 5.0
_LOOKS = (5, 20)
"""Seconds between two looks at the queue: drawn in this range, so that all do not come at once."""


def seconds_before_a_look() -> int:
    """When a page of the queue asks again."""
    return secrets.choice(range(*_LOOKS))


class Rush:
    """Whether this process sees a rush: a request waited long before us, a few seconds ago.

    It lasts a while after the last of them: going back at once to the ordinary way, which costs
    four times more, would bring the wait back.
    """

    def __init__(self) -> None:
        self._until = 0.0

    def is_on(self, arrived_at: datetime) -> bool:
        """Ask for each submission, with its hour of arrival."""
        if clock.now() - arrived_at > BEHIND:
            self._until = time.monotonic() + LASTS
        return time.monotonic() < self._until


class Gate:
    """``places``: submissions at once in this process."""

    def __init__(self, places: int) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._slow_until = 0.0

    @contextmanager
    def place(self, *, wait: float = WAIT) -> Iterator[bool]:
        """Whether there is a place now; it is held inside the block."""
        if time.monotonic() < self._slow_until or not self._free.acquire(timeout=wait):
            yield False
            return
        start = time.monotonic()
        try:
            yield True
        finally:
            self._free.release()
            if time.monotonic() - start > SLOW:
                self.close_for_a_while()

    def close_for_a_while(self) -> None:
        """Give tickets for some seconds: the database was too slow."""
        self._slow_until = time.monotonic() + _FORGOTTEN_AFTER


gate = Gate(settings.SUBMISSIONS_AT_ONCE)
rush = Rush()
