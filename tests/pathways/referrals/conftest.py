"""Yanis, whom Inès follows, is sent towards services around; it is the first of December 2026."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from o2r.core import clock
from o2r.proofs.site import sample_keys
from tests.people.agreeing import World, a_world, told

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def world() -> World:
    """Yanis was informed, and lives in Vénissieux."""
    made = a_world()
    told(made)
    made.person.commune, made.person.department = "69259", "69"
    made.person.save()
    return made
