"""A policy plays the simulated year: where teams go, what they find, how long places wait.

A policy gives, for each outing, places in the order it wants them. The team walks that order with
the traffic of the day and good sense, the same for every policy: it leaves out what no longer fits
before the way back, leaves for later what is not open yet, and finds some doors shut.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from random import Random

from o2r.outreach.measured_territory import (
    DAYS,
    WARM_UP,
    Outing,
    Spot,
    Territory,
    minutes_between,
)

BASE = (0.0, 0.0)
PATIENCE, TURNED_AWAY = 15.0, 5.0
"""Minutes: before a place that is about to open; lost before a door that stays shut."""
TRAFFIC, LENGTH = (0.8, 1.5), (0.7, 1.4)
AROUND, IS_THERE = 100, 0.7
"""Someone is within these minutes of their hour, on most of their days."""
PROMISES = 0.06
"""Share of the people met who are promised a visit there, at one of the next outings."""
FORESEEN = 28


@dataclass(frozen=True)
class Seen:
    """People seen during one visit: how many, never who."""

    day: int
    minute: int
    count: int


@dataclass
class Board:
    """What a team knows when it plans: nothing of what the year still hides.

    ``last``: day of the last visit, absent when never visited; ``ahead``: outings foreseen in the
    next four weeks, the whole team supposed present.
    """

    last: dict[int, int]
    spots: list[Spot] = field(default_factory=list)
    seen: dict[int, list[Seen]] = field(default_factory=dict)
    promised: dict[int, list[int]] = field(default_factory=dict)
    closed_until: dict[int, int] = field(default_factory=dict)
    ahead: list[Outing] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """Places in the order wanted, and whether the team reads their hours on the way."""

    order: list[int]
    reads_hours: bool = True


Policy = Callable[[Outing, Board], Plan]


@dataclass
class Played:
    """What the measured year gave.

    ``ages``: days since the last visit, by place, each evening on which the place was not told to
    be closed; ``met``: people, each once in four weeks.
    """

    ages: dict[int, list[int]]
    visits: int = 0
    turned_away: int = 0
    met: set[tuple[int, int]] = field(default_factory=set)
    promises: int = 0
    kept: int = 0


def play(land: Territory, policy: Policy) -> Played:
    """The year of one policy."""
    year = _Year(land)
    held: dict[int, list[Outing]] = {}
    for outing in land.outings:
        held.setdefault(outing.day, []).append(outing)
    for day in range(DAYS):
        year.begin(day)
        for outing in held.get(day, []):
            year.foresee(outing)
            year.walk(outing, policy(outing, year.board))
        year.end(day)
    return year.played


class _Year:
    """The state of the territory, day after day."""

    def __init__(self, land: Territory) -> None:
        draw = Random(land.seed + 1)
        known = [spot for spot in land.spots if spot.appears == 0]
        self.land = land
        self.board = Board({spot.number: -draw.randint(1, spot.wished) for spot in known})
        self.played = Played({spot.number: [] for spot in land.spots})

    def begin(self, day: int) -> None:
        """What is known in the morning: places learnt of, closings told."""
        self.counts = day >= WARM_UP
        self.board.spots = [spot for spot in self.land.spots if spot.appears <= day]
        until = {spot.number: self.land.closed_until(spot.number, day) for spot in self.board.spots}
        self.board.closed_until = {one: last for one, last in until.items() if last is not None}

    def foresee(self, outing: Outing) -> None:
        moment = (outing.day, outing.starts)
        self.board.ahead = [
            one
            for one in self.land.calendar
            if moment < (one.day, one.starts) and one.day <= outing.day + FORESEEN
        ]

    def walk(self, outing: Outing, plan: Plan) -> None:
        """Follow the wanted order, until the way back."""
        known = {spot.number: spot for spot in self.board.spots}
        left = [
            known[number]
            for number in dict.fromkeys(plan.order)
            if number not in self.board.closed_until
            and (outing.people > 1 or not known[number].in_pairs)
        ]
        now, here = float(outing.starts), BASE
        while (spot := _next(left, outing, now, here, reads=plan.reads_hours)) is not None:
            left.remove(spot)
            rng = Random(f"{self.land.seed} {outing.day} {spot.number}")
            now += minutes_between(here, spot.at, rough=rng.uniform(*TRAFFIC))
            here = spot.at or here
            wait = outing.ends if plan.reads_hours else PATIENCE
            opens = spot.opening(outing.day, now, wait)
            if opens is None or (spot.number, outing.day) in self.land.surprises:
                now = TURNED_AWAY + (opens or now)
                self.played.turned_away += self.counts
                continue
            self._visit(outing.day, int(opens), spot, rng)
            now = opens + spot.minutes * rng.uniform(*LENGTH)

    def end(self, day: int) -> None:
        """What the evening says of each place; a promise of the day is kept, or past."""
        for due in self.board.promised.values():
            due[:] = [when for when in due if when > day]
        if self.counts:
            for spot in self.board.spots:
                if spot.number not in self.board.closed_until:
                    age = day - self.board.last.get(spot.number, spot.appears)
                    self.played.ages[spot.number].append(age)

    def _visit(self, day: int, minute: int, spot: Spot, rng: Random) -> None:
        self.board.last[spot.number] = day
        self.played.visits += self.counts
        due = self.board.promised.setdefault(spot.number, [])
        self.played.kept += self.counts * due.count(day)
        due[:] = [when for when in due if when != day]
        present = [
            habit.person
            for habit in self.land.habits[spot.number]
            if habit.first <= day <= habit.last
            and day % 7 in habit.weekdays
            and abs(habit.around - minute) <= AROUND
            and rng.random() < IS_THERE
        ]
        self.board.seen.setdefault(spot.number, []).append(Seen(day, minute, len(present)))
        if self.counts:
            self.played.met |= {(person, day // 28) for person in present}
        possible = [
            one.day
            for one in self.board.ahead
            if day + 2 <= one.day <= day + 12
            and spot.opening(one.day, one.starts + 60, PATIENCE) is not None
        ]
        for _ in present:
            if rng.random() < PROMISES and possible:
                due.append(rng.choice(possible))
                self.played.promises += self.counts


def _next(
    left: list[Spot], outing: Outing, now: float, here: tuple[float, float], *, reads: bool
) -> Spot | None:
    """The first wanted place that still fits before the way back.

    Who ``reads`` the hours leaves for later what is not open yet, and waits when nothing else is.
    """
    for wait in (PATIENCE, float(outing.ends)) if reads else (0.0,):
        for spot in left:
            there: float | None = now + minutes_between(here, spot.at)
            if reads and there is not None:
                there = spot.opening(outing.day, there, wait)
            back = minutes_between(spot.at or here, BASE)
            if there is not None and there + spot.minutes + back <= outing.ends:
                return spot
    return None


@dataclass(frozen=True)
class Score:
    """How a year is judged. Days are those since the last visit, in the mean over the year.

    ``worst_days``: the tenth of the places that waits most; ``worst_ratio``: the same beside the
    wished rhythm (1: a visit as old as the rhythm, in the mean); ``peak_days``: the worst tenth of
    all evenings, whatever the place; ``beyond``: share of the evenings past the rhythm;
    ``met``: people, each once in four weeks.
    """

    worst_days: float
    worst_ratio: float
    peak_days: float
    longest: int
    mean_days: float
    beyond: float
    visits: int
    turned_away: int
    met: int
    promises_kept: float


def score(land: Territory, played: Played) -> Score:
    """Judge a year."""
    wished = {spot.number: spot.wished for spot in land.spots}
    means = {spot: sum(ages) / len(ages) for spot, ages in played.ages.items() if ages}
    every = [(age, wished[spot]) for spot, ages in played.ages.items() for age in ages]
    return Score(
        worst_days=_worst_tenth(list(means.values())),
        worst_ratio=_worst_tenth([mean / wished[spot] for spot, mean in means.items()]),
        peak_days=_worst_tenth([float(age) for age, _ in every]),
        longest=max(age for age, _ in every),
        mean_days=sum(age for age, _ in every) / len(every),
        beyond=sum(age > rhythm for age, rhythm in every) / len(every),
        visits=played.visits,
        turned_away=played.turned_away,
        met=len(played.met),
        promises_kept=played.kept / max(1, played.promises),
    )


def _worst_tenth(values: list[float]) -> float:
    highest = sorted(values, reverse=True)[: ceil(len(values) / 10)]
    return sum(highest) / len(highest)
