"""Opening hours as spans of real minutes: nights, changes of hour and ends of year included. Pure.

A span is a pair of minutes since the epoch (UTC), so that a night when clocks change lasts what it
lasts.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from o2r.outreach.radar.facts import Band, PlaceFacts, Window

Span = tuple[float, float]
ALWAYS: Span = (float("-inf"), float("inf"))


@lru_cache(maxsize=20_000)
def span_of(day: date, start: time, end: time, zone: ZoneInfo) -> Span:
    """From ``start`` on ``day`` to ``end``, the next day if it is not after ``start``."""
    last = day if end > start else day + timedelta(days=1)
    return instant(day, start, zone), instant(last, end, zone)


def instant(day: date, hour: time, zone: ZoneInfo) -> float:
    """Minutes since the epoch. An hour that does not exist (spring) is the one after it; one that
    comes twice (autumn) is the first."""
    return datetime.combine(day, hour, tzinfo=zone).timestamp() / 60


def local(minutes: float, zone: ZoneInfo) -> datetime:
    """The local time of an instant, to the minute."""
    return datetime.fromtimestamp(round(minutes) * 60, UTC).astimezone(zone)


def window_span(window: Window, zone: ZoneInfo) -> Span:
    """When the team is out."""
    return span_of(window.day, window.start, window.end, zone)


def open_spans(place: PlaceFacts, window: Window, zone: ZoneInfo) -> list[Span]:
    """When the place is open around a round, by its bands and its closing; joined, in order.

    Bands of the day before are asked too: a night belongs to the day on which it begins.
    """
    if not place.bands:
        closed = place.closed_until is not None and window.day <= place.closed_until
        return [] if closed else [ALWAYS]
    return _joined(sorted(_spans(place.bands, place.closed_until, window.day, zone)))


def _spans(
    bands: tuple[Band, ...], closed_until: date | None, day: date, zone: ZoneInfo
) -> Iterator[Span]:
    for shift in (-1, 0, 1):
        one = day + timedelta(days=shift)
        if closed_until is not None and one <= closed_until:
            continue
        for band in bands:
            if one.isoweekday() in band.weekdays:
                yield span_of(one, band.start, band.end, zone)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, last in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def bands_on(place: PlaceFacts, day: date) -> list[Band]:
    """The bands that begin on ``day``, the earliest first."""
    found = [band for band in place.bands if day.isoweekday() in band.weekdays]
    return sorted(found, key=lambda band: (band.start, band.end))
