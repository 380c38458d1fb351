"""What the radar is told of the places and rounds of an operator: counts, days and hours only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from o2r.outreach.enums import EncounterKind, PlaceKind
from o2r.outreach.models import Encounter, Place, Round, RoundStop
from o2r.outreach.passage_counts import people_counted
from o2r.outreach.radar.facts import (
    PROVISIONAL,
    Estimates,
    PlaceFacts,
    Position,
    PromiseFacts,
    Proposal,
    Rehearsed,
    RoundWanted,
    Sighting,
    Window,
)
from o2r.outreach.radar.planning import proposal
from o2r.outreach.radar.visits import rehearse
from o2r.outreach.selectors.as_written import PeopleCounted, as_text, instant_of
from o2r.outreach.selectors.places import with_last_visit
from o2r.outreach.selectors.promises import promise_days
from o2r.outreach.selectors.signals import count_open


@dataclass(frozen=True)
class RadarAnswer:
    """What the radar says of a round: the places it would choose, and what the order of those that
    the round holds gives, by place. ``places``: those it knows, by key."""

    places: Mapping[UUID, Place]
    proposal: Proposal
    rehearsed: Mapping[UUID, Rehearsed]


def radar_of(round_: Round, *, estimates: Estimates = PROVISIONAL) -> RadarAnswer:
    """Ask the radar about a round read with its stops. Five queries, whatever the number of places.

    Its sentences are those of the day of the round, when they are read again on the way. A round
    outside goes to no digital space, and a round online nowhere else.
    """
    open_stops = [one for one in round_.stops.all() if one.is_open]
    held = [one.place_id for one in open_stops]
    places = Place.objects.of_organisation(round_.organisation_id).with_bands()
    online = Q(kind=PlaceKind.DIGITAL)
    there = ~online if round_.goes_out else online
    here = places.filter(Q(left_on=None) & there | Q(pk__in=held))
    seen = with_last_visit(here.order_by("pk"))
    rows = list(seen.annotate(waiting=count_open("place", "pk")))
    known = {one.id: one for one in facts(round_, rows, estimates=estimates)}
    asked = wanted(round_, estimates=estimates)
    order = [known[str(key)] for key in held]
    return RadarAnswer(
        {one.pk: one for one in rows},
        proposal(known.values(), asked, round_.day, estimates),
        {UUID(one.place.id): one for one in rehearse(order, asked, estimates)},
    )


def wanted(round_: Round, *, estimates: Estimates = PROVISIONAL) -> RoundWanted:
    """The moment to fill, and the rounds planned after it. One query."""
    until = round_.starts_at + timedelta(days=estimates.horizon)
    later = Round.objects.of_organisation(round_.organisation_id).expected()
    rows = later.filter(starts_at__gt=round_.starts_at, starts_at__lt=until).exclude(pk=round_.pk)
    counted = rows.annotate(count=Count("members") + F("guests")).order_by("starts_at", "pk")
    zone = round_.zone
    return RoundWanted(
        window=_window(round_.starts_at, round_.ends_at, zone, round_.people),
        zone=zone,
        next_rounds=tuple(
            _window(start, end, zone, count)
            for start, end, count in counted.values_list("starts_at", "ends_at", "count")
        ),
    )


def _window(start: datetime, end: datetime, zone: ZoneInfo, people: int) -> Window:
    first, last = start.astimezone(zone), end.astimezone(zone)
    return Window(first.date(), first.time(), last.time(), people)


def facts(
    round_: Round, places: Iterable[Any], *, estimates: Estimates = PROVISIONAL
) -> list[PlaceFacts]:
    """The facts, for a round, of places read with their bands, ``with_last_visit`` and ``waiting``:
    how many signals are open there."""
    zone, rows = round_.zone, list(places)
    until = round_.day + timedelta(days=estimates.horizon)
    keys = [place.pk for place in rows]
    promises = promise_days(round_.organisation_id, until=until)
    sightings = _sightings(round_, since=round_.day - timedelta(days=estimates.remembered))
    planned = _planned(round_, keys)
    return [
        PlaceFacts(
            id=str(place.pk),
            rhythm=place.rhythm,
            bands=tuple(one.band for one in place.bands.all()),
            last_visit=place.last_visit.astimezone(zone).date() if place.last_visit else None,
            known_since=place.added_on,
            sightings=tuple(sightings.get(place.pk, ())),
            promises=tuple(PromiseFacts(day) for day in promises.get(place.pk, ())),
            signals=place.waiting,
            people_needed=2 if place.needs_two else 1,
            closed_until=place.closed_until,
            planned_on=planned.get(place.pk),
            position=position_of(place),
            is_remote=place.kind == PlaceKind.DIGITAL,
            minutes=place.minutes,
        )
        for place in rows
    ]


def position_of(place: Place) -> Position:
    """Where a place is, as well as the team has said it."""
    if place.latitude is None or place.longitude is None:
        return Position(place.commune)
    return Position(place.commune, float(place.latitude), float(place.longitude))


def _sightings(round_: Round, *, since: date) -> Mapping[UUID, list[Sighting]]:
    """How many people were met at each place of the operator, and when. One query."""
    zone = round_.zone
    first = datetime.combine(since, time(), tzinfo=zone)
    rows = (
        Encounter.objects.standing()
        .filter(organisation=round_.organisation_id, place__isnull=False, at__gte=first)
        .order_by("at", "pk")
        .values_list(as_text("place"), as_text("at"), "kind", as_text("counts"))
    )
    found: dict[str, list[Sighting]] = {}
    people = PeopleCounted()
    for place, at, kind, counts in rows:
        local = instant_of(at).astimezone(zone)
        one = Sighting(local.date(), _at_least(kind, people[counts]), local.time())
        found.setdefault(place, []).append(one)
    return {UUID(place): several for place, several in found.items()}


def people_in(kind: str, counts: Mapping[str, int]) -> int:
    """How many people an entry tells of: those counted, one at least when there was a meeting."""
    return _at_least(kind, people_counted(counts))


def _at_least(kind: str, counted: int) -> int:
    return max(counted, 0 if kind == EncounterKind.PASSAGE else 1)


def _planned(round_: Round, places: Iterable[UUID]) -> dict[UUID, date]:
    """The next day on which another round goes to each place. One query."""
    rows = (
        RoundStop.objects.to_come()
        .filter(place__in=list(places))
        .exclude(round=round_)
        .order_by("round__starts_at", "pk")
        .values_list("place", "round__starts_at")
    )
    days: dict[UUID, date] = {}
    for place, start in rows:
        days.setdefault(place, round_.local(start).date())
    return days
