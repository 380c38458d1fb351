"""The four réglettes: a number from 0 to 10, or nothing."""

from collections.abc import Mapping

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.pathways.measures.enums import Dimension
from o2r.pathways.measures.models import TOP, Slider
from o2r.pathways.measures.services.checking import (
    When,
    already,
    author_of,
    check_day,
    opened_for,
)
from o2r.people.models import Person
from o2r.people.services.holding import touched


@transaction.atomic
def write_sliders(
    *, by: Actor, person: Person, values: Mapping[Dimension, int | None], when: When
) -> list[Slider]:
    """Keep where the person stands on each réglette offered; None for one they passed.

    Sent twice, written once. Raises NotAllowed; DomainError for a value out of 0 to 10.
    """
    groups = sorted({one.group for one in values})
    file = opened_for(by, person, *groups)
    if known := already(Slider, file, when):
        return known
    check_day(file, when.on)
    if not values:
        raise DomainError("Proposez au moins une réglette.")
    for dimension, value in values.items():
        if value is not None and not 0 <= value <= TOP:
            raise DomainError(
                "Une réglette va de 0 à 10. Choisissez un de ces nombres, ou passez.",
                field=dimension.value,
            )
    rows = Slider.objects.bulk_create(
        Slider(
            person=file,
            dimension=dimension,
            value=value,
            moment=when.moment,
            asked_on=when.on,
            asked_by_id=author_of(by),
            entry=when.entry,
        )
        for dimension, value in values.items()
    )
    touched(file)
    written(by, "update", file, *groups)
    return rows
