"""Openings and invitations in the hands of someone hostile."""

import re

import pytest
from django.core import mail

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import NOBODY
from o2r.accounts.enums import (
    InvitationState,
    MembershipRole,
    OrganisationKind,
    RegistrationPurpose,
)
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Invitation, Membership, Organisation, User
from o2r.accounts.services import LinkUseless, Rights
from tests.accounts.factories import OrganisationFactory, someone

PASSWORD = "tabouret violet qui traverse lentement"
MANAGER = Rights(MembershipRole.MEMBER, manages_accounts=True)


def officer(region: str = "84") -> Membership:
    place = OrganisationFactory(kind=OrganisationKind.DREETS, region=region)
    return someone(MembershipRole.STATE_OFFICER, place)


@pytest.mark.parametrize(
    "kind", [OrganisationKind.DGEFP, OrganisationKind.DREETS, OrganisationKind.PLATFORM]
)
def test_an_officer_does_not_open_a_service_of_the_state_nor_the_platform(
    kind: OrganisationKind,
) -> None:
    target = OrganisationFactory(kind=kind, region="")
    with pytest.raises(DomainError, match="ne s’ouvre pas ainsi"):
        services.entrust(
            by=actor_for(officer().user), organisation=target, email="complice@ailleurs.example"
        )
    assert not Invitation.objects.exists()


def test_the_platform_opens_a_service_of_the_state_and_not_itself() -> None:
    by = actor_for(someone(MembershipRole.PLATFORM_MANAGER).user)
    state = OrganisationFactory(kind=OrganisationKind.DREETS, region="93")
    assert services.entrust(by=by, organisation=state, email="paul@dreets.example")
    other = OrganisationFactory(kind=OrganisationKind.PLATFORM)
    with pytest.raises(DomainError, match="ne s’ouvre pas ainsi"):
        services.entrust(by=by, organisation=other, email="complice@ailleurs.example")


def test_nobody_joins_a_service_of_the_state_by_its_siret() -> None:
    siret = "13003301300017"
    OrganisationFactory(kind=OrganisationKind.DREETS, siret=siret, region="")
    asked = services.register(
        by=NOBODY,
        purpose=RegistrationPurpose.OPENING,
        email="yann@lisieres.example",
        display_name="Yann Keller",
        organisation_name="Les Lisières",
        siret=siret,
        kind=OrganisationKind.ASSOCIATION,
        region="84",
    )
    with pytest.raises(DomainError, match="n’accueille personne"):
        services.confirm(by=NOBODY, digest=asked.token_hash, password=PASSWORD)
    assert not Membership.objects.filter(user__email="yann@lisieres.example").exists()
    assert Organisation.objects.get(siret=siret).region == ""


def secret_of(address: str) -> str:
    text = next(one.body for one in reversed(mail.outbox) if one.to == [address])
    found = re.search(r"/espace/invitation/([^/\s]+)/", text)
    assert found
    return services.digest_of(found[1])


def accept(address: str) -> Membership:
    return services.accept(
        by=NOBODY, digest=secret_of(address), display_name="Qui que ce soit", password=PASSWORD
    )


def invited(helene: Membership, *addresses: str) -> Organisation:
    place = OrganisationFactory(region="84")
    for address in addresses:
        services.entrust(by=actor_for(helene.user), organisation=place, email=address)
    return place


def test_a_second_first_manager_finds_the_door_closed(
    django_capture_on_commit_callbacks: object,
) -> None:
    helene = officer()
    with django_capture_on_commit_callbacks(execute=True):
        place = invited(helene, "vraie@porteur.example", "complice@ailleurs.example")
    accept("vraie@porteur.example")
    with pytest.raises(LinkUseless):
        accept("complice@ailleurs.example")
    assert Membership.objects.managers().filter(organisation=place).count() == 1


def test_the_invitations_of_an_officer_who_leaves_are_withdrawn(
    django_capture_on_commit_callbacks: object,
) -> None:
    helene = officer()
    chief = someone(MembershipRole.STATE_OFFICER, helene.organisation, manages_accounts=True)
    with django_capture_on_commit_callbacks(execute=True):
        invited(helene, "vraie@porteur.example")
    services.end_membership(by=actor_for(chief.user), membership=helene)
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    with pytest.raises(LinkUseless):
        accept("vraie@porteur.example")


def test_nobody_raises_themselves_through_a_second_mailbox(
    django_capture_on_commit_callbacks: object,
) -> None:
    nadege = someone(manages_accounts=True)
    someone(organisation=nadege.organisation, manages_accounts=True)
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(
            by=actor_for(nadege.user),
            organisation=nadege.organisation,
            email="autre@organisation.example",
            rights=Rights(MembershipRole.COORDINATOR, manages_accounts=True, is_dpo=True),
        )
    User.objects.filter(pk=nadege.user_id).update(email="autre@organisation.example")
    nadege.user.refresh_from_db()
    with pytest.raises(DomainError, match="n’augmente ses propres droits"):
        services.accept(by=actor_for(nadege.user), digest=secret_of("autre@organisation.example"))
    nadege.refresh_from_db()
    assert nadege.role == MembershipRole.MEMBER
    assert not nadege.is_dpo
