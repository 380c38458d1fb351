"""Three people: Claire runs the platform, Malik works for a bearer, Rosa for another."""

import pytest
from django.test import Client

from o2r.accounts.models import User
from o2r.projects.models import FundedProject
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.projects.factories import ProjectFactory


@pytest.fixture
def claire() -> User:
    return UserFactory(manager=True, email="claire@plateforme.example", display_name="Claire")


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
    client.force_login(claire)
    return client


@pytest.fixture
def as_malik(client: Client, malik: User) -> Client:
    client.force_login(malik)
    return client


@pytest.fixture
def as_rosa(client: Client, rosa: User) -> Client:
    client.force_login(rosa)
    return client
