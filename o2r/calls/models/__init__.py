"""The call and what belongs to it."""

from o2r.calls.models.call import Call, CallEnvelope, CallQuerySet
from o2r.calls.models.grid import Criterion, CriterionQuerySet
from o2r.calls.models.pieces import RequiredPiece
from o2r.calls.models.versions import CallMove, CallVersion

__all__ = [
    "Call",
    "CallEnvelope",
    "CallMove",
    "CallQuerySet",
    "CallVersion",
    "Criterion",
    "CriterionQuerySet",
    "RequiredPiece",
]
