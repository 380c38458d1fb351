"""Acts on referrals."""

from o2r.pathways.referrals.services.answering import (
    Said,
    answer_by_link,
    answer_for_structure,
    answer_received,
    cancel,
    see,
)
from o2r.pathways.referrals.services.linking import ask_code, make_letter, open_by_code
from o2r.pathways.referrals.services.preparing import Draft, closed_words, prepare, rework
from o2r.pathways.referrals.services.sending import send
from o2r.pathways.referrals.services.withdrawing import withdraw_consent

__all__ = [
    "Draft",
    "Said",
    "answer_by_link",
    "answer_for_structure",
    "answer_received",
    "ask_code",
    "cancel",
    "closed_words",
    "make_letter",
    "open_by_code",
    "prepare",
    "rework",
    "see",
    "send",
    "withdraw_consent",
]
