"""When people are to be found at a place, said in French; and bands that clash. Pure."""

from collections.abc import Iterable, Iterator
from datetime import time

from o2r.core.calendar_words import WEEKDAYS, hour_in_words
from o2r.outreach.radar.facts import Band

DAY = 24 * 60
WEEK = 7 * DAY
_EVERY_DAY, _WORKING_DAYS = frozenset(range(1, 8)), frozenset(range(1, 6))


def band_in_words(band: Band) -> str:
    """« lundi et jeudi, de 18 h à 22 h » ; « tous les jours, toute la journée »."""
    days = days_in_words(band.weekdays)
    if band.start == band.end == time():
        return f"{days}, toute la journée"
    night = " (le lendemain)" if time() < band.end <= band.start else ""
    end = "minuit" if band.end == time() else hour_in_words(band.end)
    return f"{days}, de {hour_in_words(band.start)} à {end}{night}"


def days_in_words(weekdays: Iterable[int]) -> str:
    """« tous les jours », « du lundi au vendredi », « lundi et jeudi ». 1 is Monday."""
    days = frozenset(weekdays)
    if days == _EVERY_DAY:
        return "tous les jours"
    if days == _WORKING_DAYS:
        return "du lundi au vendredi"
    names = [WEEKDAYS[day - 1] for day in sorted(days)]
    return " et ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def clash(one: Band, other: Band) -> bool:
    """Whether two bands share a minute of the week, Sunday night touching Monday."""
    return any(
        first < end + turn and start + turn < last
        for first, last in _spans(one)
        for start, end in _spans(other)
        for turn in (-WEEK, 0, WEEK)
    )


def _spans(band: Band) -> Iterator[tuple[int, int]]:
    """Start and end on each of its days, in minutes from Monday at midnight."""
    start, end = _minutes(band.start), _minutes(band.end)
    for day in sorted(band.weekdays):
        monday = (day - 1) * DAY
        yield monday + start, monday + end + (DAY if end <= start else 0)


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute
