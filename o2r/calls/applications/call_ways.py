"""From a call to what candidates write."""

from o2r.calls.enums import CallState, Phase
from o2r.calls.models import Call
from o2r.calls.ways import Page, way
from o2r.core import clock


def _receives(call: Call) -> bool:
    return call.receives(clock.now())


def _may_ask(call: Call) -> bool:
    return bool(call.zone_expression) and call.phase() in (Phase.OPEN, Phase.UPCOMING)


def _may_take_over(call: Call) -> bool:
    """Dossiers are taken over once all have arrived: in a closed call most of the time."""
    return call.state != CallState.DRAFT


def _is_received_here(call: Call) -> bool:
    return call.receives_here and call.state != CallState.DRAFT


_WATCHED = (Phase.OPEN, Phase.CLOSED, Phase.EXAMINATION, Phase.RESULTS)


def _is_watched(call: Call) -> bool:
    return _is_received_here(call) and call.phase() in _WATCHED


way(
    Page.PUBLIC,
    "Répondre à cet appel",
    "applications:home",
    when=_receives,
    is_main=True,
    takes_call=False,
)
way(Page.PUBLIC, "Mon territoire est-il éligible ?", "applications:eligibility", when=_may_ask)
way(
    Page.SERVICE,
    "Reprendre des dossiers de Démarches simplifiées",
    "applications:import",
    when=_may_take_over,
)
way(
    Page.PUBLIC,
    "Disponibilité de la plateforme autour de la clôture",
    "applications:incidents",
    when=_is_watched,
)
way(
    Page.SERVICE,
    "Journal de disponibilité",
    "applications:availability",
    when=_is_received_here,
)
