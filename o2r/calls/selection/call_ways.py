"""From a call to its committee, then to its results."""

from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.selection.models.room import OPEN_TO_ITS_SERVICE
from o2r.calls.ways import Page, way


def _is_decided(call: Call) -> bool:
    return call.state in OPEN_TO_ITS_SERVICE


def _is_told(call: Call) -> bool:
    return call.receives_here and call.state in (CallState.RESULTS, CallState.ARCHIVED)


way(Page.SERVICE, "Salle de comité", "selection:room", when=_is_decided, is_main=True)
way(Page.SERVICE, "Courriers", "selection:letters", when=_is_decided)
way(Page.SERVICE, "Publication des résultats", "selection:publication", when=_is_decided)
way(Page.PUBLIC, "Les projets retenus", "selection:results", when=_is_told, is_main=True)
