"""Inès follows Yanis; Élodie advises at a mission locale; Franck is a stranger."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from o2r.core import clock
from o2r.people.enums import Purpose, SharedField
from o2r.people.models import Agreement
from o2r.proofs.site import sample_keys
from tests.people.agreeing import World, a_world, given, told

TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
WHO = (SharedField.FIRST_NAME, SharedField.PHONE, SharedField.ROUTE)


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys(), clock.stopped_at(TUESDAY):
        yield


@pytest.fixture
def world() -> World:
    made = a_world()
    told(made)
    return made


@pytest.fixture
def agreed(world: World) -> Agreement:
    """Yanis lets the mission locale accompany him too."""
    return given(world, purpose=Purpose.ACCOMPANY, fields=WHO)
