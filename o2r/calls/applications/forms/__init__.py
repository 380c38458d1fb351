"""What people type in an application, and what a State service takes over of another site."""

from o2r.calls.applications.forms.importing import ColumnsForm, CompletionForm, DossierFileForm
from o2r.calls.applications.forms.writing import (
    BudgetForm,
    DeclarationForm,
    EligibilityForm,
    FactsForm,
    InviteForm,
    MemberForm,
    NewMemberForm,
    PieceForm,
)

__all__ = [
    "BudgetForm",
    "ColumnsForm",
    "CompletionForm",
    "DeclarationForm",
    "DossierFileForm",
    "EligibilityForm",
    "FactsForm",
    "InviteForm",
    "MemberForm",
    "NewMemberForm",
    "PieceForm",
]
