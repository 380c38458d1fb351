"""Places beside people, meetings and what is asked, in each of their relations to somebody."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import User
from o2r.accounts.services.links import digest_of
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.pathways.together.enums import CareRole, ObligationKind
from o2r.pathways.together.models import CareMember, Meeting, Obligation, OutsideName
from o2r.people.models import Person
from o2r.people.specimens import followed_person, known_file

FILES = (
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
)
UNTIL = timedelta(days=60)


def _place(person: Person, inviting: User) -> CareMember:
    """Offered to somebody without an account."""
    return CareMember(
        person=person,
        host=person.organisation,
        role=CareRole.WITH,
        invited_by=inviting,
        until=clock.today() + UNTIL,
        form_digest=digest_of(uuid4().hex),
    )


@specimens_of("care-member", Relation.ANY, Relation.ORGANISATION, Relation.OWN, parameter="care")
def place_beside(someone: Somebody, relation: Relation) -> Specimen:
    """A place offered to somebody, to where they act, or between two others."""
    person = known_file(someone.elsewhere, someone.stranger)
    made = _place(person, someone.stranger)
    if relation is Relation.OWN:
        made.user = someone.user
    if relation is Relation.ORGANISATION:
        made.organisation = someone.organisation
    made.save(force_insert=True)
    return Specimen({"care": str(made.pk), "act": "non"})


def _around(someone: Somebody, relation: Relation) -> Specimen:
    """A person with a member of their group, a meeting, and something asked."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    common = {"subject": person.pk, "person": person}
    member = _place(person, someone.stranger)
    member.save(force_insert=True)
    outside = OutsideName(**common, member=member)
    meeting = Meeting(
        **common,
        held_at=clock.now(),
        noted_by=someone.stranger,
        form_digest=digest_of(uuid4().hex),
    )
    asked = Obligation(
        **common,
        kind=ObligationKind.PAPERS,
        due_on=clock.today(),
        form_digest=digest_of(uuid4().hex),
    )
    for row, texts in (
        (outside, {"name": "Une assistante sociale"}),
        (meeting, {"said": "paroles"}),
        (asked, {"what": "demande"}),
    ):
        write_sealed(row, organisation=person.organisation_id, **texts)
        row.save(force_insert=True)
    keys = {"care": str(member.pk), "meeting": str(meeting.pk), "obligation": str(asked.pk)}
    return replace(
        file,
        parameters=file.parameters | keys,
        rows=file.rows | dict.fromkeys([*keys.values(), str(outside.pk)], relation),
    )


@specimens_of("person-file", *FILES, parameter="care")
def person_with_a_group(someone: Somebody, relation: Relation) -> Specimen:
    """A person beside whom a place is offered."""
    made = _around(someone, relation)
    return replace(made, parameters=made.parameters | {"act": "terminer"})


@specimens_of("person-file", *FILES, parameter="meeting")
def person_met_by_several(someone: Somebody, relation: Relation) -> Specimen:
    """A person around whom several met."""
    return _around(someone, relation)


@specimens_of("person-file", *FILES, parameter="obligation")
def person_asked(someone: Somebody, relation: Relation) -> Specimen:
    """A person of whom something is asked."""
    made = _around(someone, relation)
    return replace(made, parameters=made.parameters | {"act": "fait"})
