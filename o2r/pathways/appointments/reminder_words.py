"""What a reminder says: as little as the way to reach somebody allows. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from o2r.core.calendar_words import WEEKDAYS, day_and_month, hour_in_words
from o2r.pathways.appointments.enums import MeetingWay


@dataclass(frozen=True)
class Recalled:
    """An appointment, at the hours where it takes place."""

    starts_at: datetime
    way: MeetingWay
    place: str = ""


def reminder_text(of: Recalled, *, discreet: bool) -> str:
    """The text of a reminder: never a name, nor who writes, nor what it is about.

    ``discreet``: somebody else may read it, or the person wants a neutral sender; it then says no
    more than a day and an hour. Plain spaces: a telephone does not draw the others.
    """
    day = of.starts_at.date()
    when = f"{WEEKDAYS[day.weekday()]} {day_and_month(day)} à {hour_in_words(of.starts_at.time())}"
    if discreet:
        return _plain(f"Rappel : {when}.")
    said = {
        MeetingWay.IN_PERSON: f" Lieu : {of.place}." if of.place else "",
        MeetingWay.PHONE: " Par téléphone.",
        MeetingWay.VIDEO: " En visio.",
    }[of.way]
    return _plain(f"Rappel : rendez-vous {when}.{said}")


def day_in_words(day: date) -> str:
    """« mardi 1er décembre »."""
    return f"{WEEKDAYS[day.weekday()]} {day_and_month(day)}"


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
