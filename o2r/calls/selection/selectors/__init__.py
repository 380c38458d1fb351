"""Reads of the committee room."""

from o2r.calls.selection.selectors.board import Board, board_of, boards_of, entries_of, ground_of
from o2r.calls.selection.selectors.decisions import (
    Drafted,
    current_decisions,
    drafted_of,
    meetings_for,
    undecided,
)
from o2r.calls.selection.selectors.results import Laureate, laureates, outcome_letters

__all__ = [
    "Board",
    "Drafted",
    "Laureate",
    "board_of",
    "boards_of",
    "current_decisions",
    "drafted_of",
    "entries_of",
    "ground_of",
    "laureates",
    "meetings_for",
    "outcome_letters",
    "undecided",
]
