"""Reads of the committee room."""

from o2r.calls.selection.selectors.board import Board, board_of, boards_of, entries_of, ground_of
from o2r.calls.selection.selectors.decisions import (
    Drafted,
    current_decisions,
    drafted_of,
    meetings_for,
    undecided,
)
from o2r.calls.selection.selectors.results import laureates_of, published_laureates

__all__ = [
    "Board",
    "Drafted",
    "board_of",
    "boards_of",
    "current_decisions",
    "drafted_of",
    "entries_of",
    "ground_of",
    "laureates_of",
    "meetings_for",
    "published_laureates",
    "undecided",
]
