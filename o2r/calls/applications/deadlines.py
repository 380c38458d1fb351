"""Instants and countdowns in words, in the hour of the State service. Pure."""

from datetime import datetime, timedelta

from o2r.calls.phases import Edge

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
STEPS = (
    ("7d", timedelta(days=7)),
    ("48h", timedelta(hours=48)),
    ("3h", timedelta(hours=3)),
)
"""When the people of a draft are reminded of the deadline, the farthest first."""


def day_in_words(instant: datetime) -> str:
    """« 1er août 2024 », in the time zone of ``instant``."""
    day = "1er" if instant.day == 1 else str(instant.day)
    return f"{day}\u00a0{MONTHS[instant.month - 1]} {instant.year}"


def hour_in_words(instant: datetime) -> str:
    """« 15 h », « 23 h 59 », « 23 h 59 min 30 s »."""
    said = f"{instant.hour}\u00a0h"
    if instant.second:
        return f"{said}\u00a0{instant.minute:02}\u00a0min\u00a0{instant.second:02}\u00a0s"
    return f"{said}\u00a0{instant.minute:02}" if instant.minute else said


def edge_in_words(edge: Edge) -> str:
    """« 30 août 2024 à 15 h (heure de La Réunion) »; empty when the instant is not published."""
    instant = edge.instant
    if instant is None:
        return ""
    return f"{day_in_words(instant)} à {hour_in_words(instant)} (heure de {edge.zone_name})"


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
