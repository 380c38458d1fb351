"""Coverage debt: the days since the last visit, against the wished rhythm. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Debt:
    """``days``: since the last visit, None when there was none; ``ratio``: in wished rhythms, 1 on
    the day a visit is due."""

    days: int | None
    rhythm: int
    ratio: float

    @property
    def is_due(self) -> bool:
        """Whether the wished rhythm is reached."""
        return self.ratio >= 1

    @property
    def late(self) -> int:
        """Days past the wished rhythm."""
        return max(0, round(self.ratio * self.rhythm) - self.rhythm)


def coverage_debt(
    last_visit: date | None, rhythm: int, today: date, *, known_since: date | None = None
) -> Debt:
    """What a place is owed on ``today``.

    A place never visited is due from the day it is noted, and its debt grows from there: as if its
    last visit had been one rhythm before. A visit dated after ``today`` counts as one of today.
    """
    if last_visit is not None:
        days = max(0, (today - last_visit).days)
        return Debt(days, rhythm, days / rhythm)
    known = max(0, (today - (known_since or today)).days)
    return Debt(None, rhythm, 1 + known / rhythm)
