"""Les Passerelles, where Inès takes over the pathways that the team kept in a spreadsheet."""

from collections.abc import Iterator

import pytest

from o2r.proofs.site import sample_keys
from tests.people.factories import Operator


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
