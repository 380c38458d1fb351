"""What officers, readers and consortia type about a reading."""

from o2r.calls.reading.forms.checking import (
    AnswerForm,
    ChecklistForm,
    CorrectionForm,
    DecisionForm,
)
from o2r.calls.reading.forms.office import (
    AssignForm,
    NameReaderForm,
    OpinionCorrectionForm,
    OpinionForm,
    PlanForm,
    ProposalForm,
    ReaderForm,
    ReasonForm,
)
from o2r.calls.reading.forms.reading import InterestsForm, ReviewForm, mark_of_body

__all__ = [
    "AnswerForm",
    "AssignForm",
    "ChecklistForm",
    "CorrectionForm",
    "DecisionForm",
    "InterestsForm",
    "NameReaderForm",
    "OpinionCorrectionForm",
    "OpinionForm",
    "PlanForm",
    "ProposalForm",
    "ReaderForm",
    "ReasonForm",
    "ReviewForm",
    "mark_of_body",
]
