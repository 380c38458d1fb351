"""Acts on calls: one function per act, keyword-only, the actor first."""

from o2r.calls.services.announcing import (
    AlreadyClosed,
    amend_call,
    create_call,
    publish_call,
    write_call,
)
from o2r.calls.services.known import record_known_call
from o2r.calls.services.moving import ImpossibleMove, move_call
from o2r.calls.services.parts import (
    add_criterion,
    add_piece,
    remove_criterion,
    remove_piece,
    start_grid,
    write_criterion,
    write_envelopes,
)
from o2r.calls.services.sharing import EnvelopeTyped

__all__ = [
    "AlreadyClosed",
    "EnvelopeTyped",
    "ImpossibleMove",
    "add_criterion",
    "add_piece",
    "amend_call",
    "create_call",
    "move_call",
    "publish_call",
    "record_known_call",
    "remove_criterion",
    "remove_piece",
    "start_grid",
    "write_call",
    "write_criterion",
    "write_envelopes",
]
