"""Pathways, in each relation to someone."""

from dataclasses import replace
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core.crypto.fields import write_sealed
from o2r.pathways.enums import EntryAnswer, EntryGround, StageKind
from o2r.pathways.models import Eligibility, Pathway, PathwayStage
from o2r.people.models import Person
from o2r.people.specimens import followed_person


@specimens_of(
    "pathway",
    *(Relation.ANY, Relation.ORGANISATION, Relation.REFERENT, Relation.CO_ACCOMPANYING),
    *(Relation.EMERGENCY, Relation.CONSORTIUM),
)
def pathway(someone: Somebody, relation: Relation) -> Specimen:
    """A pathway of a person, or one of which the organisation of the reader carries a stage."""
    carried = relation is Relation.CONSORTIUM
    of_file = Relation.PARTNER if carried else relation
    file = followed_person(someone, of_file)
    person = Person.objects.get(pk=file.parameters["person"])
    made = Pathway.objects.create(
        person=person,
        organisation=person.organisation,
        opened_on=person.opened_on,
        state_since=person.opened_on,
    )
    stage = PathwayStage.objects.create(
        pathway=made,
        kind=StageKind.REMOBILISE,
        organisation=someone.organisation if carried else person.organisation,
    )
    check = Eligibility(
        subject=person.pk,
        person=person,
        pathway=made,
        answer=EntryAnswer.ACCEPTED,
        ground=EntryGround.NOT_REGISTERED,
        checked_by=someone.stranger,
    )
    write_sealed(check, organisation=person.organisation_id, evidence=f"vu {uuid4().hex}")
    check.save(force_insert=True)
    return replace(
        file,
        parameters={"pathway": str(made.pk), "stage": str(stage.pk)},
        canaries={},
        rows=file.rows
        | {str(made.pk): relation}
        | dict.fromkeys((str(person.pk), str(check.pk)), of_file),
        also=file.also | ({of_file} if carried else frozenset()),
        shared=None,
    )
