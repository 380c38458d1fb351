"""Hélène works for the State in région 84, Karim advises in a partner of it, Zoé elsewhere."""

import pytest
from django.test import Client

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import User
from tests.accounts.factories import OrganisationFactory, UserFactory, enter, someone


def _person(role: MembershipRole, kind: OrganisationKind, region: str, name: str) -> User:
    where = OrganisationFactory(kind=kind, region=region)
    return someone(role, where, user=UserFactory(display_name=name)).user


@pytest.fixture
def helene() -> User:
    return _person(MembershipRole.STATE_OFFICER, OrganisationKind.DREETS, "84", "Hélène")


@pytest.fixture
def karim() -> User:
    return _person(MembershipRole.PARTNER_ADVISER, OrganisationKind.MISSION_LOCALE, "84", "Karim")


@pytest.fixture
def zoe() -> User:
    return _person(MembershipRole.STATE_OFFICER, OrganisationKind.DREETS, "93", "Zoé")


@pytest.fixture
def paul() -> User:
    return _person(MembershipRole.NATIONAL_OFFICER, OrganisationKind.DGEFP, "", "Paul")


@pytest.fixture
def by(helene: User) -> Actor:
    return actor_for(helene)


@pytest.fixture
def as_helene(client: Client, helene: User) -> Client:
    return enter(client, helene)


@pytest.fixture
def as_karim(client: Client, karim: User) -> Client:
    return enter(client, karim)
