"""An answer taken back: the person changes their mind, or it was noted by mistake."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.pathways.measures.groups import group_of
from o2r.pathways.measures.models import Measure, MostSignificantChange, Satisfaction, Slider
from o2r.pathways.measures.services.checking import opened_for
from o2r.people.models import Person
from o2r.people.services.holding import touched

TAKEN_BACK: Mapping[str, tuple[type[models.Model], str]] = {
    "questionnaire": (Measure, "pk"),
    "reglettes": (Slider, "entry"),
    "paroles": (MostSignificantChange, "pk"),
    "avis": (Satisfaction, "pk"),
}
"""What may be erased, and by which column its address names it."""


@transaction.atomic
def take_back(*, by: Actor, person: Person, kind: str, key: UUID) -> int:
    """Erase an answer and what is sealed of it; how many rows. A second time changes nothing.

    Raises NotAllowed, also for an answer that one may not read; KeyError for an unknown kind.
    """
    model, column = TAKEN_BACK[kind]
    rows: models.QuerySet[Any] = model._default_manager.filter(**{column: key}, person=person)
    found = list(rows.order_by("pk"))
    groups = sorted({group_of(one) for one in found})
    file = opened_for(by, person, *groups)
    gone = len([one for one in found if one.delete()[0]])
    if gone:
        touched(file)
        written(by, "measure.erase", file, *groups)
    return gone
