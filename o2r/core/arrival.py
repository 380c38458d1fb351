"""The instant at which a request arrived: what says whether an application is in time.

The FIRST middleware of all. Whatever runs before it would take time from the candidate: reading
the session, waiting for the database, an answer made by another middleware. Nothing after it may
read the clock to judge an hour: it asks :func:`arrived_at`.

A relay that stands before the application (nginx) received the request earlier still, and may say
when, in ``X-Request-Start`` (``t=`` and milliseconds since 1970, or nginx's seconds with three
decimals). It is read only where ``O2R_PROXY_STAMPS`` says that the relay itself writes it, over
whatever the client sent; it may only move the instant back, by five minutes at most.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from o2r.core import clock

HEADER = "X-Request-Start"
LONGEST_WAIT = timedelta(minutes=5)
"""How long a request may have waited before us: beyond, the relay's clock is not believed.

Ten thousand submissions in four seconds wait two minutes and a half on two cores (``o2r trust L2
--full``). The relay must wait as long for an answer (``proxy_read_timeout``).
"""
_ARRIVED = "_o2r_arrived_at"
_MILLISECONDS = re.compile(r"t=(\d{13})", re.ASCII)
_SECONDS = re.compile(r"t=(\d{10})\.(\d{3})", re.ASCII)


def arrival(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Stamp the request with the instant at which it came, before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        told = _told_by_the_relay(request) if settings.PROXY_STAMPS else None
        setattr(request, _ARRIVED, earliest(now, told))
        return get_response(request)

    return middleware


def arrived_at(request: HttpRequest) -> datetime:
    """When the request arrived. Raises AttributeError where the middleware did not see it."""
    instant: datetime = getattr(request, _ARRIVED)
    return instant


def earliest(now: datetime, told: datetime | None) -> datetime:
    """The instant to keep: what the relay says if it is possible, our own clock otherwise."""
    if told is None or not now - LONGEST_WAIT <= told <= now:
        return now
    return told


def read_stamp(text: str) -> datetime | None:
    """The instant that ``X-Request-Start`` holds; None for anything else, a list included."""
    if found := _MILLISECONDS.fullmatch(text):
        since_1970 = int(found[1])
    elif found := _SECONDS.fullmatch(text):
        since_1970 = int(found[1] + found[2])
    else:
        return None
    return datetime.fromtimestamp(0, tz=UTC) + timedelta(milliseconds=since_1970)


def _told_by_the_relay(request: HttpRequest) -> datetime | None:
    return read_stamp(request.headers.get(HEADER, ""))
