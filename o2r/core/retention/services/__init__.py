"""Acts on retention and on people's rights: one function per act, keyword-only, author first."""

from o2r.core.retention.services.holds import lift_hold, place_hold
from o2r.core.retention.services.links import send_link
from o2r.core.retention.services.requests import (
    complete_request,
    extend_request,
    forget_details,
    kept_reference,
    receive_request,
    refuse_request,
    withdraw_request,
)
from o2r.core.retention.services.running import Done, erase_rows, run
from o2r.core.retention.services.subjects import (
    Outcome,
    erase_subject,
    limit,
    oppose,
    rectify,
    run_export,
    what_is_held,
)

__all__ = [
    "Done",
    "Outcome",
    "complete_request",
    "erase_rows",
    "erase_subject",
    "extend_request",
    "forget_details",
    "kept_reference",
    "lift_hold",
    "limit",
    "oppose",
    "place_hold",
    "receive_request",
    "rectify",
    "refuse_request",
    "run",
    "run_export",
    "send_link",
    "what_is_held",
    "withdraw_request",
]
