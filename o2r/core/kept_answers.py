"""Public answers kept some seconds in each process: a thousand people who look at one map ask once.

Only for answers that depend on nothing but their address, and on the few things of the request that
the view names. What is kept here is fresher than what open data promises (``core.publishing``).
"""

import threading
import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
Key = Callable[[HttpRequest], Hashable | None]
MOST = 500
"""Answers kept in one process: beyond, all are forgotten."""


class _Kept(NamedTuple):
    until: float
    content: bytes
    headers: dict[str, str]


def by_address(request: HttpRequest) -> Hashable | None:
    """The key of what is the same for anyone: open data."""
    return request.get_full_path()


def kept_shortly(view: View) -> View:
    """Keep the 200 answers of a view for ``PUBLIC_DATA_KEPT_SECONDS``, by address; 0: never."""
    return kept_shortly_by(by_address)(view)


def kept_shortly_by(key_of: Key) -> Callable[[View], View]:
    """The same for a page. ``key_of``: all that it depends on, or None for what is not kept."""

    def decorated(view: View) -> View:
        kept: dict[Hashable, _Kept] = {}
        lock = threading.Lock()

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            seconds = settings.PUBLIC_DATA_KEPT_SECONDS
            key = key_of(request) if seconds else None
            if key is None:
                return view(request, *args, **kwargs)
            found, now = kept.get(key), time.monotonic()
            if found is not None and now < found.until:
                return HttpResponse(found.content, headers=found.headers)
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming and not response.cookies:
                with lock:
                    if len(kept) >= MOST:
                        kept.clear()
                    headers = dict(response.headers)
                    kept[key] = _Kept(now + seconds, response.content, headers)
            return response

        return answered

    return decorated
