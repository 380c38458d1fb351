"""What becomes by itself of shares whose last day has passed, and of emergency openings."""

from datetime import datetime, timedelta

from o2r.core import clock
from o2r.core.jobs.registry import recurring
from o2r.core.journal.authors import Author
from o2r.people.models import EmergencyOpening
from o2r.people.services.reviewing import (
    remind_of_reviews,
    suspend_unreviewed,
    tell_second_persons,
)
from o2r.people.services.sharing import close_ended


@recurring("ended-shares", every=timedelta(hours=24))
def close(now: datetime) -> str:
    """Take away the keys of the shares that have ended."""
    count = close_ended(Author.system("ended-shares"))
    return f"{count} partage(s) arrivé(s) à leur fin." if count else ""


def _somebody_waits() -> bool:
    waiting = EmergencyOpening.objects.waiting(clock.now())
    return waiting.filter(person__isnull=False, told_at=None).exists()


@recurring("emergency-second-person", every=timedelta(minutes=1), pressing=_somebody_waits)
def second_persons(now: datetime) -> str:
    """Tell who may agree that a protected file opens: here, so that asking takes the same time
    whether there is such a file or not."""
    count = tell_second_persons(now)
    return f"{count} demande(s) d’ouverture en urgence signalée(s)." if count else ""


@recurring("emergency-review", every=timedelta(hours=1))
def reviews(now: datetime) -> str:
    """Remind of the openings without a review, then suspend the accounts behind them."""
    reminded, suspended = remind_of_reviews(now), suspend_unreviewed(now)
    if not (reminded or suspended):
        return ""
    return f"{reminded} ouverture(s) rappelée(s), {suspended} compte(s) suspendu(s)."
