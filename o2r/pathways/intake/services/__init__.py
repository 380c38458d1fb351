"""Taking over the pathways of an operator: kept, matched, shown, then written whole or not."""

from o2r.pathways.intake.services.keeping import (
    choose_columns,
    forget_file,
    forget_files,
    keep_file,
    sheet_of,
)
from o2r.pathways.intake.services.planning import Plan, Ready, plan_intake
from o2r.pathways.intake.services.undoing import undo_intake
from o2r.pathways.intake.services.writing import write_intake

__all__ = [
    "Plan",
    "Ready",
    "choose_columns",
    "forget_file",
    "forget_files",
    "keep_file",
    "plan_intake",
    "sheet_of",
    "undo_intake",
    "write_intake",
]
