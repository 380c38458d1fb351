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
from o2r.people.between.enums import NoticeState
from o2r.people.between.models import (
    IndexObjection,
    IndexParticipation,
    Inquiry,
    InquiryAnswer,
    InquiryNotice,
    InquiryWords,
)
from o2r.people.between.selectors import as_text
from o2r.people.enums import Basis
from o2r.people.likeness import Identity
from o2r.people.models import Person
from o2r.people.specimens import known_file


@specimens_of("inquiry", Relation.ANY, Relation.OWN)
def inquiry(someone: Somebody, relation: Relation) -> Specimen:
    """A request that somebody answered: one's own, or that of somebody else."""
    own = relation is Relation.OWN
    place = someone.organisation if own else someone.elsewhere
    name = f"Cherché {uuid4().hex}"
    made = Inquiry(by=someone.user if own else someone.stranger, organisation=place)
    made.save(force_insert=True)
    open_file(by=Author.system("specimen"), subject=made.pk, organisations=[place.pk])
    said = InquiryWords(inquiry=made, subject=made.pk)
    write_sealed(said, organisation=place.pk, text=as_text(Identity(first_name=name)))
    said.save(force_insert=True)
    rows = {str(one.pk): relation for one in (said, _answered(made, someone))}
    return Specimen({"inquiry": str(made.pk)}, {"*": name}, rows=rows)


def _answered(asked: Inquiry, someone: Somebody) -> InquiryAnswer:
    """The answer of the referent of a file elsewhere."""
    person = known_file(someone.elsewhere, someone.stranger)
    notice = _received(asked, person, someone)
    notice.state, notice.answered_at = NoticeState.ACCEPTED, clock.now()
    notice.save(update_fields=["state", "answered_at"])
    made = InquiryAnswer(
        inquiry=asked,
        notice=notice,
        by=someone.stranger,
        organisation=someone.elsewhere,
        ground=Basis.CONSENT,
    )
    made.subject = made.pk
    both = {someone.elsewhere.pk, asked.organisation_id}
    open_file(by=Author.system("specimen"), subject=made.pk, organisations=both)
    write_sealed(made, organisation=someone.elsewhere.pk, contact="à joindre", words="")
    made.save(force_insert=True)
    return made


def _received(asked: Inquiry, person: Person, someone: Somebody) -> InquiryNotice:
    return InquiryNotice.objects.create(
        inquiry=asked,
        person=person,
        asked_by=someone.stranger,
        asked_for=asked.organisation,
        agreed_on=["phone"],
    )


@specimens_of("inquiry-notice", Relation.ANY, Relation.REFERENT)
def notice(someone: Somebody, relation: Relation) -> Specimen:
    """A request received about a file that one is the referent of, or about another.

    The person had it noted since that they do not want to be looked for.
    """
    mine = relation is Relation.REFERENT
    place = someone.organisation if mine else someone.elsewhere
    person = known_file(place, someone.user if mine else someone.stranger)
    asking = Organisation.objects.create(
        name=f"Opérateur {uuid4().hex}", kind=OrganisationKind.ASSOCIATION
    )
    asked = Inquiry(by=someone.stranger, organisation=asking, handled_at=clock.now())
    asked.save(force_insert=True)
    made = _received(asked, person, someone)
    objection = IndexObjection.objects.create(person=person, noted_by=someone.stranger)
    return Specimen(
        {"notice": str(made.pk)}, {"*": asking.name}, rows={str(objection.pk): relation}
    )


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
