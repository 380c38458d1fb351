"""What all the people of an operator answered, without their names: for figures alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.pathways.measures.effects import (
    Course,
    Effects,
    Given,
    Series,
    effects_of,
    reached_by,
    share_words,
)
from o2r.pathways.measures.enums import Agreeing, Dimension, Moment, Outcome
from o2r.pathways.measures.models import Measure, Satisfaction, Slider
from o2r.pathways.measures.wordings import scales
from o2r.pathways.models import Pathway
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet

SLIDER = "reglette"
EVERY_MOMENT = tuple(one.value for one in Moment)


@dataclass(frozen=True)
class Opinion:
    """One question asked at exit, in words."""

    question: str
    positive: str
    missing: str


def series() -> list[Series]:
    """All that is measured: the réglettes, then the scales."""
    sliders = [
        Series(f"{SLIDER}-{one.value}", f"Réglette\u00a0: {one.label}", EVERY_MOMENT, True)
        for one in Dimension
    ]
    known = [
        Series(one.code, one.name, one.moments, one.shows_change, one.change)
        for one in scales().values()
    ]
    return [*sliders, *known]


def effects_for(actor: Actor, *, least: int) -> list[Effects]:
    """The effects on the people that ``actor`` coordinates, by series; those never offered are left
    out. Three queries."""
    people = _people(actor)
    given = [*_measured(people), *_slid(people)]
    offered = {one.series for one in given}
    reached = reached_by(_courses(people), today=clock.today())
    found = [one for one in series() if one.code in offered]
    return [effects_of(one, given, reached, least=least) for one in found]


def opinions_for(actor: Actor, *, least: int) -> list[Opinion]:
    """What people said at exit, in words. One query."""
    rows = Satisfaction.objects.filter(person__in=_people(actor)).order_by("asked_on", "pk")
    answers = {one.person_id: (one.useful, one.respected) for one in rows}
    questions = ("C’était utile", "La personne s’est sentie respectée")
    return [
        _opinion(question, [one[rank] for one in answers.values()], least)
        for rank, question in enumerate(questions)
        if answers
    ]


def _opinion(question: str, answers: list[str], least: int) -> Opinion:
    given = [Agreeing(one) for one in answers if one]
    positive = sum(one.is_positive for one in given)
    missing = share_words(len(answers) - len(given), len(answers), least=least)
    return Opinion(question, share_words(positive, len(given), least=least), missing)


def _people(actor: Actor) -> PersonQuerySet:
    here = actor.organisation
    rows = Person.objects.visible_to(actor)
    return rows.of_organisation(here).order_by() if here else rows.none()


def _measured(people: PersonQuerySet) -> Iterator[Given]:
    rows = Measure.objects.filter(person__in=people).exclude(outcome=Outcome.NOT_OFFERED)
    found = rows.order_by("asked_on", "pk")
    for one in found.values_list("person", "scale", "moment", "score", "asked_on"):
        yield Given(*one)


def _slid(people: PersonQuerySet) -> Iterator[Given]:
    rows = Slider.objects.filter(person__in=people).order_by("asked_on", "pk")
    columns = ("person", "dimension", "moment", "value", "asked_on")
    for person, dimension, moment, value, on in rows.values_list(*columns):
        yield Given(person, f"{SLIDER}-{dimension}", moment, value, on)


def _courses(people: PersonQuerySet) -> Iterator[Course]:
    """The pathways of these people. One query."""
    rows = Pathway.objects.filter(person__in=people).order_by("pk")
    columns = ("person", "opened_on", "intensive_from", "ended_on")
    for person, opened, intensive, ended in rows.values_list(*columns):
        yield Course(person, intensive or opened, ended)
