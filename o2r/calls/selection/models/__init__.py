"""Tables of the committee room."""

from o2r.calls.selection.models.decisions import Decision, DecisionQuerySet
from o2r.calls.selection.models.letters import Letter, LetterQuerySet
from o2r.calls.selection.models.minutes import Minutes, MinutesQuerySet
from o2r.calls.selection.models.publication import ResultsPublication, ResultsPublicationQuerySet
from o2r.calls.selection.models.room import Room, RoomQuerySet
from o2r.calls.selection.models.scenarios import Choice, Scenario, ScenarioQuerySet

__all__ = [
    "Choice",
    "Decision",
    "DecisionQuerySet",
    "Letter",
    "LetterQuerySet",
    "Minutes",
    "MinutesQuerySet",
    "ResultsPublication",
    "ResultsPublicationQuerySet",
    "Room",
    "RoomQuerySet",
    "Scenario",
    "ScenarioQuerySet",
]
