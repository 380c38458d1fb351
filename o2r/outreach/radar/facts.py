"""What the radar is told of places and of the round wanted, and what it answers. Pure.

Nothing here names a person: sightings are counts, promises are dates.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from o2r.outreach.radar.debt import Debt


@dataclass(frozen=True)
class Band:
    """When a place can be visited, on each of ``weekdays`` (ISO, 1: Monday), in local
    time.

    ``end`` at or before ``start``: the next morning, 00:00 to 00:00 being the whole day. A night
    belongs to the day on which it begins.
    """

    weekdays: frozenset[int]
    start: time
    end: time

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(1, 8)):
            raise ValueError("A band needs weekdays from 1 (Monday) to 7.")


@dataclass(frozen=True)
class Sighting:
    """How many people were seen during one visit; ``hour`` in local time, if noted."""

    day: date
    count: int
    hour: time | None = None


@dataclass(frozen=True)
class PromiseFacts:
    """Somebody is expected at a place on a day, perhaps at an hour (local time)."""

    due: date
    hour: time | None = None


@dataclass(frozen=True)
class Position:
    """Where a place is: a commune at least (INSEE code), a point in degrees at best."""

    commune: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class PlaceFacts:
    """One place, as far as planning goes.

    ``rhythm``: wished days between two visits; ``known_since``: day it was noted; ``promises``:
    those not kept yet; ``signals``: how many partners said that somebody may wait there;
    ``people_needed``: 2 where nobody goes alone; ``closed_until``: last day of a closing, included;
    ``planned_on``: next day on which another round goes there; ``is_remote``: visited without going
    anywhere; ``minutes``: length of a visit. No ``bands``: hours unknown, supposed open.
    """

    id: str
    rhythm: int
    bands: tuple[Band, ...] = ()
    last_visit: date | None = None
    known_since: date | None = None
    sightings: tuple[Sighting, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    signals: int = 0
    people_needed: int = 1
    closed_until: date | None = None
    planned_on: date | None = None
    position: Position | None = None
    is_remote: bool = False
    minutes: int | None = None

    def __post_init__(self) -> None:
        if self.rhythm < 1:
            raise ValueError("A wished rhythm is a number of days, one at least.")


@dataclass(frozen=True)
class Window:
    """A moment when a team is out, in local time; ``end`` at or before ``start``: the next day."""

    day: date
    start: time
    end: time
    people: int = 2


@dataclass(frozen=True)
class RoundWanted:
    """The round to fill. ``zone``: that of the local times of the operator.

    ``stops``: no more than so many; ``leaves_from``: where the team starts and comes back;
    ``next_rounds``: the rounds already planned after this one, so that a place which can wait for
    them does.
    """

    window: Window
    zone: ZoneInfo
    stops: int | None = None
    leaves_from: Position | None = None
    next_rounds: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Estimates:
    """What the radar supposes. Every value is « provisoire »: none has a source, and an operator
    may give its own.

    ``kilometres_per_hour``, ``detour`` and ``parking`` (minutes) turn a straight line into a road;
    ``same_commune`` and ``other_commune`` are minutes where a point is missing; ``visit``: minutes.

    ``rhythm_weight``: 1 follows the wished rhythms alone, so that when teams are too few a monthly
    place waits four times as long as a weekly one; 0 counts days alone.

    ``per_person``: what one person usually seen adds to a score, up to ``most_people``, over the
    sightings of ``remembered`` days. ``horizon``: days in which a next occasion is looked for.

    ``shortest``: share of a visit that is still worth going for before a place closes; ``margin``:
    share of the round kept for the unforeseen; ``early``: minutes before the hour of a promise;
    ``spares``: places kept for the time that remains.
    """

    kilometres_per_hour: float = 30.0
    detour: float = 1.35
    parking: float = 5.0
    same_commune: float = 10.0
    other_commune: float = 25.0
    visit: int = 30
    rhythm_weight: float = 0.5
    per_person: float = 0.05
    most_people: int = 8
    remembered: int = 60
    horizon: int = 28
    shortest: float = 0.6
    margin: float = 0.05
    early: int = 15
    spares: int = 5


PROVISIONAL = Estimates()


@dataclass(frozen=True)
class Stop:
    """A place proposed, and why.

    ``score``: how much it presses; 1 is what a place of the usual rhythm weighs on the day it is
    due. ``arrives``: when the visit begins, local time; None for a spare, to visit if time remains.
    ``travel``: minutes of road before it; ``minutes``: length of the visit.
    """

    place: PlaceFacts
    score: float
    debt: Debt
    reasons: tuple[str, ...]
    minutes: int
    arrives: datetime | None = None
    travel: int = 0

    @property
    def is_spare(self) -> bool:
        """Whether it is kept for the time that remains."""
        return self.arrives is None


@dataclass(frozen=True)
class LeftOut:
    """A place not proposed, and why."""

    place: PlaceFacts
    why: str
    score: float
    debt: Debt


@dataclass(frozen=True)
class Proposal:
    """``stops`` in walking order; ``spares`` and ``left_out``, what presses most first."""

    stops: tuple[Stop, ...]
    spares: tuple[Stop, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Rehearsed:
    """One place of an order that somebody chose: when it would be visited, and what is wrong."""

    place: PlaceFacts
    arrives: datetime
    travel: int
    warnings: tuple[str, ...] = ()
