"""The one clock of the product: code asks it the time, and nothing else.

It may be moved in two places only. A test stops it with :func:`stopped_at`; a demonstration runs
ahead by the days of ``O2R_CLOCK_AHEAD_DAYS`` (read once, at start-up, by the pages and the worker
alike), to show what comes due months later. Settings refuse that on a real instance.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


class ClockRefused(Exception):
    """Someone tried to move the clock of a real instance."""

    def __init__(self) -> None:
        super().__init__(
            "L’horloge ne se déplace que dans les tests et sur une démonstration : sur une vraie "
            "plateforme, des délais et des durées de conservation en dépendent."
        )


def now() -> datetime:
    """The present instant, with its time zone (UTC)."""
    if (stopped := _stopped_at.get()) is not None:
        return stopped
    if settings.DEMONSTRATION:
        return timezone.now() + timedelta(days=settings.CLOCK_AHEAD_DAYS)
    return timezone.now()


def today() -> date:
    """Today's date in the time zone of the instance."""
    return timezone.localdate(now())


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Stop the clock at ``instant`` (with a time zone) for the code inside, in this thread.

    Raises ClockRefused outside tests and demonstrations, ValueError without a time zone.
    """
    if not (settings.DEMONSTRATION or settings.CLOCK_MAY_STOP):
        raise ClockRefused
    if timezone.is_naive(instant):
        raise ValueError("The clock needs an instant with its time zone.")
    token = _stopped_at.set(instant)
    try:
        yield
    finally:
        _stopped_at.reset(token)
