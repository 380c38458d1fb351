"""Tables of the committees."""

from o2r.network.committees.models.instances import Instance, InstanceQuerySet, region_name
from o2r.network.committees.models.meetings import Attendance, Meeting, MeetingQuerySet
from o2r.network.committees.models.seats import Seat, SeatQuerySet

__all__ = [
    "Attendance",
    "Instance",
    "InstanceQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Seat",
    "SeatQuerySet",
    "region_name",
]
