"""Readings promised: recalled a week before their day, and when they are late."""

from datetime import datetime, timedelta

from o2r.calls.reading.services.reminding import remind_readers
from o2r.core.jobs.registry import recurring


@recurring("reading-reminders", every=timedelta(hours=24))
def remind(now: datetime) -> str:
    """Tell readers of what is due in seven days, or was due yesterday."""
    count = remind_readers()
    return f"{count} rappel(s) de lecture." if count else ""
