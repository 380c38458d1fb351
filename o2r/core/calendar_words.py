"""Days and hours as they are said in French. Pure.

No-break spaces inside what must not be cut: « 1er août », « 23 h 59 ».
"""

from datetime import date, time

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def day_and_month(value: date) -> str:
    """« 1er août »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}\u00a0{MONTHS[value.month - 1]}"


def long_day(value: date | None) -> str:
    """« 1er août 2026 »; nothing for no day."""
    if value is None:
        return ""
    return f"{day_and_month(value)} {value.year}"


def hour_in_words(hour: time) -> str:
    """« 15 h », « 23 h 59 », « 23 h 59 min 30 s »."""
    said = f"{hour.hour}\u00a0h"
    if hour.second:
        return f"{said}\u00a0{hour.minute:02}\u00a0min\u00a0{hour.second:02}\u00a0s"
    return f"{said}\u00a0{hour.minute:02}" if hour.minute else said
