"""The clock of the intensive accompaniment: months of the calendar, never days. Pure.

Six to nine months, up to twelve by derogation (décret n° 2024-584; instruction DGEFP/DS/2024/131).
A period of months ends on the day that bears the number of its first one, or on the last day of a
shorter month (code de procédure civile, art. 641), that day included.
"""

import enum
from dataclasses import dataclass
from datetime import date, timedelta

from o2r.core.months import add_months


class Standing(enum.Enum):
    """What the clock says on a day."""

    NOT_STARTED = "pas commencé"
    RUNNING = "en cours"
    INFORMED = "six mois passés"
    ALERT = "fin proche"
    OVER = "terminé"
    DEROGATED = "prolongé"
    LAST_ALERT = "fin définitive proche"
    EXHAUSTED = "douze mois passés"


@dataclass(frozen=True)
class Limits:
    """Months of each limit, and days of warning before an end."""

    information: int
    normal: int
    longest: int
    alert_days: int


@dataclass(frozen=True)
class Clock:
    """The clock of one pathway. ``paused_days``: those that do not count, where a rule says so."""

    started_on: date | None
    limits: Limits
    is_derogated: bool = False
    paused_days: int = 0

    def _after(self, months: int) -> date | None:
        if self.started_on is None:
            return None
        return add_months(self.started_on, months) + timedelta(days=self.paused_days)

    @property
    def informed_on(self) -> date | None:
        """The day on which six months have passed."""
        return self._after(self.limits.information)

    @property
    def normal_end_on(self) -> date | None:
        """The last day without a derogation."""
        return self._after(self.limits.normal)

    @property
    def longest_end_on(self) -> date | None:
        """The last day of all."""
        return self._after(self.limits.longest)

    @property
    def end_on(self) -> date | None:
        """The last day of the intensive accompaniment, as things stand."""
        return self.longest_end_on if self.is_derogated else self.normal_end_on

    @property
    def alert_on(self) -> date | None:
        """The first day of the warning before the end."""
        end = self.end_on
        return end - timedelta(days=self.limits.alert_days) if end else None

    def standing(self, day: date) -> Standing:
        """What it says on a day. Raises nothing: a day before the start is not started."""
        start, end, alert, informed = self.started_on, self.end_on, self.alert_on, self.informed_on
        if start is None or end is None or alert is None or informed is None or day < start:
            return Standing.NOT_STARTED
        if day > end:
            return Standing.EXHAUSTED if self.is_derogated else Standing.OVER
        if day >= alert:
            return Standing.LAST_ALERT if self.is_derogated else Standing.ALERT
        if self.is_derogated:
            return Standing.DEROGATED
        return Standing.INFORMED if day >= informed else Standing.RUNNING

    def is_over(self, day: date) -> bool:
        """Whether new acts of intensive accompaniment are blocked on a day."""
        return self.standing(day) in (Standing.OVER, Standing.EXHAUSTED)

    def may_be_derogated(self, day: date) -> bool:
        """Whether a derogation would still give time."""
        last = self.longest_end_on
        return bool(self.started_on and last and not self.is_derogated and day <= last)

    def months_used(self, day: date) -> int:
        """Whole months since the start, those of the calendar, pauses apart; never below zero."""
        if self.started_on is None or day < self.started_on:
            return 0
        counted = day - timedelta(days=self.paused_days)
        months = (counted.year - self.started_on.year) * 12 + counted.month - self.started_on.month
        while months > 0 and add_months(self.started_on, months) > counted:
            months -= 1
        return max(months, 0)

    @property
    def months_allowed(self) -> int:
        """Nine, or twelve."""
        return self.limits.longest if self.is_derogated else self.limits.normal
