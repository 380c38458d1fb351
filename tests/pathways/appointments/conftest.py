from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.people.models import Person
from o2r.proofs.site import sample_keys
from tests.people.factories import Operator, acting, person

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys(), clock.stopped_at(NOW):
        yield


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    return person(place.ines)


@pytest.fixture
def by(place: Operator) -> Actor:
    return acting(place.ines)
