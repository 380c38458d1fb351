"""Requests made and received, and what an organisation chose, in each of their relations."""

from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import OrganisationKind, Relation
from o2r.accounts.models import Organisation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.people.between.models import (
    IndexParticipation,
    Inquiry,
    InquiryNotice,
    InquiryWords,
)
from o2r.people.between.selectors import as_text
from o2r.people.likeness import Identity
from o2r.people.specimens import known_file


@specimens_of("inquiry", Relation.ANY, Relation.OWN)
def inquiry(someone: Somebody, relation: Relation) -> Specimen:
    """A request: one's own, or that of somebody else."""
    own = relation is Relation.OWN
    place = someone.organisation if own else someone.elsewhere
    name = f"Cherché {uuid4().hex}"
    made = Inquiry(by=someone.user if own else someone.stranger, organisation=place)
    made.save(force_insert=True)
    open_file(by=Author.system("specimen"), subject=made.pk, organisations=[place.pk])
    said = InquiryWords(inquiry=made, subject=made.pk)
    write_sealed(said, organisation=place.pk, text=as_text(Identity(first_name=name)))
    said.save(force_insert=True)
    return Specimen({"inquiry": str(made.pk)}, {"*": name})


@specimens_of("inquiry-notice", Relation.ANY, Relation.REFERENT)
def notice(someone: Somebody, relation: Relation) -> Specimen:
    """A request received about a file that one is the referent of, or about another."""
    mine = relation is Relation.REFERENT
    place = someone.organisation if mine else someone.elsewhere
    person = known_file(place, someone.user if mine else someone.stranger)
    asking = Organisation.objects.create(
        name=f"Opérateur {uuid4().hex}", kind=OrganisationKind.ASSOCIATION
    )
    asked = Inquiry(by=someone.stranger, organisation=asking, handled_at=clock.now())
    asked.save(force_insert=True)
    made = InquiryNotice.objects.create(
        inquiry=asked,
        person=person,
        asked_by=someone.stranger,
        asked_for=asking,
        agreed_on=["phone"],
    )
    return Specimen({"notice": str(made.pk)}, {"*": asking.name})


@specimens_of("index-participation", Relation.ANY, Relation.ORGANISATION)
def participation(someone: Somebody, relation: Relation) -> Specimen:
    """What an organisation chose: one's own, or another."""
    inside = relation is Relation.ORGANISATION
    made = IndexParticipation.objects.create(
        organisation=someone.organisation if inside else someone.elsewhere,
        decided_by=someone.stranger,
        since=clock.now() - timedelta(days=400),
        ended_at=clock.now() - timedelta(days=1),
    )
    return Specimen({"participation": str(made.pk)}, {})
