"""Exits of the people of an operator, for figures alone."""

from collections import Counter

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.pathways.exits.enums import ExitKind
from o2r.pathways.exits.figures import Asked, StepFigures, hidden_cells, step_figures
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet


def kinds_for(actor: Actor, *, least: int) -> list[tuple[str, str]]:
    """How many left, by where they went; those who came back are not counted. One query."""
    rows = Exit.objects.filter(person__in=_people(actor), returned_on=None)
    counts = Counter(rows.order_by("pk").values_list("kind", flat=True))
    whole = {kind.label: counts[kind] for kind in ExitKind if counts[kind]}
    return list(hidden_cells(whole, least=least).items())


def steps_for(actor: Actor, *, least: int) -> list[StepFigures]:
    """The news at three and six months. One query."""
    rows = FollowUpSituation.objects.filter(person__in=_people(actor)).order_by("pk")
    columns = ("step", "due_on", "state", "situation")
    asked = [Asked(*one) for one in rows.values_list(*columns)]
    return step_figures(asked, today=clock.today(), least=least)


def _people(actor: Actor) -> PersonQuerySet:
    here, rows = actor.organisation, Person.objects.visible_to(actor)
    return rows.of_organisation(here).order_by() if here else rows.none()
