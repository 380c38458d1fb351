"""Tables of the reading of applications."""

from o2r.calls.reading.models.admissibility import Admissibility, CorrectionRequest
from o2r.calls.reading.models.assignments import Assignment
from o2r.calls.reading.models.offices import CallOffice, DeclarationDesk, ReadingPlan
from o2r.calls.reading.models.opinions import Opinion, OpinionRevision
from o2r.calls.reading.models.readers import InterestDeclaration, Reader
from o2r.calls.reading.models.reviews import Review, Score

__all__ = [
    "Admissibility",
    "Assignment",
    "CallOffice",
    "CorrectionRequest",
    "DeclarationDesk",
    "InterestDeclaration",
    "Opinion",
    "OpinionRevision",
    "Reader",
    "ReadingPlan",
    "Review",
    "Score",
]
