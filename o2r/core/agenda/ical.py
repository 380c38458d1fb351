"""Calendars in the format of RFC 5545, read by every calendar program.

An instant keeps the time zone where it happens, which is described in the file: a deadline at noon
in La Réunion stays at noon there, and shows at ten in Paris in winter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, vText
from icalendar import Event as Component

from o2r.core import clock

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//O2R//Agenda//FR"
REFRESH = timedelta(hours=6)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Event:
    """One event. ``uid``: stable from one file to the next. ``start``: a day, or an instant with
    its time zone; ``end``: of the same type, after it; without it, the day, or the instant alone.
    ``stamp``: when it was last changed."""

    uid: str
    title: str
    start: date | datetime
    end: date | datetime | None = None
    url: str = ""
    place: str = ""
    description: str = ""
    stamp: datetime | None = None


def calendar(events: Iterable[Event], *, name: str = "O2R") -> bytes:
    """A calendar file, with the description of each time zone it uses; the same for the same input
    when each event has its ``stamp``.

    Raises ValueError for an instant without time zone, or an event that ends before it starts.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for field in ("name", "x-wr-calname"):
        made.add(field, vText(" ".join(plain(name).split())))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        made.add_component(_component(event))
    made.add_missing_timezones(first_date=date(2020, 1, 1), last_date=date(2040, 1, 1))
    content: bytes = made.to_ical()
    return content


def _component(event: Event) -> Component:
    _check(event)
    made = Component()
    made.add("uid", event.uid)
    made.add("dtstamp", event.stamp or clock.now())
    made.add("summary", plain(event.title))
    made.add("dtstart", event.start)
    if event.end is not None:
        made.add("dtend", event.end)
    elif not isinstance(event.start, datetime):
        made.add("dtend", event.start + timedelta(days=1))
    # A deadline makes nobody busy.
    made.add("transp", "OPAQUE" if event.end is not None else "TRANSPARENT")
    for field, value in (("location", event.place), ("description", event.description)):
        if value:
            made.add(field, plain(value))
    if event.url:
        made.add("url", event.url)
    return made


def _check(event: Event) -> None:
    for moment in (event.start, event.end):
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValueError("An instant of a calendar has a time zone.")
    if event.end is None:
        return
    same = isinstance(event.start, datetime) == isinstance(event.end, datetime)
    if not same or event.end <= event.start:
        raise ValueError("An event of a calendar ends after it starts, in the same type.")


def plain(text: str) -> str:
    """``text`` as the format may hold it: control characters become spaces, lines stay."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
