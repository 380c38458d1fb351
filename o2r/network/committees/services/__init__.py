"""Acts on the committees: one function per act, keyword-only, the actor first."""

from o2r.network.committees.services.demonstration import create_demo_committees
from o2r.network.committees.services.instances import (
    InstanceDetails,
    change_instance,
    create_instance,
)
from o2r.network.committees.services.meetings import (
    MeetingDetails,
    cancel_meeting,
    change_meeting,
    deposit_minutes,
    plan_meeting,
    record_attendance,
)
from o2r.network.committees.services.seats import (
    SeatDetails,
    appoint,
    change_seat,
    end_mandate,
    forget_members,
    renew_mandate,
)

__all__ = [
    "InstanceDetails",
    "MeetingDetails",
    "SeatDetails",
    "appoint",
    "cancel_meeting",
    "change_instance",
    "change_meeting",
    "change_seat",
    "create_demo_committees",
    "create_instance",
    "deposit_minutes",
    "end_mandate",
    "forget_members",
    "plan_meeting",
    "record_attendance",
    "renew_mandate",
]
