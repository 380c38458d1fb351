"""An application and all that its consortium writes."""

from o2r.calls.applications.models.access import ReadingAccess
from o2r.calls.applications.models.answers import Answer, AnswerRevision, Presence
from o2r.calls.applications.models.application import (
    Application,
    ApplicationMove,
    ApplicationQuerySet,
)
from o2r.calls.applications.models.budget import BudgetLine
from o2r.calls.applications.models.importing import DossierImport
from o2r.calls.applications.models.members import Member, MemberInvitation
from o2r.calls.applications.models.pieces import JoinedPiece
from o2r.calls.applications.models.submission import (
    AvailabilityCheck,
    Submission,
    SubmissionIntent,
    SubmissionTicket,
)

__all__ = [
    "Answer",
    "AnswerRevision",
    "Application",
    "ApplicationMove",
    "ApplicationQuerySet",
    "AvailabilityCheck",
    "BudgetLine",
    "DossierImport",
    "JoinedPiece",
    "Member",
    "MemberInvitation",
    "Presence",
    "ReadingAccess",
    "Submission",
    "SubmissionIntent",
    "SubmissionTicket",
]
