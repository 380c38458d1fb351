"""Reads of the reading of applications."""

from o2r.calls.reading.selectors.interests import Body, Known, has_conflict, known
from o2r.calls.reading.selectors.ranked import Ranked, ranking

__all__ = ["Body", "Known", "Ranked", "has_conflict", "known", "ranking"]
