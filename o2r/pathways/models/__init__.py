from o2r.pathways.models.entry import Eligibility
from o2r.pathways.models.pathway import Derogation, Pathway, PathwayMove, PathwayPause
from o2r.pathways.models.stages import PathwayStage

__all__ = [
    "Derogation",
    "Eligibility",
    "Pathway",
    "PathwayMove",
    "PathwayPause",
    "PathwayStage",
]
