"""Of which group of fields each answer is: who follows somebody without their health reads no
answer about it."""

from django.db.models import Model

from o2r.pathways.measures.enums import Dimension
from o2r.pathways.measures.models import Measure, MostSignificantChange, Slider
from o2r.pathways.measures.wordings import scales

CAREFUL = "health"
"""For a scale that this version no longer knows."""


def group_of(row: Model) -> str:
    """The group that opens a row."""
    if isinstance(row, Measure):
        scale = scales().get(row.scale)
        return scale.group if scale else CAREFUL
    if isinstance(row, Slider):
        return Dimension(row.dimension).group
    return "narrative" if isinstance(row, MostSignificantChange) else "barriers"
