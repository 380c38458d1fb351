"""What teams do without a planner: a fixed rota, the same with catching up, sorted lists.

The rota is a good one: made by someone who knows hours, distances and rhythms, who gives every
place one visit in four weeks before giving any a second, who leaves a margin in each outing, and
who finds a line for each new place at the start of the next four weeks.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from o2r.outreach.measured_territory import (
    Outing,
    Shift,
    Spot,
    Territory,
    minutes_between,
)
from o2r.outreach.measured_year import BASE, Board, Plan

CYCLE_WEEKS = 4
CYCLE = 7 * CYCLE_WEEKS
FILLED = 0.92
"""Share of an outing that the rota fills."""


@dataclass
class _Line:
    """One outing of the cycle: week, shift, and its places in order."""

    week: int
    shift: Shift
    spots: list[Spot] = field(default_factory=list)


class FixedRota:
    """The same places at the same moments, every four weeks."""

    def __init__(self, land: Territory) -> None:
        self._lines = [_Line(week, shift) for week in range(CYCLE_WEEKS) for shift in land.shifts]
        self._placed: set[int] = set()
        self._cycle = -1

    def __call__(self, outing: Outing, board: Board) -> Plan:
        self._revise(outing.day // CYCLE, board)
        return Plan([spot.number for spot in self._line(outing).spots])

    def _revise(self, cycle: int, board: Board) -> None:
        if cycle != self._cycle:
            self._cycle = cycle
            new = [spot for spot in board.spots if spot.number not in self._placed]
            self._placed |= {spot.number for spot in new}
            self._place(new)

    def _place(self, spots: list[Spot]) -> None:
        """Give every place a visit, then a second to those that want more, as far as time goes."""
        hard_first = sorted(spots, key=lambda one: (len(self._open_lines(one)), one.number))
        for turn in range(CYCLE_WEEKS):
            for spot in hard_first:
                if spot.wished * turn < CYCLE:
                    self._give(spot, is_first=turn == 0)

    def _give(self, spot: Spot, *, is_first: bool) -> None:
        """One more line for a place; its first one may take the room of another's second."""
        if (best := self._best_line(spot)) is not None:
            best[0].spots[:] = best[1]
        elif is_first:
            self._make_room(spot)

    def _make_room(self, spot: Spot) -> None:
        """Take the line of the place that has most, among those that would let this one in."""
        counts = Counter(one for line in self._lines for one in line.spots)
        lines = [(line, one) for line in self._open_lines(spot) for one in line.spots]
        lines.sort(key=lambda pair: (-counts[pair[1]], pair[0].week, pair[1].number))
        for line, other in lines:
            rest = tuple(one for one in line.spots if one != other)
            order, ends = _inserted(rest, spot, line.shift)
            if counts[other] > 1 and order is not None and ends <= _latest(line.shift):
                line.spots[:] = order
                return

    def _best_line(self, spot: Spot) -> tuple[_Line, list[Spot]] | None:
        """Far from its other lines, then where it costs least time."""
        taken = [line.week for line in self._lines if spot in line.spots]
        found: list[tuple[tuple[float, ...], _Line, list[Spot]]] = []
        for rank, line in enumerate(self._lines):
            if spot in line.spots:
                continue
            order, ends = _inserted(tuple(line.spots), spot, line.shift)
            if order is not None and ends <= _latest(line.shift):
                near = min((_weeks_apart(line.week, week) for week in taken), default=CYCLE_WEEKS)
                before = _walked(tuple(line.spots), line.shift) or line.shift.starts
                found.append(((-near, ends - before, rank), line, order))
        return min(found)[1:] if found else None

    def _open_lines(self, spot: Spot) -> list[_Line]:
        return [line for line in self._lines if _walked((spot,), line.shift) is not None]

    def _line(self, outing: Outing) -> _Line:
        week, weekday = divmod(outing.day % CYCLE, 7)
        return next(
            line
            for line in self._lines
            if line.week == week and (line.shift.team, line.shift.weekday) == (outing.team, weekday)
        )


class CatchingUp(FixedRota):
    """The same rota, and behind it what was missed and is open: the longest missed first."""

    def __call__(self, outing: Outing, board: Board) -> Plan:
        planned = super().__call__(outing, board).order
        missed = [
            spot
            for spot in board.spots
            if spot.number not in planned and self._was_missed(spot, outing.day, board)
        ]
        missed.sort(key=lambda one: (board.last.get(one.number, -CYCLE), one.number))
        return Plan(planned + [spot.number for spot in missed])

    def _was_missed(self, spot: Spot, day: int, board: Board) -> bool:
        """Whether the last line that held this place brought nobody there."""
        past = [
            day - (day - (7 * line.week + line.shift.weekday) - 1) % CYCLE - 1
            for line in self._lines
            if spot in line.spots
        ]
        return bool(past) and board.last.get(spot.number, -CYCLE) < max(past)


def longest_first(outing: Outing, board: Board) -> Plan:
    """The naive list: the place not visited for longest first; hours and rhythms ignored."""
    never = -10 * CYCLE
    spots = sorted(board.spots, key=lambda one: (board.last.get(one.number, never), one.number))
    return Plan([spot.number for spot in spots], reads_hours=False)


def longest_open_first(outing: Outing, board: Board) -> Plan:
    """The same list, in the hands of a team that reads the hours."""
    return Plan(longest_first(outing, board).order)


def _latest(shift: Shift) -> float:
    return shift.starts + FILLED * (shift.ends - shift.starts)


def _weeks_apart(one: int, other: int) -> int:
    return min((one - other) % CYCLE_WEEKS, (other - one) % CYCLE_WEEKS)


def _inserted(spots: tuple[Spot, ...], spot: Spot, shift: Shift) -> tuple[list[Spot] | None, float]:
    """The order with ``spot`` that ends first, and when; None if no order meets the hours."""
    found: tuple[list[Spot] | None, float] = (None, float("inf"))
    for at in range(len(spots) + 1):
        order = (*spots[:at], spot, *spots[at:])
        ends = _walked(order, shift)
        if ends is not None and ends < found[1]:
            found = (list(order), ends)
    return found


@lru_cache(maxsize=200_000)
def _walked(spots: tuple[Spot, ...], shift: Shift) -> float | None:
    """When the team is back on a usual day; None if it is late, or finds a place shut."""
    now, here = float(shift.starts), BASE
    for spot in spots:
        opens = spot.opening(7 + shift.weekday, now + minutes_between(here, spot.at), shift.ends)
        if opens is None:
            return None
        now, here = opens + spot.minutes, spot.at or here
    back = now + minutes_between(here, BASE)
    return back if back <= shift.ends else None
