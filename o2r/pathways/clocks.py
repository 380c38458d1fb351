"""The clock of a pathway, with the values in force today."""

from o2r.core import clock
from o2r.pathways.clock_rules import Clock, Limits
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Pathway
from o2r.pathways.rules import number

STARTS = {
    1: PathwayState.ACCOMPANIMENT,
    2: PathwayState.REMOBILISATION,
    3: PathwayState.SPOTTED,
}
"""The move that starts it, by the value of the rule ``clock-start-event``."""


def limits() -> Limits:
    """The months and days in force."""
    return Limits(
        information=number("clock-information-months"),
        normal=number("clock-normal-months"),
        longest=number("clock-longest-months"),
        alert_days=number("clock-alert-days"),
    )


def starting_state() -> PathwayState:
    """The state whose first day starts the clock (provisional: no text read says which)."""
    return STARTS[number("clock-start-event")]


def clock_of(pathway: Pathway) -> Clock:
    """The clock of a pathway, with its derogation, and its pauses where a rule counts them."""
    paused = 0
    if number("clock-stops-in-pause"):
        paused = pathway.paused_days
        if pathway.state == PathwayState.PAUSED:
            paused += (clock.today() - pathway.state_since).days
    return Clock(
        started_on=pathway.intensive_from,
        limits=limits(),
        is_derogated=pathway.is_derogated,
        paused_days=paused,
    )
