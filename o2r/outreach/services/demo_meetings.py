"""The invented meetings of a demonstration, and what the team wrote of its days."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import uuid4

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.models import Team, User
from o2r.core import clock
from o2r.outreach import example_meetings as examples
from o2r.outreach.models import Place, Promise, Round
from o2r.outreach.selectors.rounds import zone_of
from o2r.outreach.services.encounter_details import EncounterDetails, Heard
from o2r.outreach.services.encounters import record_encounter
from o2r.outreach.services.noticing import Noticed, note_observation
from o2r.outreach.services.promising import Promised, keep_promise
from o2r.outreach.services.reporting import Reported, write_report
from o2r.people.models import Person

AFTERNOON, EVENING, NIGHT = time(15), time(18, 20), time(22)
WORKERS = frozenset(one.by for one in examples.MEETINGS)
APART = timedelta(minutes=7)


def note_demo_meetings(*, people: Mapping[str, Person], places: Mapping[str, Place]) -> int:
    """Note the invented meetings of people and places just made; how many.

    Those of somebody who is not there are left out.
    """
    users = {one.email: one for one in User.objects.filter(email__in=WORKERS, is_example=True)}
    noted = 0
    for turn, one in enumerate(examples.MEETINGS):
        if one.by in users and set(one.who) <= people.keys():
            _note(actor_for(users[one.by]), one, turn, people, places)
            noted += 1
    return noted


def write_demo_days(*, by: Actor, places: Mapping[str, Place]) -> None:
    """Write the reports of the team, and what it noticed."""
    team = Team.objects.filter(pk__in=by.teams, name=examples.TEAM_NAME).order_by("pk").first()
    for one in examples.REPORTS:
        with clock.stopped_at(_at(by, one.ago, NIGHT)):
            reported = Reported(clock.today(), one.text, one.transmissions, one.priorities, team)
            write_report(by=by, reported=reported)
    for seen in examples.OBSERVATIONS:
        with clock.stopped_at(_at(by, seen.ago, NIGHT)):
            noticed = Noticed(seen.kind, seen.text, places[seen.place])
            note_observation(by=by, entry=uuid4(), noticed=noticed)


def _note(
    by: Actor,
    one: examples.ExampleMeeting,
    turn: int,
    people: Mapping[str, Person],
    places: Mapping[str, Place],
) -> None:
    hour = AFTERNOON if one.channel in examples.OFFICE_HOURS else EVENING
    at = _at(by, one.ago, hour) + (turn % 5) * APART
    place = places.get(one.place)
    rounds = Round.objects.filter(organisation=by.organisation, stops__place=place)
    due_on = clock.today() + timedelta(days=one.promise.due_in) if one.promise else None
    with clock.stopped_at(at):
        today = clock.today()
        during = rounds.filter(starts_at__date=today).order_by("pk").first() if place else None
        noted = record_encounter(
            by=by,
            entry=uuid4(),
            details=EncounterDetails(
                kind=one.kind,
                place=place,
                round=during,
                channel=one.channel,
                counts=one.counts,
                needs=one.needs,
                minutes=one.minutes,
                mood=one.mood,
                next_step=one.next_step,
            ),
            persons=[people[name].pk for name in one.who],
            heard=Heard(words=one.words),
            promised=Promised(one.promise.what, due_on) if one.promise and due_on else None,
        )
    if one.promise and one.promise.kept:
        for made in Promise.objects.filter(encounter=noted).order_by("pk"):
            keep_promise(by=by, promise=made)


def _at(by: Actor, ago: int, hour: time) -> datetime:
    """An hour of a past day, where the operator is."""
    zone = zone_of(by)
    day = clock.now().astimezone(zone).date() - timedelta(days=ago)
    return datetime.combine(day, hour, tzinfo=zone)
