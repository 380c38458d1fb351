"""A protected file: met by who is named in it, and nobody else."""

from datetime import timedelta

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.models import Membership, Organisation, Substitution
from o2r.core import clock
from o2r.people.enums import AgreementProof, AgreementState, EmergencyReason, Purpose
from o2r.people.models import Agreement, EmergencyOpening, FollowUp, Person
from o2r.people.services import Given, open_person
from tests.accounts.factories import OrganisationFactory, someone

WORKER = MembershipRole.OUTREACH_WORKER


@pytest.fixture
def sami() -> Membership:
    """The referent."""
    return someone(WORKER)


@pytest.fixture
def momo(sami: Membership) -> Person:
    """Somebody whom Sami follows."""
    return open_person(by=actor_for(sami.user), given=Given(known_as="Momo"))


def protected(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(is_protected=True)
    return Person.objects.get(pk=person.pk)


def meets(actor: Actor, person: Person) -> bool:
    return Person.objects.visible_to(actor).filter(pk=person.pk).exists()


def agreed_with(person: Person, place: Organisation, sami: Membership) -> Agreement:
    today = clock.today()
    return Agreement.objects.create(
        person=person,
        purpose=Purpose.ACCOMPANY,
        recipient=place,
        fields=["prenom"],
        proof=AgreementProof.VOICE,
        state=AgreementState.GIVEN,
        asked_by=sami.user,
        given_on=today,
        until=today + timedelta(days=30),
    )


def opened_by(person: Person, member: Membership, agreed_by: Membership | None = None) -> None:
    now = clock.now()
    EmergencyOpening.objects.create(
        person=person,
        organisation=person.organisation,
        by=member.user,
        reason=EmergencyReason.DANGER,
        opened_at=now,
        until=now + EmergencyOpening.LASTS,
        agreed_by=agreed_by.user if agreed_by else None,
    )


def test_the_referent_and_who_accompanies_meet_it(sami: Membership, momo: Person) -> None:
    awa = someone(WORKER, sami.organisation)
    FollowUp.objects.create(person=momo, user=awa.user)
    person = protected(momo)
    assert meets(actor_for(sami.user), person)
    assert meets(actor_for(awa.user), person)
    assert person.relations_to(actor_for(awa.user)) == {Relation.ANY, Relation.CO_ACCOMPANYING}


@pytest.mark.parametrize(
    "role",
    [
        WORKER,
        MembershipRole.COORDINATOR,
        MembershipRole.MEMBER,
        MembershipRole.STATE_OFFICER,
        MembershipRole.RESEARCHER,
        MembershipRole.PLATFORM_MANAGER,
        MembershipRole.PLATFORM_SUPPORT,
    ],
)
@pytest.mark.parametrize("colleague", [True, False])
def test_nobody_else_does(
    sami: Membership, momo: Person, role: MembershipRole, colleague: bool
) -> None:
    place = sami.organisation if colleague else None
    other = actor_for(someone(role, place).user)
    person = protected(momo)
    assert not meets(other, person)
    assert person.relations_to(other) == {Relation.ANY}


def test_not_even_who_replaces_the_referent(sami: Membership, momo: Person) -> None:
    """A replacement is arranged by others: a protected file names its readers itself."""
    hugo = someone(WORKER, sami.organisation)
    Substitution.objects.create(
        organisation=sami.organisation,
        absent=sami.user,
        substitute=hugo.user,
        first_day=clock.today(),
        last_day=clock.today() + timedelta(days=7),
    )
    actor = actor_for(hugo.user)
    assert meets(actor, momo)
    person = protected(momo)
    assert not meets(actor, person)
    assert person.relations_to(actor) == {Relation.ANY}


def test_nor_a_partner_nor_an_opening_without_a_second_person(
    sami: Membership, momo: Person
) -> None:
    partner = someone(MembershipRole.PARTNER_ADVISER)
    agreed_with(momo, partner.organisation, sami)
    hugo = someone(WORKER, sami.organisation)
    opened_by(momo, hugo)
    partner_actor, hugo_actor = actor_for(partner.user), actor_for(hugo.user)
    assert meets(partner_actor, momo)
    assert meets(hugo_actor, momo)
    person = protected(momo)
    for actor in (partner_actor, hugo_actor):
        assert not meets(actor, person)
        assert person.relations_to(actor) == {Relation.ANY}


def test_an_opening_to_which_somebody_else_agreed_opens_it(sami: Membership, momo: Person) -> None:
    hugo, dpo = someone(WORKER, sami.organisation), someone(organisation=sami.organisation)
    opened_by(momo, hugo, agreed_by=dpo)
    person = protected(momo)
    actor = actor_for(hugo.user)
    assert meets(actor, person)
    assert person.relations_to(actor) == {Relation.ANY, Relation.EMERGENCY}
    with clock.stopped_at(clock.now() + EmergencyOpening.LASTS):
        assert not meets(actor, person)
        assert person.relations_to(actor) == {Relation.ANY}


def test_nothing_of_a_partitioned_structure_is_met_from_outside(
    sami: Membership, momo: Person
) -> None:
    """Whatever agreement is left: the day it became partitioned, it closed."""
    partner = someone(MembershipRole.PARTNER_ADVISER)
    agreed_with(momo, partner.organisation, sami)
    assert meets(actor_for(partner.user), momo)
    Organisation.objects.filter(pk=sami.organisation_id).update(
        is_partitioned=True, partitioned_at=clock.now()
    )
    person = Person.objects.get(pk=momo.pk)
    assert not meets(actor_for(partner.user), person)
    assert Relation.PARTNER not in person.relations_to(actor_for(partner.user))
    assert meets(actor_for(sami.user), person)


def test_a_search_never_finds_it(sami: Membership, momo: Person) -> None:
    assert Person.objects.visible_to(actor_for(sami.user)).findable().exists()
    protected(momo)
    assert not Person.objects.visible_to(actor_for(sami.user)).findable().exists()
    assert not meets(actor_for(someone(WORKER, OrganisationFactory()).user), momo)
