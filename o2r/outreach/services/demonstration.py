"""The invented places and rounds of a demonstration, and what was noted there."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach import examples
from o2r.outreach.models import Place, Round, RoundStop
from o2r.outreach.selectors.people_seen import files_followed, known_as
from o2r.outreach.selectors.radar_facts import radar_of
from o2r.outreach.selectors.rounds import zone_of
from o2r.outreach.services.demo_meetings import WORKERS, note_demo_meetings, write_demo_days
from o2r.outreach.services.demo_signals import send_demo_signals
from o2r.outreach.services.life import finish_round, start_round
from o2r.outreach.services.places import (
    PlaceDetails,
    add_band,
    add_place,
    close_place,
    leave_place,
)
from o2r.outreach.services.rounds import RoundDetails, plan_round
from o2r.outreach.services.stops import add_stops, visit_stop
from o2r.people.models import Person

LEAVES, ENDS = time(18), time(21, 30)
LATEST_START = time(20)
FIRST_DAY = timedelta(days=90)


@transaction.atomic
def create_demo_rounds() -> list[Place]:
    """Create the invented places, past rounds and the next one, once.

    Raises DemonstrationOnly outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    team = list(User.objects.filter(email__in=examples.TEAM, is_example=True).order_by("email"))
    planner = next((one for one in team if one.email == examples.PLANNER), None)
    if planner is None:
        return []
    by = actor_for(planner)
    if Place.objects.visible_to(by).exists():
        return []
    with clock.stopped_at(clock.now() - FIRST_DAY):
        places = {one.name: _add(by, one) for one in examples.PLACES}
    _go_out(by, team, places)
    note_demo_meetings(people=_people(), places=places)
    write_demo_days(by=by, places=places)
    _settle(by, places)
    _plan_next(by, team)
    send_demo_signals(by=by, places=places)
    return list(places.values())


def _people() -> dict[str, Person]:
    """The invented people whom the operator follows, by what they are called."""
    found: dict[str, Person] = {}
    workers = User.objects.filter(email__in=WORKERS, is_example=True).order_by("email")
    for actor in (actor_for(one) for one in workers):
        rows = list(files_followed(actor).select_related("identity").order_by("pk"))
        names = known_as(actor, rows)
        found |= {names[one.pk]: one for one in rows}
    return found


def _add(by: Actor, one: examples.ExamplePlace) -> Place:
    made = add_place(
        by=by,
        details=PlaceDetails(
            name=one.name,
            kind=one.kind,
            commune=one.commune,
            sector=one.sector,
            where=one.where,
            rhythm=one.rhythm,
            minutes=one.minutes,
            needs_two=one.needs_two,
            safety_note=one.safety_note,
        ),
    )
    for weekdays, starts, ends in one.hours:
        add_band(by=by, place=made, weekdays=weekdays, starts=starts, ends=ends)
    return made


def _go_out(by: Actor, team: list[User], places: dict[str, Place]) -> None:
    """One past round for each day on which some place was visited, the oldest first."""
    days = {ago for one in examples.PLACES for ago in one.visited}
    for ago in sorted(days, reverse=True):
        seen = [places[one.name] for one in examples.PLACES if ago in one.visited]
        with clock.stopped_at(_at(by, -ago, LEAVES)):
            past = _plan(by, team)
            start_round(by=by, round_=past)
            add_stops(by=by, round_=past, places=[(place, []) for place in seen])
        for turn, stop in enumerate(RoundStop.objects.filter(round=past).order_by("rank"), 1):
            with clock.stopped_at(_at(by, -ago, LEAVES) + turn * timedelta(minutes=40)):
                visit_stop(by=by, stop=stop)
        with clock.stopped_at(_at(by, -ago, ENDS)):
            finish_round(by=by, round_=past)


def _settle(by: Actor, places: dict[str, Place]) -> None:
    for one in examples.PLACES:
        if one.closed_for:
            until = clock.today() + timedelta(days=one.closed_for)
            close_place(by=by, place=places[one.name], until=until)
        if one.is_left:
            leave_place(by=by, place=places[one.name])


def _plan_next(by: Actor, team: list[User]) -> None:
    """This evening, or tomorrow when it is late; its places are those that the radar proposes."""
    today = clock.now().astimezone(zone_of(by))
    coming = _plan(by, team, days=0 if today.time() < LATEST_START else 1)
    read = Round.objects.with_members().get(pk=coming.pk)
    known = {str(place.pk): place for place in Place.objects.visible_to(by)}
    answer = radar_of(read)
    stops = [(known[one.place.id], one.reasons) for one in answer.proposal.stops]
    add_stops(by=by, round_=read, places=stops)


def _plan(by: Actor, team: list[User], *, days: int = 0) -> Round:
    details = RoundDetails(starts_at=_at(by, days, LEAVES), ends_at=_at(by, days, ENDS))
    return plan_round(by=by, details=details, members=[one.pk for one in team])


def _at(by: Actor, days: int, hour: time) -> datetime:
    """An hour of a day some days from today, where the operator is."""
    zone = zone_of(by)
    day = clock.now().astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, hour, tzinfo=zone)
