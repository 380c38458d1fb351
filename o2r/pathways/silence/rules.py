"""When a silence is long: rows of ``data/pathways/rules.csv``, all provisional."""

from o2r.pathways.rules import number
from o2r.pathways.silence.noticing import Limits


def limits() -> Limits:
    """What is noticed today. Raises ImproperlyConfigured when a row is missing."""
    return Limits(
        grace=number("silence-grace-days"),
        unwritten=number("silence-unwritten-days"),
        pace=number("silence-pace-hundredths"),
        pace_alone=number("silence-pace-alone-hundredths"),
        shortest=number("silence-shortest-days"),
        longest=number("silence-longest-days"),
    )
