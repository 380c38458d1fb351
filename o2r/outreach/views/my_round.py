"""Ma tournée: where to go, why, who is expected there, and everyone back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door, listed, open_one
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.outreach.coverage import Coverage
from o2r.outreach.enums import RoundState
from o2r.outreach.models import Place, Round, RoundStop
from o2r.outreach.selectors.encounters import PromiseShown, promises_shown
from o2r.outreach.selectors.people_seen import known_as
from o2r.outreach.selectors.places import (
    BY_NEED,
    PlaceFilter,
    commune_name,
    covered_one,
    found,
)
from o2r.outreach.selectors.promises import due_at, promise_days
from o2r.outreach.selectors.rounds import for_the_way, others_today
from o2r.outreach.selectors.rounds import my_round as round_of
from o2r.outreach.selectors.signals import WaitingSignals, waiting_for
from o2r.outreach.services.life import may_start
from o2r.outreach.views.local_time import zone_of
from o2r.outreach.views.round_lines import RoundLine
from o2r.people.models import Person

SHOWN = 5
"""Places that wait most, for who has no round."""
TO_READ_A_PROMISE = frozenset({"identity", "narrative"})


@dataclass(frozen=True)
class StopLine:
    """A place of a round, as the team reads it on the way.

    ``promises``: those that the reader may read; ``others``: how many more are due there, made by
    colleagues; ``signals``: how many partners' signals wait there.
    """

    stop: RoundStop
    coverage: Coverage
    is_closed: bool
    promises: tuple[PromiseShown, ...]
    others: int
    signals: int

    @property
    def place(self) -> Place:
        return self.stop.place

    @property
    def where(self) -> str:
        """« Vénissieux · Minguettes »."""
        place = self.place
        return " · ".join(one for one in (commune_name(place.commune), place.sector) if one)


@door("round", "list")
@require_safe
def my_round(request: SignedInRequest) -> HttpResponse:
    """The round on which one is, or the next; without any, the places that wait most."""
    mine = round_of(request.actor)
    if mine is not None:
        listed(request, [mine])
        return render(request, "outreach/round.html", _page(request, mine))
    zone = zone_of(request)
    today = clock.now().astimezone(zone).date()
    waiting = found(
        Place.objects.visible_to(request.actor), PlaceFilter(order=BY_NEED), zone=zone, on=today
    )
    others = listed(request, others_today(request.actor, zone))
    context = {
        "others": [RoundLine(one, today=today, reader=request.actor.user) for one in others],
        "waiting": waiting[:SHOWN],
        "signals": waiting_for(request.actor),
    }
    return render(request, "outreach/no_round.html", context)


@door("round", "read")
@require_safe
def round_page(request: SignedInRequest, round: UUID) -> HttpResponse:
    """One round of the operator: the same page, for who is on it and for who is not."""
    one = open_one(request, for_the_way(Round.objects.all(), request.actor), pk=round).obj
    return render(request, "outreach/round.html", _page(request, one))


def _page(request: SignedInRequest, one: Any) -> dict[str, object]:
    today = one.local(clock.now()).date()
    lines = _lines(request, one)
    return {
        "signals": WaitingSignals(one.signals_for_anybody, one.signals_for_me),
        "round": one,
        "line": RoundLine(one, today=today, reader=request.actor.user),
        "to_do": [line for line in lines if line.stop.is_open],
        "visited": [line for line in lines if line.stop.visited_at],
        "left": [line for line in lines if line.stop.skipped_because],
        "is_planned": one.state == RoundState.PLANNED,
        "can_start": may_start(one),
        "is_under_way": one.state == RoundState.UNDER_WAY,
        "promised": sum(len(line.promises) + line.others for line in lines if line.stop.is_open),
    }


def _lines(request: SignedInRequest, one: Round) -> list[StopLine]:
    """The places in their order, with what is due there on the day of the round."""
    stops: list[Any] = list(one.stops.all())
    day = one.day
    known = _promises(request, one, [stop.place_id for stop in stops if stop.is_open])
    everyone = promise_days(one.organisation_id, until=day) if one.is_expected else {}
    return [
        StopLine(
            stop=stop,
            coverage=covered_one(stop.place, stop.last_visit, zone=one.zone, on=day).coverage,
            is_closed=stop.place.is_closed(day),
            promises=(read := tuple(known.get(stop.place_id, ()))),
            others=max(len(everyone.get(stop.place_id, ())) - len(read), 0),
            signals=stop.signals,
        )
        for stop in stops
    ]


def _promises(
    request: SignedInRequest, one: Round, places: Sequence[UUID]
) -> dict[UUID, list[PromiseShown]]:
    """What was promised there to people whose files the reader may read: journaled as a list."""
    here = request.actor.organisation
    if not one.is_expected or not places or here is None:
        return {}
    due = due_at(request.actor, places, until=one.day)
    people = {one.row.person_id: one.row.person for one in due}
    people = {key: one for key, one in people.items() if _may_read(request, one)}
    if not people:
        return {}
    names = known_as(request.actor, listed(request, list(people.values())))
    found: dict[UUID, list[PromiseShown]] = {}
    where = {promise.row.pk: promise.place for promise in due}
    for shown in promises_shown(here, [promise.row for promise in due], names, one.day):
        found.setdefault(where[shown.row.pk], []).append(shown)
    return found


def _may_read(request: SignedInRequest, person: Person) -> bool:
    subject = person.subject(request.actor)
    decision = decide(request.actor, "list", subject, request.proof)
    return isinstance(decision, Allow) and decision.fields >= TO_READ_A_PROMISE
