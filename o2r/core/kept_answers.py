"""Open data kept some seconds in each process: a thousand people who look at one map ask once.

Only for answers that depend on nothing but their address, and that say themselves how long anyone
may keep them (``core.publishing``): what is kept here is fresher than what they promise.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
MOST = 500
"""Answers kept in one process: beyond, all are forgotten."""


class _Kept(NamedTuple):
    until: float
    content: bytes
    content_type: str


def kept_shortly(view: View) -> View:
    """Keep the 200 answers of a view for ``PUBLIC_DATA_KEPT_SECONDS``, by address; 0: never."""
    kept: dict[str, _Kept] = {}
    lock = threading.Lock()

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds = settings.PUBLIC_DATA_KEPT_SECONDS
        if not seconds:
            return view(request, *args, **kwargs)
        address, now = request.get_full_path(), time.monotonic()
        found = kept.get(address)
        if found is not None and now < found.until:
            return HttpResponse(found.content, content_type=found.content_type)
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not response.streaming:
            with lock:
                if len(kept) >= MOST:
                    kept.clear()
                content_type = response.headers["Content-Type"]
                kept[address] = _Kept(now + seconds, response.content, content_type)
        return response

    return answered
