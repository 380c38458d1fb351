"""How long a round takes: roads, waits, visits, in the order given. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from o2r.outreach.radar.facts import Estimates, PlaceFacts, Position
from o2r.outreach.radar.hours import Span
from o2r.territory.distance import haversine_km


@dataclass(frozen=True)
class Candidate:
    """A place to visit: ``starts`` are the spans in which a visit may begin, in order.

    ``expected``: the hour promised that ``starts`` surround (minutes since the epoch).
    """

    place: PlaceFacts
    starts: tuple[Span, ...]
    minutes: int
    expected: float | None = None

    def begins(self, arrival: float) -> float | None:
        """When the visit begins for who arrives then, a wait included; None if it is too late."""
        return next((max(first, arrival) for first, last in self.starts if arrival <= last), None)


@dataclass(frozen=True)
class Step:
    """One visit of a walk: minutes of road before it, then when it begins (minutes since the
    epoch), None where the place is shut for the rest of the round."""

    travel: float
    begins: float | None
    ends: float


class Roads:
    """Minutes between places, each pair estimated once."""

    def __init__(self, estimates: Estimates) -> None:
        self._estimates = estimates
        self._known: dict[tuple[Position, Position], float] = {}

    def minutes(self, one: Position | None, other: Position | None) -> float:
        """By car, door to door; nothing when a position is unknown."""
        if one is None or other is None or one == other:
            return 0.0
        if (one, other) not in self._known:
            self._known[one, other] = self._estimated(one, other)
        return self._known[one, other]

    def _estimated(self, one: Position, other: Position) -> float:
        given = self._estimates
        if (
            one.latitude is None
            or one.longitude is None
            or other.latitude is None
            or other.longitude is None
        ):
            return given.same_commune if one.commune == other.commune else given.other_commune
        km = haversine_km(one.latitude, one.longitude, other.latitude, other.longitude)
        return given.parking + 60 * km * given.detour / given.kilometres_per_hour

    def walk(self, order: Sequence[Candidate], start: float, base: Position | None) -> list[Step]:
        """Every visit of the order; a place found shut takes no time but its road."""
        return list(self._steps(order, start, base))

    def back(self, order: Sequence[Candidate], start: float, base: Position | None) -> float | None:
        """When the team is back at ``base``; None if it finds a place shut."""
        now = start
        for step in self._steps(order, start, base):
            if step.begins is None:
                return None
            now = step.ends
        return now + self.way_back(order, base)

    def way_back(self, order: Sequence[Candidate], base: Position | None) -> float:
        """Minutes from the last place that is somewhere."""
        places = [_position(one) for one in order]
        last = next((one for one in reversed(places) if one is not None), base)
        return self.minutes(last, base)

    def _steps(
        self, order: Sequence[Candidate], start: float, base: Position | None
    ) -> Iterator[Step]:
        now, here = start, base
        for one in order:
            position = _position(one)
            travel = self.minutes(here, position)
            begins = one.begins(now + travel)
            now = now + travel if begins is None else begins + one.minutes
            here = position or here
            yield Step(travel, begins, now)


def _position(one: Candidate) -> Position | None:
    """Where a team has to go: nowhere for a digital space."""
    return None if one.place.is_remote else one.place.position
