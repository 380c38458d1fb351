"""Acts on the operations of the FSE+ and on their participant sheets."""

from o2r.pathways.fse.services.evidence import join_evidence, remove_evidence
from o2r.pathways.fse.services.exporting import Leaving, export_sheet, export_sheets
from o2r.pathways.fse.services.figures import compute_figures, send_figures
from o2r.pathways.fse.services.importing import Imported, import_sheets
from o2r.pathways.fse.services.mapping import save_mapping
from o2r.pathways.fse.services.operations import (
    Described,
    change_operation,
    estimate_minorities,
    move_operation,
    open_operation,
)
from o2r.pathways.fse.services.sheets import open_sheet, write_answers

__all__ = [
    "Described",
    "Imported",
    "Leaving",
    "change_operation",
    "compute_figures",
    "estimate_minorities",
    "export_sheet",
    "export_sheets",
    "import_sheets",
    "join_evidence",
    "move_operation",
    "open_operation",
    "open_sheet",
    "remove_evidence",
    "save_mapping",
    "send_figures",
    "write_answers",
]
