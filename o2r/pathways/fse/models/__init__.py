"""Tables of the FSE+: operations, and the vault of their participant sheets."""

from o2r.pathways.fse.models.mapping import ColumnMapping
from o2r.pathways.fse.models.operation import Operation, OperationMove, SentFigures
from o2r.pathways.fse.models.sheet import ParticipantSheet, SheetAnswers, SheetMove

__all__ = [
    "ColumnMapping",
    "Operation",
    "OperationMove",
    "ParticipantSheet",
    "SentFigures",
    "SheetAnswers",
    "SheetMove",
]
