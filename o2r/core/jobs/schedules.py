"""When a recurring job is due: pure rules, no database."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)


@dataclass(frozen=True)
class Every:
    """At each multiple of ``period`` since midnight UTC of 2000-01-01: it never drifts."""

    period: timedelta

    def next_after(self, moment: datetime) -> datetime:
        """The first slot strictly after ``moment``."""
        return _EPOCH + ((moment - _EPOCH) // self.period + 1) * self.period

    def sentence(self) -> str:
        minutes = int(self.period.total_seconds()) // 60
        if minutes % 1440 == 0:
            return "chaque jour" if minutes == 1440 else f"tous les {minutes // 1440} jours"
        if minutes % 60 == 0:
            return "chaque heure" if minutes == 60 else f"toutes les {minutes // 60} heures"
        return "chaque minute" if minutes == 1 else f"toutes les {minutes} minutes"


@dataclass(frozen=True)
class DailyAt:
    """Once a day at ``hour`` on the clocks of ``zone``, the day of a time change included."""

    hour: time
    zone: ZoneInfo

    def next_after(self, moment: datetime) -> datetime:
        """The first slot strictly after ``moment``."""
        day = moment.astimezone(self.zone).date()
        for shift in range(3):
            slot = datetime.combine(day + timedelta(days=shift), self.hour, tzinfo=self.zone)
            if slot.astimezone(UTC) > moment:
                return slot.astimezone(UTC)
        raise AssertionError("Two days always hold the next slot.")

    def sentence(self) -> str:
        return f"chaque jour à {self.hour:%H:%M}"


Schedule = Every | DailyAt


def retry_delay(failures: int) -> timedelta:
    """How long to wait after the ``failures``-th failure in a row (1, 2, 4… minutes, then 1 h)."""
    return min(FIRST_RETRY * (1 << min(failures - 1, 10)), LONGEST_RETRY)
