"""Where a person went, read with their file alone."""

from dataclasses import replace

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.months import add_months
from o2r.pathways.enums import PathwayState
from o2r.pathways.exits.enums import ExitKind, FollowUpStep
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.pathways.models import Pathway
from o2r.people.models import Person
from o2r.people.specimens import followed_person


@specimens_of(
    "person-file",
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
    parameter="exit",
)
def person_gone(someone: Somebody, relation: Relation) -> Specimen:
    """A person who left, of whom news is awaited."""
    file = followed_person(someone, relation)
    person, today = Person.objects.get(pk=file.parameters["person"]), clock.today()
    pathway = Pathway.objects.create(
        person=person,
        organisation=person.organisation,
        opened_on=today,
        state=PathwayState.WATCHED,
        ended_on=today,
    )
    made = Exit(
        subject=person.pk,
        person=person,
        pathway=pathway,
        kind=ExitKind.COMMON_LAW,
        on=today,
        noted_by=someone.stranger,
    )
    write_sealed(made, organisation=person.organisation_id, where="ailleurs", who="quelqu’un")
    made.save(force_insert=True)
    after = FollowUpSituation.objects.create(
        person=person, exit=made, step=FollowUpStep.THREE, due_on=add_months(today, 3)
    )
    rows = dict.fromkeys((str(one.pk) for one in (pathway, made, after)), relation)
    return replace(file, rows=file.rows | rows)
