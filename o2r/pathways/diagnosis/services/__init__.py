"""Every act on a diagnosis and on a plan."""

from o2r.pathways.diagnosis.services.diagnosing import Answers, Said, write_diagnosis
from o2r.pathways.diagnosis.services.planning import (
    Planned,
    Wanted,
    change_action,
    move_action,
    move_objective,
    plan_action,
    set_objective,
)

__all__ = [
    "Answers",
    "Planned",
    "Said",
    "Wanted",
    "change_action",
    "move_action",
    "move_objective",
    "plan_action",
    "set_objective",
    "write_diagnosis",
]
