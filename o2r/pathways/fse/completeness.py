"""What a sheet lacks, in words; how many sheets of an operation lack something. Pure.

An operation loses money beyond a share of incomplete sheets (DREETS Grand Est, 13/01/2025, to be
checked): the limits are dated values, and what is told comes before the last one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from o2r.pathways.fse.enums import BEFORE_SENDING, Level, Moment, SheetState
from o2r.pathways.fse.fields import Answers, Field, fields_of


def missing(answers: Answers, moment: Moment) -> list[Field]:
    """The fields without which one moment is not complete.

    Nothing lacks at the exit of who has not left; at six months a sample is asked: nothing lacks.
    """
    if moment is Moment.LEAVING and not has_begun(answers, moment):
        return []
    return [
        one for one in fields_of(moment) if one.required(answers) and not answers.get(one.code, "")
    ]


def has_begun(answers: Answers, moment: Moment) -> bool:
    """Whether something is answered at a moment."""
    return any(answers.get(one.code, "") for one in fields_of(moment))


def is_complete(answers: Answers, moment: Moment) -> bool:
    """Whether a moment is answered, and lacks nothing."""
    return has_begun(answers, moment) and not missing(answers, moment)


def is_reachable(answers: Answers) -> bool:
    """Whether the person can be asked in six months: a phone, an e-mail, or a professional."""
    return any(answers.get(code) for code in ("telephone", "courriel", "referent_joignable"))


def state_of(answers: Answers) -> SheetState:
    """Where a sheet stands before it is sent: each moment counts once those before are whole."""
    reached = SheetState.INCOMPLETE
    for moment, state in zip(Moment, BEFORE_SENDING[1:], strict=True):
        if not is_complete(answers, moment):
            break
        reached = state
    return reached


@dataclass(frozen=True)
class Completeness:
    """How many sheets an operation has; how many lack something, or cannot be reached later.

    ``overdue``: sheets without an exit although the operation is over; they are among the
    incomplete ones.
    """

    total: int = 0
    incomplete: int = 0
    unreachable: int = 0
    overdue: int = 0

    @property
    def percent(self) -> Decimal:
        """The share of incomplete sheets, in percent, rounded to one decimal."""
        if not self.total:
            return Decimal(0)
        return (Decimal(100 * self.incomplete) / self.total).quantize(Decimal("0.1"))

    def level(self, *, amber: Decimal, red: Decimal) -> Level:
        """Against two limits, in percent: amber from the first one on, red beyond the second."""
        # Not the rounded share: a limit is crossed or it is not.
        share = 100 * self.incomplete
        if share > red * self.total:
            return Level.RED
        return Level.AMBER if self.total and share >= amber * self.total else Level.FINE

    def room(self, limit: Decimal) -> int:
        """How many more sheets could lack something before ``limit`` percent is reached."""
        return max(0, int(limit * self.total / 100) - self.incomplete)


def is_overdue(left_on: date | None, ends_on: date, today: date, weeks: int) -> bool:
    """Whether an exit should be written: the operation ended more than ``weeks`` ago."""
    return left_on is None and (today - ends_on).days > 7 * weeks
