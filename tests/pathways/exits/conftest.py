"""Inès is the referent of Momo, whose pathway began on the thirty-first of May 2026."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.models import Pathway
from o2r.pathways.services.opening import open_pathway
from o2r.people.models import Person
from tests.accounts.factories import someone
from tests.people.factories import Operator, acting, person

START = datetime(2026, 5, 31, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def place() -> Operator:
    with clock.stopped_at(START):
        return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    with clock.stopped_at(START):
        return person(place.ines)


@pytest.fixture
def pathway(place: Operator, momo: Person) -> Pathway:
    with clock.stopped_at(START):
        return open_pathway(by=acting(place.ines), person=momo)


@pytest.fixture
def sacha() -> User:
    """A worker of another operator."""
    with clock.stopped_at(START):
        user: User = someone(Role.CASEWORKER).user
        return user
