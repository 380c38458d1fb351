"""The pathway held for an act: the person first, then the pathway, both locked, decided."""

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.pathways.models import Pathway
from o2r.people.models import Person


def held_pathway(*, by: Actor, pathway: Pathway, act: str) -> Pathway:
    """The row of a pathway, locked until the transaction ends. Raises NotAllowed; DomainError when
    nothing is written in the file any more."""
    person = Person.objects.select_for_update(no_key=True).get(pk=pathway.person_id)
    row = Pathway.objects.select_for_update(no_key=True).get(pk=pathway.pk)
    row.person = person
    require(by, "update", row, act=act)
    if not person.is_followed:
        raise DomainError(
            f"Ce dossier n’est plus ouvert : {person.get_standing_display()}. Son parcours ne "
            "change plus."
        )
    return row


def kept(by: Actor, row: Pathway, *fields: str) -> None:
    """Save the columns changed, count one more change, write the line of the journal."""
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])
    written(by, "update", row, "route")
