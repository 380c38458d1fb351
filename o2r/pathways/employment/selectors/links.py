"""The question that a link asks: found in one query, whatever becomes of it."""

from dataclasses import dataclass

from o2r.accounts.services.links import digest_of
from o2r.core.belt import errand
from o2r.pathways.employment.enums import CheckpointState, Side
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.employment.questions import Question, question_of


@dataclass(frozen=True)
class Asked:
    """A question that may be answered, or already was. Nothing of the person, nor of the job."""

    question: Question
    side: Side
    is_answered: bool


@errand("employment-answer")
def asked_by(code: str) -> Asked | None:
    """What a link asks; None when it answers nothing: unknown, too old and replaced look the same.

    One query in every case.
    """
    row = Checkpoint.objects.filter(digest=digest_of(code)).order_by("pk").first()
    if row is None:
        return None
    answered = row.state == CheckpointState.ANSWERED
    if not answered and not row.takes_an_answer:
        return None
    side = Side(row.side)
    return Asked(question_of(row.day, side), side, answered)
