"""How a referral goes from a state to another, and what the days that pass do to it. Pure.

The delays are not in any text read: they are the product's, in ``data/pathways/rules.csv``
(provisoire): a reminder at 10 days, silence at 30, the loop closed at 45.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from o2r.pathways.referrals.enums import (
    REFERRAL_MOVES,
    UNREAD,
    Answer,
    EndReason,
    ReferralState,
)

S = ReferralState
_STEPS = (S.CONTACTED, S.APPOINTED, S.RECEIVED)
"""Through which an answer may pass: who was received had been joined, and had an appointment."""


@dataclass(frozen=True)
class Delays:
    """Days since the referral was sent, or since a late answer woke it up."""

    reminder: int
    silence: int
    closing: int


class Due(StrEnum):
    """What the days ask for."""

    REMIND = "remind"
    EXPIRE = "expire"
    CLOSE = "close"


def way(state: ReferralState, to: ReferralState) -> list[ReferralState]:
    """The moves that lead to a state, the shortest way; empty when none does.

    « Reçue » said at once of a referral just sent passes by « contact pris » and « rendez-vous ».
    """
    ways: list[list[ReferralState]] = [[one] for one in REFERRAL_MOVES[state]]
    while ways:
        walked = ways.pop(0)
        if walked[-1] == to:
            return walked
        if walked[-1] in _STEPS:
            ways += [[*walked, one] for one in REFERRAL_MOVES[walked[-1]] if one not in walked]
    return []


def answers(state: ReferralState) -> list[Answer]:
    """What may still be answered, in order; an appointment is moved too."""
    if state == S.DRAFT:
        return []
    moved = (Answer.APPOINTED,) if state == S.APPOINTED else ()
    return [one for one in Answer if way(state, one.state) or one in moved]


def due(
    state: ReferralState, since: date, today: date, delays: Delays, *, reminded: bool
) -> Due | None:
    """What is to be done today with a referral whose days are counted from ``since``."""
    days = (today - since).days
    if after(state) is None:
        return None
    if days >= delays.closing:
        return Due.CLOSE
    if state not in UNREAD:
        return None
    if days >= delays.silence:
        return Due.EXPIRE
    return Due.REMIND if days >= delays.reminder and not reminded else None


def after(state: ReferralState) -> tuple[ReferralState, EndReason] | None:
    """Where silence leads from a state, and why; None when nothing is awaited there."""
    if state in (*UNREAD, S.WAITING):
        return S.UNANSWERED, EndReason.SILENCE
    if state in (S.CONTACTED, S.APPOINTED, S.RECEIVED):
        return S.NOT_FOLLOWED, EndReason.NO_NEWS
    return None
