"""Files and openings in each of their relations to somebody."""

from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.people.enums import EmergencyReason
from o2r.people.models import EmergencyOpening, EmergencyWords, Person


@specimens_of("emergency-opening", Relation.ANY, Relation.OWN, Relation.ORGANISATION)
def emergency_opening(someone: Somebody, relation: Relation) -> Specimen:
    """An opening of an hour: one's own, a colleague's, somebody's of another organisation."""
    inside = relation is not Relation.ANY
    place = someone.organisation if inside else someone.elsewhere
    who = someone.user if relation is Relation.OWN else someone.stranger
    person = Person.objects.create(organisation=place, referent=someone.stranger)
    open_file(by=Author.system("specimen"), subject=person.pk, organisations=[place.pk])
    now = clock.now()
    opening = EmergencyOpening.objects.create(
        person=person,
        organisation=place,
        referent=person.referent,
        by=who,
        reason=EmergencyReason.DANGER,
        opened_at=now,
        until=now + EmergencyOpening.LASTS,
    )
    why = f"Motif {uuid4().hex}"
    words = EmergencyWords(opening=opening, subject=person.pk)
    write_sealed(words, organisation=place.pk, why=why)
    words.save(force_insert=True)
    return Specimen({"opening": str(opening.pk)}, {"*": why})
