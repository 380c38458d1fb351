"""What the apps above say of a person on the page of their file: one story, what is due today, what
counts for them, the clock in the head. Declared in ``page_parts.py``, found by itself.

Everything here is for who follows the person: a partner has a page of their own. Each part names
the group of fields of the policy that opens it, and is not even asked without it. No part asks a
query but ``outreach``'s, for its meetings: the rest comes with the file (``registry.brings``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from o2r.core.calendar_words import day_and_month, hour_in_words
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader

T = TypeVar("T")
Part = Callable[[Reader, Person], Iterable[T]]


@dataclass(frozen=True)
class Line:
    """Something said under a moment, and where it stands, in words."""

    text: str
    badge: str = ""
    kind: str = "waiting"


@dataclass(frozen=True)
class Moment:
    """Something that happened to somebody. ``at``: its hour, where it was, when it is known.

    ``beside``: where, and with whom. ``quote``: the words of the person. ``url``: its page.
    """

    day: date
    title: str
    at: time | None = None
    beside: str = ""
    text: str = ""
    quote: str = ""
    url: str = ""
    badge: str = ""
    kind: str = "neutral"
    lines: tuple[Line, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Due:
    """What somebody should do for the person now, and where. ``day``: when; None for at once."""

    text: str
    day: date | None = None
    url: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Gauge:
    """A time that is counted: where it stands out of ``whole``, in hundredths, and in words.

    ``allowed``: where it ends as things stand; ``words`` say all that the bar shows.
    """

    used: int
    allowed: int
    words: str
    stage: str
    is_over: bool = False

    @property
    def mark(self) -> int:
        """Where the mark of the end is drawn, wholly inside the bar."""
        return min(self.allowed, 99)


@dataclass(frozen=True)
class Act:
    """A button of the head."""

    label: str
    url: str
    is_first: bool = False


class Parts(Generic[T]):
    """What several apps say of one thing: ``@parts("route")`` adds what is said to who reads this
    group of fields."""

    def __init__(self) -> None:
        self._asked: list[tuple[str, Part[T]]] = []

    def __call__(self, group: str) -> Callable[[Part[T]], Part[T]]:
        def register(part: Part[T]) -> Part[T]:
            self._asked.append((group, part))
            return part

        return register

    def of(self, reader: Reader, person: Person) -> list[T]:
        """All that one may read; nothing for a partner."""
        if reader.shared is not None:
            return []
        heard = [part for group, part in self._asked if group in reader.groups]
        return [said for part in heard for said in part(reader, person)]


tells, presses, gauges, acts = Parts[Moment](), Parts[Due](), Parts[Gauge](), Parts[Act]()
counts = Parts[str]()
"""What counts for the person, the first thing first."""


def story_of(reader: Reader, person: Person) -> list[Moment]:
    """All that one may read of what happened, the newest first."""
    found = tells.of(reader, person)
    return sorted(found, key=lambda one: (one.day, one.at or time.min), reverse=True)


def due_for(reader: Reader, person: Person) -> list[Due]:
    """What is due, urgent things first, then the earliest."""
    found = presses.of(reader, person)
    return sorted(found, key=lambda one: (not one.is_urgent, one.day or date.min))


def hour_of_day(at: datetime) -> str:
    """« 3 décembre à 9 h 30 »."""
    at_hour = hour_in_words(at.time().replace(second=0, microsecond=0))
    return f"{day_and_month(at.date())} à {at_hour}"


def local(at: datetime, person: Person) -> datetime:
    """An instant, at the hour of the organisation that follows the person."""
    return at.astimezone(ZoneInfo(person.organisation.time_zone))
