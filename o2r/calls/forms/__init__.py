"""Forms of the calls. Services refuse again what must never pass."""

from o2r.calls.forms.grid import CriterionForm, PieceForm, RemovalForm
from o2r.calls.forms.parts import PARTS, STEPS, EnvelopesForm, MoveForm, NewCallForm

__all__ = [
    "PARTS",
    "STEPS",
    "CriterionForm",
    "EnvelopesForm",
    "MoveForm",
    "NewCallForm",
    "PieceForm",
    "RemovalForm",
]
