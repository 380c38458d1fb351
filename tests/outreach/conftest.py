"""Inès goes to the street and Hugo accompanies, with Sami who coordinates; Lina works elsewhere."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.proofs.site import sample_keys
from tests.accounts.factories import OrganisationFactory, UserFactory, enter, someone

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime(2026, 12, 1, 17, 0, tzinfo=PARIS)
"""The first of December 2026, one hour before the round of the evening."""


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with clock.stopped_at(TUESDAY):
        yield


@pytest.fixture
def passerelles() -> Organisation:
    return OrganisationFactory(name="Les Passerelles", region="84")


def _person(role: Role, where: Organisation, name: str) -> User:
    return someone(role, where, user=UserFactory(display_name=name)).user


@pytest.fixture
def ines(passerelles: Organisation) -> User:
    return _person(Role.OUTREACH_WORKER, passerelles, "Inès Valmont")


@pytest.fixture
def hugo(passerelles: Organisation) -> User:
    return _person(Role.CASEWORKER, passerelles, "Hugo Perrin")


@pytest.fixture
def sami(passerelles: Organisation) -> User:
    return _person(Role.COORDINATOR, passerelles, "Sami Belloc")


@pytest.fixture
def lina() -> User:
    """A worker of another operator."""
    return _person(Role.OUTREACH_WORKER, OrganisationFactory(), "Lina Quesnel")


@pytest.fixture
def karim() -> User:
    """An adviser of a partner, who goes on no round."""
    return someone(Role.PARTNER_ADVISER, user=UserFactory(display_name="Karim Tessier")).user


@pytest.fixture
def by(ines: User) -> Actor:
    return actor_for(ines)


@pytest.fixture
def as_ines(client: Client, ines: User) -> Client:
    return enter(client, ines)
