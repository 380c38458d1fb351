"""Inès follows Yanis, who signs a contract; Bastien is a colleague, Franck a stranger."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from o2r.core import clock
from o2r.proofs.site import sample_keys
from tests.people.agreeing import World, a_world, told

TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys(), clock.stopped_at(TUESDAY):
        yield


@pytest.fixture
def world() -> World:
    made = a_world()
    told(made)
    return made
