"""What a place loses by waiting: the next occasion to visit it, and its debt by then. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log

from o2r.outreach.radar.debt import coverage_debt
from o2r.outreach.radar.facts import Estimates, PlaceFacts, RoundWanted, Window
from o2r.outreach.radar.hours import open_spans, window_span


@dataclass(frozen=True)
class Chance:
    """The next day on which a round could go there; ``is_known``: found within the horizon."""

    day: date
    is_known: bool = True


def next_chance(place: PlaceFacts, wanted: RoundWanted, estimates: Estimates) -> Chance:
    """The first later round that finds the place open, or goes there already.

    Without rounds planned, any later day at the same hours. Nothing found: the horizon.
    """
    here = wanted.window.day
    found = next(
        (
            window.day
            for window in _later(wanted, estimates.horizon)
            if window.people >= place.people_needed
            and _is_possible(place, window, wanted, estimates)
        ),
        None,
    )
    days = [day for day in (found, place.planned_on) if day is not None and day >= here]
    if days:
        return Chance(min(days))
    return Chance(here + timedelta(days=estimates.horizon), is_known=False)


def _later(wanted: RoundWanted, horizon: int) -> Iterator[Window]:
    this = wanted.window
    if wanted.next_rounds:
        last = this.day + timedelta(days=horizon)
        moment = (this.day, this.start)
        later = [one for one in wanted.next_rounds if moment < (one.day, one.start)]
        later = [one for one in later if one.day <= last]
        yield from sorted(later, key=lambda one: (one.day, one.start))
        return
    for days in range(1, horizon + 1):
        yield Window(this.day + timedelta(days=days), this.start, this.end)


def _is_possible(
    place: PlaceFacts, window: Window, wanted: RoundWanted, estimates: Estimates
) -> bool:
    """Whether the place is open long enough for a visit while that team is out."""
    first, last = window_span(window, wanted.zone)
    least = (place.minutes or estimates.visit) * estimates.shortest
    return any(
        min(closes, last) - max(opens, first) >= least
        for opens, closes in open_spans(place, window, wanted.zone)
    )


def usual_rhythm(places: Sequence[PlaceFacts]) -> float:
    """The middle of the wished rhythms, in days (their geometric mean: 14 between 7 and 28)."""
    if not places:
        return 1.0
    return exp(sum(log(place.rhythm) for place in places) / len(places))


def score_of(
    place: PlaceFacts, wanted: RoundWanted, chance: Chance, usual: float, estimates: Estimates
) -> float:
    """How much a place presses: its debt at the next occasion if this round does not come, and a
    little for the people usually seen there. ``usual``: the rhythm that weighs 1."""
    debt = coverage_debt(place.last_visit, place.rhythm, chance.day, known_since=place.known_since)
    damped: float = (place.rhythm / usual) ** (1 - estimates.rhythm_weight)
    return debt.ratio * damped + estimates.per_person * usually_seen(place, wanted, estimates)


def usually_seen(place: PlaceFacts, wanted: RoundWanted, estimates: Estimates) -> float:
    """The mean of what was seen lately, up to ``most_people``; 0 when nothing was noted."""
    since = wanted.window.day - timedelta(days=estimates.remembered)
    counts = [one.count for one in place.sightings if since <= one.day <= wanted.window.day]
    return min(estimates.most_people, sum(counts) / len(counts)) if counts else 0.0
