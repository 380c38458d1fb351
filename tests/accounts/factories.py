"""Makes accounts and organisations for tests."""

import factory
from factory.django import DjangoModelFactory

from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation, User


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

    class Params:
        manager = factory.Trait(is_instance_manager=True)

    email = factory.Sequence(lambda rank: f"personne-{rank}@organisation.example")
    display_name = factory.Sequence(lambda rank: f"Personne {rank}")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.MEMBER
