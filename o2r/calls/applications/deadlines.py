"""Instants and countdowns in words, in the hour of the State service. Pure."""

from datetime import datetime, timedelta

from o2r.calls.phases import Edge
from o2r.core.calendar_words import day_and_month, hour_in_words

STEPS = (
    ("7d", timedelta(days=7)),
    ("48h", timedelta(hours=48)),
    ("3h", timedelta(hours=3)),
)
"""When the people of a draft are reminded of the deadline, the farthest first."""


def day_in_words(instant: datetime) -> str:
    """« 1er août 2024 », in the time zone of ``instant``."""
    return f"{day_and_month(instant)} {instant.year}"


def edge_in_words(edge: Edge) -> str:
    """« 30 août 2024 à 15 h (heure de La Réunion) »; empty when the instant is not published."""
    instant = edge.instant
    if instant is None:
        return ""
    return f"{day_in_words(instant)} à {hour_in_words(instant.time())} (heure de {edge.zone_name})"


def left_in_words(left: timedelta) -> str:
    """What remains, in its two largest units: « 3 jours et 4 heures », « moins d’une minute »."""
    seconds = int(left.total_seconds())
    if seconds < 60:
        return "moins d’une minute"
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    parts = [_counted(days, "jour"), _counted(hours, "heure"), _counted(rest // 60, "minute")]
    said = [part for part in parts if part]
    kept = said[:2] if days else said
    return " et ".join(kept)


def step_due(left: timedelta) -> str:
    """The reminder that holds when this much remains: the nearest one; empty for none."""
    if left <= timedelta(0):
        return ""
    due = [name for name, before in STEPS if left <= before]
    return due[-1] if due else ""


def _counted(count: int, word: str) -> str:
    if not count:
        return ""
    return f"{count}\u00a0{word}{'s' if count > 1 else ''}"
