"""Meetings noted by tests, and Momo, whom Inès follows."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.outreach.models import Encounter
from o2r.outreach.services.encounter_details import EncounterDetails
from o2r.outreach.services.encounters import record_encounter
from o2r.people.models import Person
from o2r.people.services import Given, open_person


def note(by: Actor, *people: Person, entry: UUID | None = None, **more: Any) -> Encounter:
    """A meeting noted; ``details`` when it is not the plainest one."""
    return record_encounter(
        by=by,
        entry=entry or uuid4(),
        details=more.pop("details", EncounterDetails()),
        persons=[one.pk for one in people],
        **more,
    )


def days_ago(days: int, **fields: Any) -> EncounterDetails:
    return EncounterDetails(at=clock.now() - timedelta(days=days), **fields)


@pytest.fixture
def momo(by: Actor) -> Person:
    """Somebody whom Inès follows, since ten days."""
    made = open_person(by=by, given=Given(known_as="Momo"))
    before = clock.today() - timedelta(days=10)
    Person.objects.filter(pk=made.pk).update(opened_on=before, last_contact_on=before)
    return Person.objects.get(pk=made.pk)
