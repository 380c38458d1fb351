"""Les Passerelles, where Inès follows Momo; Lina works elsewhere."""

from collections.abc import Iterator

import pytest

from o2r.people.models import Person
from o2r.proofs.site import sample_keys
from tests.people.factories import Operator, person


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def elsewhere() -> Operator:
    return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    return person(place.ines)
