"""What is held of the answers of a person: shown on their page, erased with them, carried."""

from typing import Any

from o2r.accounts.actors import Actor
from o2r.core.journal.authors import Author
from o2r.pathways.measures.enums import Outcome
from o2r.pathways.measures.groups import group_of
from o2r.pathways.measures.models import (
    Measure,
    MeasureAnswers,
    MostSignificantChange,
    Satisfaction,
    Slider,
)
from o2r.pathways.measures.wordings import scales
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, holds, panel

HELD = (MeasureAnswers, Measure, Slider, MostSignificantChange, Satisfaction)
for _model in HELD:
    carries(_model._meta.label)


@erases
def erase(by: Author, person: Person) -> None:
    """What somebody answered goes with them: a score beside an age and a commune may name them."""
    for model in HELD:
        rows: Any = model._default_manager.filter(person=person)
        for one in rows.order_by("pk"):
            one.delete()


@holds
def has_answered(person: Person) -> bool:
    """A file where somebody answered was not opened by mistake."""
    held = (Measure, Slider, MostSignificantChange, Satisfaction)
    return any(model._default_manager.filter(person=person).exists() for model in held)


def _effects(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """What was answered last, in short; nothing for a partner."""
    if actor.organisation != person.organisation_id:
        return None
    known = scales()
    answered = [
        (known[one.scale].name if one.scale in known else one.scale, one.asked_on)
        for one in person.measures.all()
        if one.outcome == Outcome.ANSWERED and group_of(one) in fields
    ]
    slid = [one.asked_on for one in person.sliders.all()]
    told = person.changes.all() if "narrative" in fields else ()
    return {
        "person": person,
        "answered": dict(answered),
        "slid": max(slid, default=None),
        "told": len(told),
    }


brings("measures", "sliders", "changes")
panel(
    Panel(
        code="effects",
        title="Effets",
        template="measures/_person_effects.html",
        group="barriers",
        order=70,
        context=_effects,
        tab=FileTab.BARRIERS,
    )
)
