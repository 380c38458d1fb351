"""Recurring work, declared where it belongs: ``recurring.py`` of each app, read at start-up.

::

    @recurring("journal-anchor", every=timedelta(hours=1))
    def anchor(now: datetime) -> str:
        ...
        return "3 têtes de chaîne déposées."
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from o2r.core.jobs.schedules import DailyAt, Every, Schedule

Work = Callable[[datetime], str]
Question = Callable[[], bool]
LEASE = timedelta(minutes=15)
SHORTEST_PERIOD = timedelta(minutes=1)


@dataclass(frozen=True)
class RecurringJob:
    """A job as declared.

    ``lease``: a run that has said nothing for that long is taken for dead and taken over.
    ``in_transaction``: the work and the word that it is done are committed together.
    ``is_pressing``: whether people wait for it now.
    """

    name: str
    schedule: Schedule
    work: Work
    lease: timedelta = LEASE
    in_transaction: bool = True
    is_pressing: Question | None = None


@dataclass(frozen=True)
class Failure:
    """What the people in charge are told: no value, only the kind of error and its place."""

    job: str
    error: str
    at: datetime
    failures: int


_jobs: dict[str, RecurringJob] = {}
_listeners: list[Callable[[Failure], None]] = []


def recurring(
    name: str,
    *,
    every: timedelta | None = None,
    at: str | None = None,
    lease: timedelta = LEASE,
    in_transaction: bool = True,
    pressing: Question | None = None,
) -> Callable[[Work], Work]:
    """Declare a job, run by ``o2r tick`` when it is due.

    Exactly one of ``every`` (a minute at least) and ``at`` (``"03:00"``, time zone of the
    instance). The job receives the present instant and returns a French sentence of what it did,
    empty when there was nothing to do. After a crash it may run twice for one slot: it must not
    matter.

    With ``in_transaction=False`` the job opens its own transactions: for what talks to another
    server, or works so long that others would wait for it. ``lease`` must exceed its duration.
    ``pressing`` says, by one cheap reading, whether people wait for the work: the worker asks each
    second, and then does not wait for the slot.

    Raises ValueError when the name is taken or the schedule unreadable.
    """
    schedule = _schedule(name, every, at)

    def register(work: Work) -> Work:
        if name in _jobs:
            raise ValueError(f"Two recurring jobs are called {name!r}.")
        _jobs[name] = RecurringJob(name, schedule, work, lease, in_transaction, pressing)
        return work

    return register


def _schedule(name: str, every: timedelta | None, at: str | None) -> Schedule:
    if (every is None) == (at is None):
        raise ValueError(f"The job {name!r} needs either every= or at=.")
    if at is not None:
        return DailyAt(time.fromisoformat(at), ZoneInfo(settings.TIME_ZONE))
    assert every is not None  # noqa: S101 — said to mypy: the first check left no other case
    if every < SHORTEST_PERIOD or every % SHORTEST_PERIOD:
        raise ValueError(f"The job {name!r}: every= is a whole number of minutes.")
    return Every(every)


def jobs() -> dict[str, RecurringJob]:
    """Every declared job, by name."""
    return dict(sorted(_jobs.items()))


def on_failure(listener: Callable[[Failure], None]) -> Callable[[Failure], None]:
    """Have ``listener`` called when a job starts failing, then once a day while it still fails."""
    _listeners.append(listener)
    return listener


def listeners() -> tuple[Callable[[Failure], None], ...]:
    """Who is told of a failure."""
    return tuple(_listeners)
