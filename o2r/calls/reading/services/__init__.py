"""Acts on the reading of applications: one function per act, keyword-only, the actor first."""

from o2r.calls.reading.services.admissibility import (
    Checked,
    answer_correction,
    ask_correction,
    check,
    decide_admissibility,
)
from o2r.calls.reading.services.assigning import (
    assign,
    confirm_assignment,
    end_assignment,
)
from o2r.calls.reading.services.gate import Declared, declare, reassess
from o2r.calls.reading.services.opinions import correct_opinion, record_opinion
from o2r.calls.reading.services.planning import change_plan, start_examination
from o2r.calls.reading.services.readers import change_reader, end_reader, name_reader
from o2r.calls.reading.services.reviewing import (
    TypedReview,
    TypedScore,
    exclude_review,
    save_review,
    send_review,
)

__all__ = [
    "Checked",
    "Declared",
    "TypedReview",
    "TypedScore",
    "answer_correction",
    "ask_correction",
    "assign",
    "change_plan",
    "change_reader",
    "check",
    "confirm_assignment",
    "correct_opinion",
    "decide_admissibility",
    "declare",
    "end_assignment",
    "end_reader",
    "exclude_review",
    "name_reader",
    "reassess",
    "record_opinion",
    "save_review",
    "send_review",
    "start_examination",
]
