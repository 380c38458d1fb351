"""How long is left, in words. Pure but for the clock."""

from datetime import datetime

from o2r.core import clock


def minutes_left(until: datetime | None) -> str:
    """« 42 minutes », « une minute », « moins d’une minute »; empty once it is over."""
    if until is None or (seconds := (until - clock.now()).total_seconds()) <= 0:
        return ""
    minutes = int(seconds // 60)
    if minutes > 1:
        return f"{minutes} minutes"
    return "une minute" if minutes else "moins d’une minute"
