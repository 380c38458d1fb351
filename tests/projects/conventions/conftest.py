"""Hélène serves the région of the convention, Marc another one; Sami coordinates the bearer, Nour
works there without coordinating, Rosa coordinates another organisation."""

import pytest
from django.test import Client

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Organisation, User
from o2r.projects.conventions.models import Convention
from o2r.proofs.filling import siret
from tests.accounts.factories import MembershipFactory, OrganisationFactory, UserFactory, enter
from tests.projects.conventions import factories


def page_text(client: Client, address: str) -> str:
    """What a page says, its spaces made plain."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


def plain(html: str) -> str:
    for space in ("&nbsp;", "\xa0", "\u202f"):
        html = html.replace(space, " ")
    return " ".join(html.split())


@pytest.fixture
def dreets() -> Organisation:
    return OrganisationFactory(
        name="DREETS A", kind=OrganisationKind.DREETS, region="84", siret=siret(1)
    )


@pytest.fixture
def bearer() -> Organisation:
    return OrganisationFactory(name="Les Passerelles", siret=siret(2))


def working(name: str, organisation: Organisation, role: MembershipRole) -> User:
    user = UserFactory(email=f"{name.lower()}@essai.example", display_name=name)
    MembershipFactory(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def helene(dreets: Organisation) -> User:
    return working("Helene", dreets, MembershipRole.STATE_OFFICER)


@pytest.fixture
def marc() -> User:
    elsewhere = OrganisationFactory(name="DREETS B", kind=OrganisationKind.DREETS, region="93")
    return working("Marc", elsewhere, MembershipRole.STATE_OFFICER)


@pytest.fixture
def sami(bearer: Organisation) -> User:
    return working("Sami", bearer, MembershipRole.COORDINATOR)


@pytest.fixture
def nour(bearer: Organisation) -> User:
    return working("Nour", bearer, MembershipRole.CASEWORKER)


@pytest.fixture
def rosa() -> User:
    return working("Rosa", OrganisationFactory(name="Ailleurs"), MembershipRole.COORDINATOR)


@pytest.fixture
def state(helene: User) -> Actor:
    return actor_for(helene)


@pytest.fixture
def operator(sami: User) -> Actor:
    return actor_for(sami)


@pytest.fixture
def stranger(rosa: User) -> Actor:
    return actor_for(rosa)


@pytest.fixture
def as_helene(client: Client, helene: User) -> Client:
    return enter(client, helene)


@pytest.fixture
def as_sami(sami: User) -> Client:
    return enter(Client(), sami)


@pytest.fixture
def as_rosa(rosa: User) -> Client:
    return enter(Client(), rosa)


@pytest.fixture
def draft(bearer: Organisation, dreets: Organisation) -> Convention:
    return factories.draft(bearer, dreets, reference="2026-ARA-01")


@pytest.fixture
def signed(bearer: Organisation, dreets: Organisation) -> Convention:
    return factories.signed(bearer, dreets, reference="2026-ARA-02", title="Portes du Sud")
