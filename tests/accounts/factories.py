"""Makes accounts and organisations for tests."""

import factory
from django.test import Client
from factory.django import DjangoModelFactory

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.signin.measured_session import prove
from o2r.accounts.signin.second_factor import ENROLLED
from o2r.core import clock


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    class Params:
        example = factory.Trait(is_example=True)

    name = factory.Sequence(lambda rank: f"Organisation {rank}")
    kind = OrganisationKind.ASSOCIATION
    mailbox = factory.Sequence(lambda rank: f"boite-{rank}@organisation.example")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda rank: f"personne-{rank}@organisation.example")
    display_name = factory.Sequence(lambda rank: f"Personne {rank}")
    welcomed_at = factory.LazyFunction(clock.now)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.MEMBER
    approved_at = factory.LazyFunction(clock.now)
    personal_data_from = factory.LazyFunction(clock.now)


def someone(
    role: MembershipRole = MembershipRole.MEMBER,
    organisation: Organisation | None = None,
    **fields: object,
) -> Membership:
    """A person who works in an organisation whose kind has this role."""
    where = organisation or OrganisationFactory(
        kind=KIND_OF.get(role, OrganisationKind.ASSOCIATION)
    )
    return MembershipFactory(role=role, organisation=where, **fields)


def actor(
    role: MembershipRole = MembershipRole.MEMBER,
    organisation: Organisation | None = None,
    **fields: object,
) -> Actor:
    """The actor that such a person is."""
    return actor_for(someone(role, organisation, **fields).user)


def manager() -> User:
    """Who runs the platform."""
    return someone(MembershipRole.PLATFORM_MANAGER).user


KIND_OF = {
    MembershipRole.STATE_OFFICER: OrganisationKind.DREETS,
    MembershipRole.NATIONAL_OFFICER: OrganisationKind.DGEFP,
    MembershipRole.RESEARCHER: OrganisationKind.RESEARCH,
    MembershipRole.PLATFORM_MANAGER: OrganisationKind.PLATFORM,
    MembershipRole.PLATFORM_SUPPORT: OrganisationKind.PLATFORM,
    MembershipRole.PARTNER_ADVISER: OrganisationKind.MISSION_LOCALE,
}


def enter(client: Client, user: User) -> Client:
    """Sign ``user`` in, with a second factor just shown."""
    client.force_login(user)
    session = client.session
    session[ENROLLED] = True
    prove(session, user, {"mfa": clock.now().timestamp()})
    session.save()
    return client
