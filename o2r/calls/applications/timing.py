"""Whether a submission is in time, to the microsecond. Pure: no database, no clock.

An application is in time when its request arrived while the call was open, closing instant
excluded; or when its author had opened the summary page while the call was open, and sends it
within fifteen minutes. Nothing else opens the door: extending a call is a published act.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

INTENT_LIFE = timedelta(minutes=15)
"""How long after the summary page opened, before the hour, a submission is honoured."""


class Verdict(Enum):
    """Why an arrival is received, or not."""

    OPEN = "open"
    INTENT = "intent"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"


def honoured_until(opened_at: datetime) -> datetime:
    """The last instant at which an intent still counts."""
    return opened_at + INTENT_LIFE


def honours(opened_at: datetime, *, closes_at: datetime, arrived_at: datetime) -> bool:
    """Whether an intent taken at ``opened_at``, while the call was open, covers this arrival."""
    return opened_at < closes_at and opened_at <= arrived_at <= honoured_until(opened_at)


def judge(
    arrived_at: datetime, *, opens_at: datetime, closes_at: datetime, intents: Iterable[datetime]
) -> tuple[Verdict, datetime | None]:
    """What to answer to an arrival, and the intent that makes it in time, the first that does."""
    if arrived_at < opens_at:
        return Verdict.TOO_EARLY, None
    if arrived_at < closes_at:
        return Verdict.OPEN, None
    for opened_at in sorted(intents):
        if opened_at >= opens_at and honours(opened_at, closes_at=closes_at, arrived_at=arrived_at):
            return Verdict.INTENT, opened_at
    return Verdict.TOO_LATE, None
