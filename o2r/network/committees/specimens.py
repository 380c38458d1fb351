"""Committees, their meetings and their members, in each relation to someone."""

from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import (
    OTHER_REGION,
    SAME_REGION,
    Somebody,
    Specimen,
    specimens_of,
)
from o2r.core import clock
from o2r.network.committees.calendar import mandate_end
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.models import Attendance, Instance, Meeting, Seat

RELATIONS = (Relation.ANY, Relation.TERRITORY, Relation.ORGANISATION)


def _meeting(someone: Somebody, relation: Relation) -> tuple[Meeting, Seat]:
    """A meeting that was held, and the member who came."""
    today = clock.today()
    instance = Instance.objects.create(
        kind=InstanceKind.DEPARTMENTAL,
        name=f"Comité {uuid4().hex}",
        region=SAME_REGION if relation is Relation.TERRITORY else OTHER_REGION,
    )
    seat = Seat.objects.create(
        instance=instance,
        organisation=someone.organisation
        if relation is Relation.ORGANISATION
        else someone.elsewhere,
        body="Organisme d’essai",
        function="membre",
        name=f"Nom {uuid4().hex}",
        email=f"{uuid4().hex}@essai.example",
        mandate_start=today - timedelta(days=30),
        mandate_end=mandate_end(today),
    )
    meeting = Meeting.objects.create(
        instance=instance,
        starts_at=clock.now() - timedelta(days=1),
        present_count=1,
        entitled_count=1,
    )
    Attendance.objects.create(meeting=meeting, seat=seat, is_present=True)
    return meeting, seat


def _parameters(meeting: Meeting, seat: Seat) -> dict[str, str]:
    return {
        "instance": str(meeting.instance_id),
        "meeting": str(meeting.pk),
        "seat": str(seat.pk),
    }


@specimens_of("committee", *RELATIONS)
def committee(someone: Somebody, relation: Relation) -> Specimen:
    """A departmental committee that met yesterday."""
    meeting, seat = _meeting(someone, relation)
    return Specimen(_parameters(meeting, seat), {"*": meeting.instance.name})


@specimens_of("committee-member", *RELATIONS)
def committee_member(someone: Somebody, relation: Relation) -> Specimen:
    """A member of such a committee."""
    meeting, seat = _meeting(someone, relation)
    return Specimen(_parameters(meeting, seat), {"*": seat.name})
