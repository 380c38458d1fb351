"""The proposal of a round: promises first, then the places that would wait longest. Pure.

Places are taken one by one, what presses most first, each where it costs least time, as long as
hours and the way back allow it; what no longer fits is left, and says so. Two equal places are told
apart by their identifier: the same facts always give the same round.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from o2r.outreach.radar import reasons
from o2r.outreach.radar.chances import Chance, next_chance, score_of, usual_rhythm
from o2r.outreach.radar.debt import Debt, coverage_debt
from o2r.outreach.radar.facts import (
    PROVISIONAL,
    Estimates,
    LeftOut,
    PlaceFacts,
    Proposal,
    RoundWanted,
    Stop,
)
from o2r.outreach.radar.hours import local
from o2r.outreach.radar.visits import Visits
from o2r.outreach.radar.walking import Candidate


@dataclass(frozen=True)
class _Judged:
    """A place, what it presses, and the visit that the round could make."""

    place: PlaceFacts
    chance: Chance
    debt: Debt
    score: float
    promise: int
    visit: Candidate

    @property
    def rank(self) -> tuple[float, float, str]:
        """What presses most comes first."""
        return (-self.promise, -self.score, self.place.id)


def proposal(
    places: Iterable[PlaceFacts],
    wanted: RoundWanted,
    today: date,
    estimates: Estimates = PROVISIONAL,
) -> Proposal:
    """The round proposed, its spares, and why each other place is left out.

    ``today``: the day on which it is read, from which sentences count.
    """
    known = sorted(places, key=lambda one: one.id)
    visits, usual = Visits(wanted, estimates), usual_rhythm(known)
    judged = [_judge(place, wanted, usual, visits, estimates) for place in known]
    possible, left = [], []
    for one in sorted(judged, key=lambda one: one.rank):
        if why := _obstacle(one, wanted, visits):
            left.append(_left_out(one, why))
        else:
            possible.append(one)
    chosen = _fill(possible, wanted, visits)
    rest = [one for one in possible if one not in chosen]
    is_full = wanted.stops is not None and len(chosen) >= wanted.stops
    for one in rest[estimates.spares :]:
        why = reasons.why_no_room(one.place, wanted, today, is_full=is_full)
        left.append(_left_out(one, why))
    return Proposal(
        stops=_timed(chosen, wanted, visits, today),
        spares=tuple(_stop(one, wanted, today) for one in rest[: estimates.spares]),
        left_out=tuple(sorted(left, key=lambda one: (-one.score, one.place.id))),
    )


def _judge(
    place: PlaceFacts, wanted: RoundWanted, usual: float, visits: Visits, estimates: Estimates
) -> _Judged:
    chance = next_chance(place, wanted, estimates)
    return _Judged(
        place=place,
        chance=chance,
        debt=coverage_debt(
            place.last_visit, place.rhythm, wanted.window.day, known_since=place.known_since
        ),
        score=score_of(place, wanted, chance, usual, estimates),
        promise=_promise(place, wanted, chance, visits),
        visit=visits.of(place),
    )


def _promise(place: PlaceFacts, wanted: RoundWanted, chance: Chance, visits: Visits) -> int:
    """2: this round keeps one, or comes after one; 1: one is due before the next occasion.

    Somebody whom a partner has signalled waits as who was promised something.
    """
    day = wanted.window.day
    if place.signals or visits.promised(place) is not None:
        return 2
    if any(one.due < day or (one.due == day and one.hour is None) for one in place.promises):
        return 2
    return 1 if any(day < one.due < chance.day for one in place.promises) else 0


def _obstacle(one: _Judged, wanted: RoundWanted, visits: Visits) -> str:
    """Why no round could go there, even for this place alone; empty when one could."""
    place = one.place
    if not one.visit.starts:
        return reasons.why_closed(place, wanted, is_open=visits.is_open(place))
    if wanted.window.people < place.people_needed:
        return reasons.why_alone(place, wanted)
    if place.planned_on == wanted.window.day:
        return reasons.ANOTHER_ROUND
    (step,) = visits.walk([one.visit])
    if step.begins is None:
        return visits.why_missed(one.visit, step)
    return "" if visits.back([one.visit]) is not None else reasons.TOO_FAR


def _fill(possible: Sequence[_Judged], wanted: RoundWanted, visits: Visits) -> list[_Judged]:
    """The walking order: each place where it costs least time, while there is room."""
    order: list[_Judged] = []
    for one in possible:
        if wanted.stops is not None and len(order) >= wanted.stops:
            break
        backs = [
            (back, at)
            for at in range(len(order) + 1)
            if (back := visits.back([x.visit for x in (*order[:at], one, *order[at:])])) is not None
        ]
        if backs:
            order.insert(min(backs)[1], one)
    return order


def _timed(
    chosen: Sequence[_Judged], wanted: RoundWanted, visits: Visits, today: date
) -> tuple[Stop, ...]:
    stops = []
    for one, step in zip(chosen, visits.walk([one.visit for one in chosen]), strict=True):
        if step.begins is None:
            raise ValueError("An order was kept that does not hold.")
        stop = _stop(one, wanted, today)
        if (closes := visits.closing(one.visit, step.begins)) is not None:
            cut = reasons.why_cut(closes)
            stop = replace(stop, reasons=(*stop.reasons, cut))
        arrives = local(step.begins, wanted.zone)
        stops.append(replace(stop, arrives=arrives, travel=round(step.travel)))
    return tuple(stops)


def _stop(one: _Judged, wanted: RoundWanted, today: date) -> Stop:
    return Stop(
        place=one.place,
        score=one.score,
        debt=one.debt,
        reasons=reasons.why_proposed(one.place, wanted, one.chance, today),
        minutes=one.visit.minutes,
    )


def _left_out(one: _Judged, why: str) -> LeftOut:
    return LeftOut(one.place, why, one.score, one.debt)
