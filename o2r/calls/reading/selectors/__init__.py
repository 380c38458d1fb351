"""Reads of the reading of applications."""

from o2r.calls.reading.selectors.interests import Body, Known, known
from o2r.calls.reading.selectors.ranked import Ranked, ranking
from o2r.calls.reading.selectors.shared import (
    SharedComment,
    comments_for_candidate,
    comments_for_committee,
    comments_of_committee,
    opinions_of,
    opinions_on,
)

__all__ = [
    "Body",
    "Known",
    "Ranked",
    "SharedComment",
    "comments_for_candidate",
    "comments_for_committee",
    "comments_of_committee",
    "known",
    "opinions_of",
    "opinions_on",
    "ranking",
]
