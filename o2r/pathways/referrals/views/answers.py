"""The buttons by which an answer is given, on the three pages that take one."""

from django.http import HttpRequest

from o2r.pathways.referrals.enums import Answer, ReferralState
from o2r.pathways.referrals.forms import AnswerForm
from o2r.pathways.referrals.loop import answers
from o2r.pathways.referrals.models import Referral


def answer_forms(row: Referral, typed: AnswerForm | None = None) -> list[AnswerForm]:
    """A form for each answer that is possible now; ``typed``: the one to show again."""
    known = typed.known if typed is not None else None
    return [
        typed if typed is not None and one == known else AnswerForm(answer=one)
        for one in answers(ReferralState(row.state))
    ]


def asked_answer(request: HttpRequest, row: Referral) -> AnswerForm | None:
    """The form of the button pressed; None for what is no answer."""
    given = request.POST.get("answer", "")
    if row.state == ReferralState.DRAFT or given not in Answer.values:
        return None
    return AnswerForm(request.POST, answer=Answer(given))
