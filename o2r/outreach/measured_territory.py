"""A simulated territory for ``o2r bench radar``: places, teams, closures, people who move.

Written before the planner that it judges, and sharing neither code nor constant with it: hours are
minutes since midnight (beyond 1440: past it), days are counted from a Monday, distances are
kilometres on a plane. Every rate below is invented, and plausible for an operator of one
département; no field data stands behind them. All that happens is drawn before anybody plans: each
policy meets the same closures, the same absences and the same people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from random import Random

WEEK = 7
WARM_UP, MEASURED = 12 * WEEK, 52 * WEEK
DAYS = WARM_UP + MEASURED
"""Day 0 is the first Monday of October."""

TEAMS = (2, 3)
SPOTS_BY_TEAM = (28, 38)
SHIFTS_BY_TEAM = 4
TOWNS = (6, 10)
RADIUS_KM = (8.0, 20.0)
PARTS_OF_DAY = ((540, 750), (840, 1050), (1080, 1320), (1230, 1470))
PARTS_WEIGHTS = (2, 4, 4, 1)
APPEARING = 0.08
"""Share of places that are learnt during the year."""

CANCELLED, ALONE, WHITE_DAY = 0.06, 0.15, 0.015
"""An outing falls through; one of the two people is away; weather keeps everybody in."""
PUBLIC_HOLIDAYS = (37, 81, 88, 175, 208, 213, 215, 224, 282, 392, 402, 446)
SCHOOL_HOLIDAYS = (2, 3, 11, 12, 19, 20, 27, 28, 39, 40, 41, 42, 43, 44, 45, 46, 54, 55, 63)
"""Weeks."""
CLOSINGS_A_YEAR, CLOSING_DAYS = 1.2, (7, 21)
SHUT_BY_SURPRISE = 0.04

KM_PER_MINUTE, DETOUR, PARKING = 0.55, 1.3, 4.0
PEOPLE_BY_SPOT = 5
STAYS_DAYS = 70
"""How long someone keeps a habit before another place, in the mean."""


@dataclass(frozen=True)
class Hours:
    """When a place can be visited: from ``opens`` to ``closes`` on each of ``weekdays``."""

    weekdays: frozenset[int]
    opens: int
    closes: int


@dataclass(frozen=True)
class Spot:
    """One place. ``at``: kilometres from the base, None for a digital space.

    ``wished``: days between two visits; ``minutes``: a visit; ``appears``: day it is learnt of.
    """

    number: int
    kind: str
    at: tuple[float, float] | None
    hours: tuple[Hours, ...]
    wished: int
    minutes: int
    in_pairs: bool
    appears: int

    def opening(self, day: int, minute: float, patience: float) -> float | None:
        """The minute from which it is open by its usual hours, for who waits so long, or None."""
        waits = [
            max(0.0, one.opens - minute - back * 1440)
            for one in self.hours
            for back in (0, 1)
            if (day - back) % WEEK in one.weekdays and minute + back * 1440 < one.closes
        ]
        shortest = min(waits, default=None)
        return None if shortest is None or shortest > patience else minute + shortest


@dataclass(frozen=True)
class Shift:
    """A weekly moment of one team."""

    team: int
    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True)
class Outing:
    """One team out, one day, with the people who are there."""

    day: int
    team: int
    starts: int
    ends: int
    people: int


@dataclass(frozen=True)
class Habit:
    """Someone who is at a place on some days, around one hour, between two days of the year."""

    person: int
    spot: int
    weekdays: frozenset[int]
    around: int
    first: int
    last: int


@dataclass(frozen=True)
class Territory:
    """All that exists, and all that will happen.

    ``calendar``: outings foreseen (leave and public holidays known); ``outings``: those that take
    place. ``closings``: first and last day, by place, told on the first; ``surprises``: place and
    day of a door found shut.
    """

    seed: int
    spots: tuple[Spot, ...]
    shifts: tuple[Shift, ...]
    calendar: tuple[Outing, ...]
    outings: tuple[Outing, ...]
    closings: dict[int, tuple[tuple[int, int], ...]]
    surprises: frozenset[tuple[int, int]]
    habits: dict[int, tuple[Habit, ...]]

    def closed_until(self, spot: int, day: int) -> int | None:
        """The last day of the closing told of by ``day``, or None."""
        return next((last for first, last in self.closings[spot] if first <= day <= last), None)


def minutes_between(
    one: tuple[float, float] | None, other: tuple[float, float] | None, *, rough: float = 1.0
) -> float:
    """By car, door to door; nothing to a digital space. ``rough``: the traffic of the moment."""
    if one is None or other is None or one == other:
        return 0.0
    km = hypot(one[0] - other[0], one[1] - other[1]) * DETOUR
    return PARKING + rough * km / KM_PER_MINUTE


def territory(seed: int) -> Territory:
    """Draw a territory and its year. The same seed gives the same one."""
    rng = Random(seed)
    shifts = tuple(_shifts(rng, rng.randint(*TEAMS)))
    spots = tuple(_spots(rng, shifts))
    calendar = tuple(
        sorted(_calendar(rng, shifts), key=lambda one: (one.day, one.starts, one.team))
    )
    closings = {spot.number: tuple(_closings(rng, spot)) for spot in spots}
    surprises = frozenset(
        (spot.number, day)
        for spot in spots
        for day in range(DAYS)
        if rng.random() < SHUT_BY_SURPRISE
    )
    outings = tuple(_held(rng, calendar))
    habits: dict[int, list[Habit]] = {spot.number: [] for spot in spots}
    for person in range(PEOPLE_BY_SPOT * len(spots)):
        for habit in _habits(rng, person, spots):
            habits[habit.spot].append(habit)
    kept = {spot: tuple(found) for spot, found in habits.items()}
    return Territory(seed, spots, shifts, calendar, outings, closings, surprises, kept)


def _shifts(rng: Random, teams: int) -> Iterator[Shift]:
    """Four moments a week for each team, on four days, Saturdays less often."""
    for team in range(teams):
        weekdays = rng.sample((0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5), 11)
        for weekday in sorted(list(dict.fromkeys(weekdays))[:SHIFTS_BY_TEAM]):
            starts, ends = rng.choices(PARTS_OF_DAY, PARTS_WEIGHTS)[0]
            yield Shift(team, weekday, starts, ends)


_EVERY_DAY = frozenset(range(WEEK))
_SCHOOL_DAYS = frozenset((0, 1, 3, 4))
_WORKING_DAYS = frozenset(range(5))
_KINDS = {
    # kind: share, wished days, minutes of a visit, chance that it takes two people
    "street": (24, (7, 7, 14), (20, 40), 0.2),
    "hotel": (14, (14, 14, 28), (25, 45), 0.1),
    "food-bank": (12, (7, 14, 28), (30, 50), 0.0),
    "station": (10, (7, 14), (20, 35), 0.05),
    "school-gate": (8, (14, 28), (15, 25), 0.0),
    "digital": (4, (7, 14), (20, 30), 0.0),
    "bus-stop": (10, (14, 28), (10, 20), 0.05),
    "car-park": (8, (14, 28), (20, 35), 0.6),
    "centre": (10, (14, 28, 28), (25, 45), 0.0),
}


def _hours(rng: Random, kind: str) -> tuple[Hours, ...]:
    match kind:
        case "street":
            days = frozenset(rng.sample(range(WEEK), rng.randint(4, 7)))
            return (Hours(days, rng.choice((840, 900, 960)), rng.choice((1260, 1320, 1410))),)
        case "hotel":
            return (Hours(_EVERY_DAY, 540, rng.choice((1200, 1260))),)
        case "food-bank":
            days = frozenset(rng.sample(range(6), 2))
            return (Hours(days, *rng.choice(((540, 720), (840, 1020), (840, 1050), (1050, 1200)))),)
        case "station":
            return (Hours(_EVERY_DAY, 360, 1380),)
        case "school-gate":
            return (Hours(_SCHOOL_DAYS, 690, 810), Hours(_SCHOOL_DAYS, 945, 1095))
        case "digital":
            return (Hours(_EVERY_DAY, 600, 1440),)
        case "bus-stop":
            return (Hours(frozenset(range(6)), 420, 1260),)
        case "car-park":
            return (Hours(_EVERY_DAY, rng.choice((1140, 1200, 1260)), 1560),)
        case _:
            days = frozenset(rng.sample(sorted(_WORKING_DAYS), rng.randint(2, 5)))
            return (Hours(days, 600, 720), Hours(days, 840, rng.choice((1080, 1140, 1200))))


def _spots(rng: Random, shifts: tuple[Shift, ...]) -> Iterator[Spot]:
    """Places around a few towns, each open for long enough during at least one shift."""
    teams = 1 + max(shift.team for shift in shifts)
    radius = rng.uniform(*RADIUS_KM)
    towns = [(rng.uniform(-radius, radius), rng.uniform(-radius, radius)) for _ in range(TOWNS[1])]
    towns = [(0.0, 0.0), *towns[: rng.randint(*TOWNS) - 1]]
    weights = [6, *(rng.uniform(0.5, 3) for _ in towns[1:])]
    for number in range(teams * rng.randint(*SPOTS_BY_TEAM)):
        spot = _spot(rng, number, rng.choices(towns, weights)[0])
        while not any(_reaches(shift, spot) for shift in shifts):
            spot = _spot(rng, number, rng.choices(towns, weights)[0])
        yield spot


def _spot(rng: Random, number: int, town: tuple[float, float]) -> Spot:
    kind = rng.choices(list(_KINDS), [one[0] for one in _KINDS.values()])[0]
    _, wishes, minutes, pairs = _KINDS[kind]
    at = (town[0] + rng.gauss(0, 1.2), town[1] + rng.gauss(0, 1.2))
    return Spot(
        number=number,
        kind=kind,
        at=None if kind == "digital" else at,
        hours=_hours(rng, kind),
        wished=rng.choice(wishes),
        minutes=rng.randint(*minutes),
        in_pairs=rng.random() < pairs,
        appears=rng.randrange(WARM_UP, DAYS - 60) if rng.random() < APPEARING else 0,
    )


def _reaches(shift: Shift, spot: Spot) -> bool:
    """Whether a shift can go there and be back, even if it is not its first place."""
    road = minutes_between((0.0, 0.0), spot.at)
    latest = shift.ends - road - spot.minutes
    return any(
        shift.weekday in one.weekdays
        and min(one.closes, latest) - max(one.opens, shift.starts + road) >= 20
        for one in spot.hours
    )


def _calendar(rng: Random, shifts: tuple[Shift, ...]) -> Iterator[Outing]:
    """Every shift of every week, less three weeks of summer, one of winter, public holidays."""
    teams = sorted({shift.team for shift in shifts})
    away = {
        team: {12, *range(start, start + 3)} for team in teams for start in [rng.randint(39, 46)]
    }
    for week in range(DAYS // WEEK):
        for shift in shifts:
            day = WEEK * week + shift.weekday
            if week not in away[shift.team] and day not in PUBLIC_HOLIDAYS:
                yield Outing(day, shift.team, shift.starts, shift.ends, 2)


def _held(rng: Random, calendar: tuple[Outing, ...]) -> Iterator[Outing]:
    """The outings that take place, and with how many people."""
    white = {day for day in range(DAYS) if rng.random() < WHITE_DAY}
    for one in calendar:
        lost, alone = rng.random() < CANCELLED, rng.random() < ALONE
        if one.day not in white and not lost:
            yield Outing(one.day, one.team, one.starts, one.ends, 1 if alone else 2)


def _closings(rng: Random, spot: Spot) -> Iterator[tuple[int, int]]:
    """Works, holidays of a service, a hotel that is emptied; school holidays at a school gate."""
    day = 0
    while True:
        day += 1 + int(rng.expovariate(CLOSINGS_A_YEAR / 364))
        if day >= DAYS:
            break
        last = day + rng.randint(*CLOSING_DAYS) - 1
        yield day, last
        day = last
    if spot.kind == "school-gate":
        first: int | None = None
        for week in range(DAYS // WEEK + 1):
            if week in SCHOOL_HOLIDAYS and first is None:
                first = WEEK * week
            elif week not in SCHOOL_HOLIDAYS and first is not None:
                yield first, WEEK * week - 1
                first = None


def _habits(rng: Random, person: int, spots: tuple[Spot, ...]) -> Iterator[Habit]:
    """One place after another, each for some weeks; two at once for one person in three."""
    for _ in range(2 if rng.random() < 1 / 3 else 1):
        day = -rng.randrange(STAYS_DAYS)
        while day < DAYS:
            lasts = 7 + int(rng.expovariate(1 / STAYS_DAYS))
            spot = rng.choice(spots)
            hours = rng.choice(spot.hours)
            weekdays = sorted(hours.weekdays)
            often = frozenset(rng.sample(weekdays, rng.randint(1, min(4, len(weekdays)))))
            around = rng.randint(hours.opens, hours.closes)
            yield Habit(person, spot.number, often, around, day, day + lasts - 1)
            day += lasts
