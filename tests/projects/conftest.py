"""Three people: Claire runs the platform, Malik works for a bearer, Rosa for another."""

import pytest
from django.test import Client

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import User
from o2r.projects.models import FundedProject
from tests.accounts.factories import MembershipFactory, UserFactory, enter, someone
from tests.projects.factories import ProjectFactory


@pytest.fixture
def claire() -> User:
    user = UserFactory(email="claire@plateforme.example", display_name="Claire")
    someone(MembershipRole.PLATFORM_MANAGER, user=user)
    return user


@pytest.fixture
def project() -> FundedProject:
    """The project that Malik's organisation carries."""
    return ProjectFactory(slug="portes-du-sud", title="Portes du Sud", zone="com:69259")


@pytest.fixture
def malik(project: FundedProject) -> User:
    user = UserFactory(email="malik@porteur.example", display_name="Malik")
    MembershipFactory(user=user, organisation=project.bearer)
    return user


@pytest.fixture
def rosa() -> User:
    user = UserFactory(email="rosa@ailleurs.example", display_name="Rosa")
    MembershipFactory(user=user)
    return user


@pytest.fixture
def as_claire(client: Client, claire: User) -> Client:
    enter(client, claire)
    return client


@pytest.fixture
def as_malik(client: Client, malik: User) -> Client:
    enter(client, malik)
    return client


@pytest.fixture
def as_rosa(client: Client, rosa: User) -> Client:
    enter(client, rosa)
    return client
