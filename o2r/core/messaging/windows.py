"""Hours at which a message may leave, where the person is. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def is_open(at: datetime, zone: ZoneInfo, not_before: time | None, not_after: time | None) -> bool:
    """Whether a message may leave at this instant. An hour that is not said is no limit.

    ``not_after`` itself is too late, and midnight is the end of the day. A window that starts later
    than it ends goes through midnight.
    """
    hour, not_after = at.astimezone(zone).time(), _end(not_after)
    if not_before and not_after and not_before > not_after:
        return hour >= not_before or hour < not_after
    return (not_before is None or hour >= not_before) and (not_after is None or hour < not_after)


def next_opening(
    at: datetime, zone: ZoneInfo, not_before: time | None, not_after: time | None
) -> datetime:
    """The first instant, not before ``at``, at which a message may leave.

    Raises ValueError for two equal hours: nothing would ever leave.
    """
    if not_before is not None and not_before == not_after:
        raise ValueError("These hours leave no moment.")
    if is_open(at, zone, not_before, not_after):
        return at
    opens = not_before or time()
    local = at.astimezone(zone)
    for days in range(3):
        day = (local + days * DAY).date()
        # On the night of a change of clock, an hour that does not exist is read an hour later.
        start = datetime.combine(day, opens, tzinfo=zone).astimezone(at.tzinfo)
        if start >= at and is_open(start, zone, not_before, not_after):
            return start
    # The change of clock swallows the whole window of one night: the next ones are there.
    raise ValueError("These hours leave no moment.")


def _end(not_after: time | None) -> time | None:
    return None if not_after == time() else not_after


def narrowest(
    first: tuple[time | None, time | None], second: tuple[time | None, time | None]
) -> tuple[time | None, time | None] | None:
    """The hours that two windows share; None when they share none. Both lie within one day."""
    starts = [one for one in (first[0], second[0]) if one is not None]
    ends = [one for one in (_end(first[1]), _end(second[1])) if one is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and start >= end else (start, end)
