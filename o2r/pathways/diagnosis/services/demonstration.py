"""The invented diagnoses and plans of a demonstration."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.selectors.people_seen import files_followed, known_as
from o2r.pathways.diagnosis import examples
from o2r.pathways.diagnosis.enums import ActionState
from o2r.pathways.diagnosis.models import Diagnosis
from o2r.pathways.diagnosis.services.diagnosing import Answers, write_diagnosis
from o2r.pathways.diagnosis.services.planning import (
    Planned,
    Wanted,
    move_action,
    plan_action,
    set_objective,
)
from o2r.people.models import Person

PLANNED_AGO = timedelta(days=4)


@transaction.atomic
def create_demo_diagnoses() -> list[Diagnosis]:
    """Create them, once. Raises DemonstrationOnly outside a demonstration."""
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    made = []
    for story in examples.STORIES:
        user = User.objects.filter(email=story.by, is_example=True).first()
        by = actor_for(user) if user else None
        person = _named(by, story.known_as) if by else None
        if by is None or person is None or person.diagnoses.exists():
            continue
        made += [_diagnosed(by, person, one) for one in story.diagnoses]
        with clock.stopped_at(clock.now() - PLANNED_AGO):
            for goal in story.objectives:
                _planned(by, person, goal)
    return made


def _named(by: Actor, name: str) -> Person | None:
    rows = list(files_followed(by).select_related("identity").order_by("pk"))
    names = known_as(by, rows)
    return next((one for one in rows if names[one.pk] == name), None)


def _diagnosed(by: Actor, person: Person, one: examples.ExampleDiagnosis) -> Diagnosis:
    with clock.stopped_at(clock.now() - timedelta(days=one.ago)):
        answers = Answers(
            made_on=clock.today(),
            said=one.said,
            first=one.first,
            strengths=one.strengths,
            other_strength=one.other_strength,
            summary=one.summary,
        )
        return write_diagnosis(
            by=by, person=person, key=uuid4(), revision=0, answers=answers, validates=True
        )


def _planned(by: Actor, person: Person, goal: examples.ExampleObjective) -> None:
    wanted = Wanted(goal.code, goal.words, goal.barrier)
    objective = set_objective(by=by, person=person, key=uuid4(), wanted=wanted)
    for one in goal.actions:
        # From the day on which it was planned: what was due yesterday is late today.
        due_on = clock.today() + PLANNED_AGO + timedelta(days=one.due)
        planned = Planned(words=one.what, by=one.by, partner=one.partner, due_on=due_on)
        action = plan_action(by=by, objective=objective, key=uuid4(), planned=planned)
        if one.state != ActionState.PLANNED:
            move_action(by=by, action=action, to=one.state)
