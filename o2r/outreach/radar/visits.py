"""When each place can be visited during one round, and whether an order of visits holds. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from math import inf

from o2r.outreach.radar import reasons
from o2r.outreach.radar.facts import PROVISIONAL, Estimates, PlaceFacts, Rehearsed, RoundWanted
from o2r.outreach.radar.hours import Span, instant, local, open_spans, window_span
from o2r.outreach.radar.walking import Candidate, Roads, Step


class Visits:
    """The visits that one round could make."""

    def __init__(self, wanted: RoundWanted, estimates: Estimates) -> None:
        self._wanted, self._estimates = wanted, estimates
        self._start, self._end = window_span(wanted.window, wanted.zone)
        self._roads = Roads(estimates)

    def of(self, place: PlaceFacts) -> Candidate:
        """The visit of a place; without ``starts`` when none is possible all along the round."""
        minutes = place.minutes or self._estimates.visit
        least = minutes * self._estimates.shortest
        starts = [(first, last - least) for first, last in self._open(place)]
        possible = Candidate(place, tuple(one for one in starts if one[0] <= one[1]), minutes)
        at = self.promised(place)
        if at is None:
            return possible
        early = at - self._estimates.early
        around = [(max(first, early), min(last, at)) for first, last in possible.starts]
        kept = tuple(one for one in around if one[0] <= one[1])
        expected = replace(possible, starts=kept, expected=at)
        # Who cannot be there at the hour promised comes at another rather than never.
        return expected if self.back([expected]) is not None else possible

    def promised(self, place: PlaceFacts) -> float | None:
        """The first hour promised there during the round (minutes since the epoch)."""
        zone = self._wanted.zone
        hours = [instant(one.due, one.hour, zone) for one in place.promises if one.hour is not None]
        return min((at for at in hours if self._start <= at <= self._end), default=None)

    def closing(self, visit: Candidate, begins: float) -> time | None:
        """When the place closes (local time), if that cuts a visit begun then; None if not."""
        spans = open_spans(visit.place, self._wanted.window, self._wanted.zone)
        closes = next((last for first, last in spans if begins <= last), inf)
        if begins + visit.minutes <= closes:
            return None
        return local(closes, self._wanted.zone).time()

    def is_open(self, place: PlaceFacts) -> bool:
        """Whether it is open at some moment of the round, were it too short for a visit."""
        return bool(self._open(place))

    def _open(self, place: PlaceFacts) -> list[Span]:
        spans = open_spans(place, self._wanted.window, self._wanted.zone)
        inside = [(max(first, self._start), min(last, self._end)) for first, last in spans]
        return [one for one in inside if one[0] < one[1]]

    def back(self, order: Sequence[Candidate]) -> float | None:
        """When the team is back, None if the order does not hold.

        A margin is kept, but for a single place: a far one would never be visited.
        """
        back = self._roads.back(order, self._start, self._wanted.leaves_from)
        share = self._estimates.margin if len(order) > 1 else 0
        latest = self._end - share * (self._end - self._start)
        return back if back is not None and back <= latest else None

    def walk(self, order: Sequence[Candidate]) -> list[Step]:
        return self._roads.walk(order, self._start, self._wanted.leaves_from)

    def is_late(self, order: Sequence[Candidate], step: Step) -> bool:
        """Whether after the last place of ``order``, left at the end of ``step``, the team comes
        back too late."""
        way = self._roads.way_back(order, self._wanted.leaves_from)
        return step.ends + way > self._end

    def why_missed(self, visit: Candidate, step: Step) -> str:
        """Why the visit finds no time at that step: the hour promised, the place, or the round."""
        if visit.expected is not None:
            return reasons.after_promise(local(visit.expected, self._wanted.zone).time())
        spans = open_spans(visit.place, self._wanted.window, self._wanted.zone)
        least = visit.minutes * self._estimates.shortest
        is_shut = all(last - least < step.ends for first, last in spans if first < self._end)
        if is_shut and step.ends <= self._end:
            return reasons.why_shut(visit.place, self._wanted)
        return reasons.TOO_FAR


def rehearse(
    order: Sequence[PlaceFacts], wanted: RoundWanted, estimates: Estimates = PROVISIONAL
) -> tuple[Rehearsed, ...]:
    """What an order chosen by somebody gives: when each visit begins, and what is wrong."""
    visits = Visits(wanted, estimates)
    candidates = [visits.of(place) for place in order]
    steps = visits.walk(candidates)
    rehearsed = []
    for rank, (one, step) in enumerate(zip(candidates, steps, strict=True)):
        warnings = []
        if not one.starts:
            is_open = visits.is_open(one.place)
            warnings.append(reasons.why_closed(one.place, wanted, is_open=is_open))
        elif step.begins is None:
            warnings.append(visits.why_missed(one, step))
        elif (closes := visits.closing(one, step.begins)) is not None:
            warnings.append(reasons.why_cut(closes))
        if wanted.window.people < one.place.people_needed:
            warnings.append(reasons.why_alone(one.place, wanted))
        if visits.is_late(candidates[: rank + 1], step):
            warnings.append(reasons.TOO_LATE)
        begins = step.ends if step.begins is None else step.begins
        arrives = local(begins, wanted.zone)
        rehearsed.append(Rehearsed(one.place, arrives, round(step.travel), tuple(warnings)))
    return tuple(rehearsed)
