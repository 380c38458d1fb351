"""A round in a few words: when, and with whom. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from o2r.core.calendar_words import WEEKDAYS, day_and_month, hour_in_words

NOON, EVENING = 12, 18
NEAR = 7
"""Days within which the name of a day leaves no doubt."""


def moment(start: datetime, today: date) -> str:
    """« mardi soir » in the coming week, « mardi 12 mai » otherwise. Local times."""
    day = WEEKDAYS[start.weekday()]
    if 0 <= (start.date() - today).days < NEAR:
        return f"{day} {part_of_day(start.hour)}"
    said = f"{day} {day_and_month(start.date())}"
    return said if start.year == today.year else f"{said} {start.year}"


def part_of_day(hour: int) -> str:
    """« matin », « après-midi », « soir »."""
    if hour < NOON:
        return "matin"
    return "après-midi" if hour < EVENING else "soir"


def hours(start: datetime, end: datetime) -> str:
    """« 18 h 30 → 22 h ». Local times."""
    return f"{hour(start)} →\u00a0{hour(end)}"


def hour(instant: datetime) -> str:
    """« 18 h 30 »: to the minute. Local time."""
    return hour_in_words(instant.time().replace(second=0))


def together(names: Sequence[str], guests: int) -> str:
    """« Samir Belloc et Inès Valmont », « Inès Valmont et 2 autres personnes »."""
    others = "1\u00a0autre personne" if guests == 1 else f"{guests}\u00a0autres personnes"
    said = [*names, *([others] if guests else [])]
    return " et ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def in_one_sentence(words: Sequence[str]) -> str:
    """« Jamais visité ; ouvert de 14 h à 18 h »: without its full stop."""
    said = "\u00a0; ".join(words)
    return said[:1].upper() + said[1:]
