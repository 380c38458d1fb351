"""At exit: was it useful, did you feel respected."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.pathways.measures.enums import Agreeing
from o2r.pathways.measures.models import Satisfaction
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
def write_satisfaction(
    *,
    by: Actor,
    person: Person,
    useful: Agreeing | None,
    respected: Agreeing | None,
    when: When,
) -> Satisfaction:
    """Keep two answers at exit, None for one left out. Sent twice, written once.

    Raises NotAllowed, DomainError.
    """
    file = opened_for(by, person, "barriers")
    if known := already(Satisfaction, file, when):
        return known[0]
    check_day(file, when.on)
    row = Satisfaction.objects.create(
        person=file,
        moment=when.moment,
        asked_on=when.on,
        asked_by_id=author_of(by),
        entry=when.entry,
        useful=useful or "",
        respected=respected or "",
    )
    touched(file)
    written(by, "update", file, "barriers")
    return row
