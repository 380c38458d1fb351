"""What the plans ask of a team, by day."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.pathways.diagnosis.selectors.plans import actions_by_day
from o2r.people.models import Person

AHEAD = timedelta(days=14)
"""How long before its day an action is recalled (provisoire)."""
TO_DO = "Action d’un plan à faire"


def actions(actor: Actor) -> Iterator[Due]:
    """One line for each day that has some. One query. Neither who nor what."""
    if not may_meet(actor, Person.access_kind):
        return
    for day, many in actions_by_day(actor, clock.today() + AHEAD):
        yield Due(
            on=day,
            title=TO_DO if many == 1 else f"{many} actions de plans à faire",
            link=reverse("people:caseload"),
            feed_title=TO_DO,
        )


declare("plan-action", TO_DO, actions)
