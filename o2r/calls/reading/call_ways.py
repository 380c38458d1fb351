"""From a call to its examination."""

from o2r.calls.enums import CallState, Phase
from o2r.calls.models import Call
from o2r.calls.ways import Page, way


def _is_read(call: Call) -> bool:
    return call.state != CallState.DRAFT and call.phase() not in (Phase.UPCOMING, Phase.UNKNOWN)


way(Page.SERVICE, "Instruction", "reading:examination", when=_is_read, is_main=True)
