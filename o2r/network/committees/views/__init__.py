"""The pages of the committees, in the professional space."""

from o2r.network.committees.views.instances import (
    change_instance,
    instance,
    instances,
    new_instance,
)
from o2r.network.committees.views.meetings import (
    attendance,
    change_meeting,
    meeting,
    minutes,
    new_meeting,
)
from o2r.network.committees.views.seats import new_seat, seat

__all__ = [
    "attendance",
    "change_instance",
    "change_meeting",
    "instance",
    "instances",
    "meeting",
    "minutes",
    "new_instance",
    "new_meeting",
    "new_seat",
    "seat",
]
