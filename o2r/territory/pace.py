"""How often costly public answers are made, whoever asks: nobody is counted, nor remembered.

The pages that show a zone do their job without the live answers: refusing some of them when a
machine asks for too many leaves the processors to people.
"""

import time
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


class Pace:
    """A bucket that fills at ``per_second`` answers, and holds ``burst`` of them at most."""

    def __init__(self, per_second: float, burst: int) -> None:
        self.per_second = per_second
        self.burst = burst
        self._left = float(burst)
        self._at = time.monotonic()
        self._lock = Lock()

    def allows(self) -> bool:
        """Take one answer from the bucket; whether there was one."""
        with self._lock:
            now = time.monotonic()
            self._left = min(float(self.burst), self._left + (now - self._at) * self.per_second)
            self._at = now
            if self._left < 1.0:
                return False
            self._left -= 1.0
            return True


def paced(pace: Pace) -> Callable[[View], View]:
    """Answer 429 when the bucket is empty, with the second after which to ask again."""

    def put(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if pace.allows():
                return view(request, *args, **kwargs)
            refused = HttpResponse(
                "Trop de demandes en même temps. Réessayez dans quelques secondes.",
                content_type="text/plain; charset=utf-8",
                status=429,
            )
            refused.headers["Retry-After"] = "2"
            return refused

        return limited

    return put
