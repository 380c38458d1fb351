"""Forms of the calls. Services refuse again what must never pass."""

from o2r.calls.forms.fields import AsksReason
from o2r.calls.forms.grid import CriterionForm, PieceForm, RemovalForm
from o2r.calls.forms.parts import PARTS, STEPS, EnvelopesForm, MoveForm, NewCallForm

__all__ = [
    "PARTS",
    "STEPS",
    "AsksReason",
    "CriterionForm",
    "EnvelopesForm",
    "MoveForm",
    "NewCallForm",
    "PieceForm",
    "RemovalForm",
]
