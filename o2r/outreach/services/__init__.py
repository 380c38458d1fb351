"""Every write of outreach: one function per act, keyword-only, the actor first."""

from o2r.outreach.services.life import (
    alert_late_rounds,
    cancel_round,
    finish_round,
    postpone_return,
    start_round,
)
from o2r.outreach.services.places import (
    PlaceDetails,
    add_band,
    add_place,
    change_place,
    close_place,
    leave_place,
    remove_band,
    reopen_place,
    take_up_place,
)
from o2r.outreach.services.rounds import RoundDetails, change_round, plan_round
from o2r.outreach.services.stops import (
    add_stops,
    move_stop,
    remove_stop,
    skip_stop,
    undo_stop,
    visit_stop,
)

__all__ = [
    "PlaceDetails",
    "RoundDetails",
    "add_band",
    "add_place",
    "add_stops",
    "alert_late_rounds",
    "cancel_round",
    "change_place",
    "change_round",
    "close_place",
    "finish_round",
    "leave_place",
    "move_stop",
    "plan_round",
    "postpone_return",
    "remove_band",
    "remove_stop",
    "reopen_place",
    "skip_stop",
    "start_round",
    "take_up_place",
    "undo_stop",
    "visit_stop",
]
