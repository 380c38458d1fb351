"""The group of each person of the first worker, for ``o2r bench casework``."""

from typing import Any
from uuid import uuid4

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.together.enums import CareRole, CareState, ObligationKind
from o2r.pathways.together.models import CareMember, Meeting, Obligation
from o2r.pathways.together.terms import months_after
from o2r.people.models import Person


def fill(land: Territory) -> None:
    """Nothing more: a group is read one person at a time."""


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """A member, a meeting and something asked for each of the files that are opened."""
    members, meetings, asked = [], [], []
    for person in Person.objects.in_bulk(known["person"]).values():
        common = {"person": person, "form_digest": uuid4().hex}
        members.append(_member(person, operator))
        meeting = Meeting(
            **common, subject=person.pk, held_at=clock.now(), noted_by=operator.workers[0]
        )
        wanted = Obligation(
            **common, subject=person.pk, kind=ObligationKind.PAPERS, due_on=clock.today()
        )
        write_sealed(meeting, organisation=operator.organisation.pk, said="On continue.")
        write_sealed(wanted, organisation=operator.organisation.pk, what="Apporter un papier")
        meeting.save(force_insert=True)
        wanted.save(force_insert=True)
        meetings.append(meeting.pk)
        asked.append(wanted.pk)
    by_person = {one.person_id: one.pk for one in members}
    return {
        "care": [by_person[key] for key in known["person"]],
        "meeting": _ordered(known, meetings, Meeting),
        "obligation": _ordered(known, asked, Obligation),
    }


def _member(person: Person, operator: Operator) -> CareMember:
    return CareMember.objects.create(
        person=person,
        host=operator.organisation,
        user=operator.workers[0],
        role=CareRole.LEAD,
        state=CareState.ACTIVE,
        since=clock.today(),
        known_by_person_on=clock.today(),
        until=months_after(clock.today(), 3),
        invited_by=operator.workers[0],
        form_digest=uuid4().hex,
    )


def _ordered(known: Objects, keys: list[Any], model: type[Meeting] | type[Obligation]) -> list[Any]:
    rows = model._base_manager.filter(pk__in=keys)
    by_person = {one.person_id: one.pk for one in rows.order_by("pk")}
    return [by_person[key] for key in known["person"]]


measured_part(Part(("together",), fill, objects))
