from o2r.pathways.employment.models.follow import (
    Adjustment,
    Checkpoint,
    EmploymentAlert,
    EmploymentMove,
    JobVisit,
)
from o2r.pathways.employment.models.job import EmployerContact, Job

__all__ = [
    "Adjustment",
    "Checkpoint",
    "EmployerContact",
    "EmploymentAlert",
    "EmploymentMove",
    "Job",
    "JobVisit",
]
