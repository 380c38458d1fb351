"""What was said together of what is in the way and of what one can rely on; and what is planned."""

from o2r.pathways.diagnosis.models.diagnoses import (
    BarrierScore,
    Diagnosis,
    DiagnosisMove,
    Strength,
)
from o2r.pathways.diagnosis.models.plans import (
    Objective,
    ObjectiveMove,
    PlanAction,
    PlanActionMove,
)

__all__ = [
    "BarrierScore",
    "Diagnosis",
    "DiagnosisMove",
    "Objective",
    "ObjectiveMove",
    "PlanAction",
    "PlanActionMove",
    "Strength",
]
