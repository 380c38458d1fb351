"""Every test of people has the keys of the platform: what is written of somebody is sealed."""

from collections.abc import Iterator

import pytest

from o2r.proofs.site import sample_keys
from tests.people.story_cast import Cast


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield


@pytest.fixture
def cast() -> Cast:
    """Who is who in the safety stories."""
    return Cast()
