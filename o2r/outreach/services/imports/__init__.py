"""Taking over the files of an operator: kept, matched, shown, then written whole or not at all."""

from o2r.outreach.services.imports.keeping import (
    choose_columns,
    forget_file,
    forget_files,
    keep_file,
    sheet_of,
)
from o2r.outreach.services.imports.plans import Plan, Planned
from o2r.outreach.services.imports.reading import plan_import
from o2r.outreach.services.imports.undoing import undo_import
from o2r.outreach.services.imports.writing import write_import

__all__ = [
    "Plan",
    "Planned",
    "choose_columns",
    "forget_files",
    "forget_file",
    "keep_file",
    "plan_import",
    "sheet_of",
    "undo_import",
    "write_import",
]
