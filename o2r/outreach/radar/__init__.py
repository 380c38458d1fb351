"""The radar of rounds: which places to visit, from plain facts, explained in words. Pure.

``proposal`` fills a round; ``rehearse`` tells what an order changed by somebody gives;
``coverage_debt`` is what a place is owed.
"""

from o2r.outreach.radar.debt import Debt, coverage_debt
from o2r.outreach.radar.facts import (
    PROVISIONAL,
    Band,
    Estimates,
    LeftOut,
    PlaceFacts,
    Position,
    PromiseFacts,
    Proposal,
    Rehearsed,
    RoundWanted,
    Sighting,
    Stop,
    Window,
)
from o2r.outreach.radar.planning import proposal
from o2r.outreach.radar.visits import rehearse

__all__ = [
    "PROVISIONAL",
    "Band",
    "Debt",
    "Estimates",
    "LeftOut",
    "PlaceFacts",
    "Position",
    "PromiseFacts",
    "Proposal",
    "Rehearsed",
    "RoundWanted",
    "Sighting",
    "Stop",
    "Window",
    "coverage_debt",
    "proposal",
    "rehearse",
]
