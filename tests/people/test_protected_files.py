"""A protected file: met by who is named in it, and nobody else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership, Organisation, Substitution
from o2r.core import clock
from o2r.core.crypto.models import Wrap
from o2r.core.crypto.services import share
from o2r.core.notifications.models import Notification
from o2r.core.notifications.services import mark_read
from o2r.people.enums import (
    AgreementProof,
    AgreementState,
    EmergencyReason,
    ProtectionReason,
    Purpose,
)
from o2r.people.models import (
    Agreement,
    EmergencyOpening,
    FollowUp,
    LikenessToken,
    Person,
    ProtectedReading,
    Protection,
)
from o2r.people.selectors.protection import protection_of
from o2r.people.services import Given, merge, open_person
from o2r.people.services.protecting import lift_protection, protect
from tests.accounts.factories import OrganisationFactory, enter, someone

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


# --- Acts -----------------------------------------------------------------------------------------


def told(member: Membership) -> list[Notification]:
    return list(Notification.objects.filter(recipient=member.user_id).order_by("created_at", "pk"))


def closed(sami: Membership, momo: Person, **given: object) -> Person:
    return protect(
        by=actor_for(sami.user),
        person=momo,
        reason=ProtectionReason.VIOLENCE,
        words="Ne rien dire à son frère.",
        **given,  # type: ignore[arg-type]
    )


def test_protecting_says_since_when_and_why_to_who_is_named(sami: Membership, momo: Person) -> None:
    awa = someone(WORKER, sami.organisation)
    FollowUp.objects.create(person=momo, user=awa.user)
    LikenessToken.objects.create(
        organisation=sami.organisation, person=momo, token=b"0123456789abcdef"
    )
    person = closed(sami, momo)
    assert person.is_protected
    assert not LikenessToken.objects.exists()
    kept = Protection.objects.get()
    assert b"violences" not in bytes(kept.reason)
    assert "frère".encode() not in bytes(kept.words)
    shown = protection_of(actor_for(awa.user), person)
    assert shown is not None
    assert shown.reason == ProtectionReason.VIOLENCE.label
    assert shown.words == "Ne rien dire à son frère."
    (one,) = told(awa)
    assert one.sensitive
    assert "Momo" not in one.subject + one.body
    assert not told(sami)


def test_who_accompanies_protects_and_the_referent_alone_lifts(
    sami: Membership, momo: Person
) -> None:
    awa = someone(WORKER, sami.organisation)
    FollowUp.objects.create(person=momo, user=awa.user)
    person = closed(awa, momo)
    assert told(sami)
    with pytest.raises(NotAllowed):
        lift_protection(by=actor_for(awa.user), person=person, words="Fini.")
    with pytest.raises(DomainError, match="pourquoi"):
        lift_protection(by=actor_for(sami.user), person=person, words=" ")
    lifted = lift_protection(by=actor_for(sami.user), person=person, words="Elle a déménagé.")
    assert not lifted.is_protected
    assert Protection.objects.get().ended_by == sami.user
    assert len(told(awa)) == 1
    again = closed(sami, lifted)
    assert again.is_protected
    assert Protection.objects.count() == 2


@pytest.mark.parametrize("role", [WORKER, MembershipRole.COORDINATOR, MembershipRole.MEMBER])
def test_nobody_else_protects_nor_lifts(
    sami: Membership, momo: Person, role: MembershipRole
) -> None:
    for place in (sami.organisation, None):
        other = actor_for(someone(role, place).user)
        with pytest.raises(NotAllowed):
            protect(by=other, person=momo, reason=ProtectionReason.ASKED)
        with pytest.raises(NotAllowed):
            lift_protection(by=other, person=momo, words="Pour voir.")


def test_protected_or_shared_never_both(sami: Membership, momo: Person) -> None:
    partner = someone(MembershipRole.PARTNER_ADVISER)
    agreement = agreed_with(momo, partner.organisation, sami)
    share(
        by=actor_for(sami.user).author,
        subject=momo.pk,
        from_=momo.organisation_id,
        to=partner.organisation_id,
    )
    with pytest.raises(DomainError, match="partagé avec 1 organisation\\."):
        closed(sami, momo)
    assert not Person.objects.get(pk=momo.pk).is_protected
    closed(sami, momo, stops_sharing=True)
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.WITHDRAWN
    assert not Wrap.objects.filter(organisation=partner.organisation_id).exists()


def test_a_merge_names_nobody_in_a_protected_file(sami: Membership, momo: Person) -> None:
    awa = someone(WORKER, sami.organisation)
    by = actor_for(sami.user)
    twin = open_person(by=by, given=Given(known_as="Momo"))
    FollowUp.objects.create(person=twin, user=awa.user)
    person = closed(sami, momo)
    merge(by=by, kept=person, gone=twin)
    assert not meets(actor_for(awa.user), person)


# --- Each view is told ----------------------------------------------------------------------------


def opens(client: Client, member: Membership, person: Person) -> int:
    enter(client, member.user)
    return client.get(reverse("protection:file", args=[person.pk])).status_code


def test_each_view_by_somebody_else_is_told_to_the_referent(sami: Membership, momo: Person) -> None:
    awa, hawa = someone(WORKER, sami.organisation), someone(WORKER, sami.organisation)
    for one in (awa, hawa):
        FollowUp.objects.create(person=momo, user=one.user)
    assert opens(Client(), awa, momo) == 200
    assert not told(sami)
    person = protected(momo)
    assert opens(Client(), sami, person) == 200
    assert not told(sami)
    assert opens(Client(), awa, person) == 200
    assert opens(Client(), awa, person) == 200
    assert opens(Client(), hawa, person) == 200
    (one,) = told(sami)
    assert f"{awa.user}, 2 fois" in one.body
    assert str(hawa.user) in one.body
    assert one.sensitive
    assert "Momo" not in one.subject + one.body
    # Once read, the next opening is told anew.
    mark_read(by=sami.user_id, notification=one)
    assert opens(Client(), hawa, person) == 200
    assert len(told(sami)) == 2
    rows = ProtectedReading.objects.order_by("count").values_list("count", flat=True)
    assert list(rows) == [2, 2]


def test_who_does_not_meet_it_leaves_the_same_trace_as_for_nothing(
    sami: Membership, momo: Person
) -> None:
    person = protected(momo)
    hugo = someone(WORKER, sami.organisation)
    client = enter(Client(), hugo.user)
    there = client.get(reverse("protection:file", args=[person.pk]))
    nowhere = client.get(reverse("protection:file", args=[other := uuid4()]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    bare = [
        re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", one.content) for one in (there, nowhere)
    ]
    assert bare[0].replace(str(person.pk).encode(), b"") == bare[1].replace(
        str(other).encode(), b""
    )
    assert not told(sami)


def test_the_pages_of_a_protected_file(sami: Membership, momo: Person) -> None:
    awa = someone(WORKER, sami.organisation)
    FollowUp.objects.create(person=momo, user=awa.user)
    client = enter(Client(), sami.user)
    address = reverse("protection:file", args=[momo.pk])
    assert "Protéger ce dossier" in client.get(address).content.decode()
    sent = {"reason": ProtectionReason.INSIDE.value, "words": "Son cousin travaille ici."}
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert "Son cousin travaille ici." in page
    assert str(awa.user) in page
    assert opens(Client(), awa, momo) == 200
    seen = client.get(reverse("protection:readings", args=[momo.pk])).content.decode()
    assert str(awa.user) in seen
    theirs = enter(Client(), awa.user)
    assert theirs.get(reverse("protection:readings", args=[momo.pk])).status_code == 404
    assert theirs.get(reverse("protection:lift", args=[momo.pk])).status_code == 404
    lifted = client.post(reverse("protection:lift", args=[momo.pk]), {"words": "Plus de danger."})
    assert lifted.status_code == 302
    assert not Person.objects.get(pk=momo.pk).is_protected
