"""The invented committees of a demonstration."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.network.committees import examples
from o2r.network.committees.models import Instance, Seat
from o2r.network.committees.services.instances import InstanceDetails, create_instance
from o2r.network.committees.services.meetings import (
    MeetingDetails,
    plan_meeting,
    record_attendance,
)
from o2r.network.committees.services.seats import SeatDetails, appoint
from o2r.territory.time_zones import time_zone_of


@transaction.atomic
def create_demo_committees(*, by: Actor) -> list[Instance]:
    """Create the invented committees once. Raises DemonstrationOnly outside a demonstration."""
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    known = {one.name for one in Instance.objects.filter(is_example=True)}
    return [_create(by, one) for one in examples.INSTANCES if one.name not in known]


def _create(by: Actor, example: examples.ExampleInstance) -> Instance:
    installed = clock.today() - timedelta(days=example.installed_days_ago)
    instance = create_instance(
        by=by,
        details=InstanceDetails(
            kind=example.kind,
            name=example.name,
            region=examples.REGION,
            zone_expression=example.zone,
            chairs=example.chairs,
            installed_on=installed,
        ),
        is_example=True,
    )
    seats = [_appoint(by, instance, one) for one in example.members]
    for meeting in example.meetings:
        _meet(by, instance, seats, meeting)
    return instance


def _appoint(by: Actor, instance: Instance, example: examples.ExampleMember) -> Seat:
    known = Organisation.objects.known_as(example.organisation, "", is_example=True)
    details = SeatDetails(
        organisation=known.first() if example.organisation else None,
        body=example.body,
        function=example.function,
        name=example.name,
        email=example.email,
        is_chair=example.is_chair,
        mandate_start=instance.installed_on,
    )
    return appoint(by=by, instance=instance, details=details)


def _meet(
    by: Actor, instance: Instance, seats: list[Seat], example: examples.ExampleMeeting
) -> None:
    day = clock.today() + timedelta(days=example.days)
    start = datetime.combine(day, time(14, 0), tzinfo=time_zone_of(instance.region))
    meeting = plan_meeting(
        by=by,
        instance=instance,
        details=MeetingDetails(
            starts_at=start,
            place=example.place,
            is_plenary=example.is_plenary,
            agenda=example.agenda,
            quorum=example.quorum,
        ),
    )
    if example.present is not None:
        present = {seat.pk for seat in seats[: example.present]}
        record_attendance(by=by, meeting=meeting, present=present)
