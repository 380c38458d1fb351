"""Running what is due, once, whoever asks and however many ask at the same time."""

import logging
import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from o2r.core import clock
from o2r.core.belt import system_scope
from o2r.core.jobs.enums import JobState
from o2r.core.jobs.models import Job
from o2r.core.jobs.registry import Failure, RecurringJob, jobs, listeners
from o2r.core.jobs.schedules import retry_delay

logger = logging.getLogger(__name__)
TELL_AGAIN_AFTER = timedelta(days=1)


class TakenOver(Exception):
    """The run lost its job to another one while it was working: what it did is undone."""


@dataclass(frozen=True)
class Outcome:
    """How one run went. ``message`` is a French sentence, the error's kind when it failed."""

    job: str
    state: JobState
    message: str
    duration: timedelta


def run_due_jobs(*, only: str = "") -> Iterator[Outcome]:
    """Run every job that is due, one after the other, and yield how each went.

    ``only`` names one job, run now whether it is due or not (unless it is being run). A job is
    claimed by a conditional update, so two ticks at once share the work; a run that dies keeps its
    claim until its lease ends, then another takes over. The failure of one stops none of the
    others. Raises LookupError for a name nothing declares.
    """
    declared = jobs()
    if only and only not in declared:
        raise LookupError(f"Aucun travail ne s’appelle « {only} » : voir o2r tick --list.")
    now = clock.now()
    _enrol(declared, now)
    for job in [declared[only]] if only else declared.values():
        claim = _claim(job, now=clock.now(), forced=bool(only))
        if claim is not None:
            yield _run(job, claim)


def run_pressing_jobs() -> Iterator[Outcome]:
    """Run the jobs for which people wait now, whatever the hour, and yield how each went.

    One that fails waits for its slot.
    """
    for job in jobs().values():
        if job.is_pressing is not None and _asks(job):
            yield from run_due_jobs(only=job.name)


def _asks(job: RecurringJob) -> bool:
    assert job.is_pressing is not None  # noqa: S101 — the caller has looked
    failing = Job.objects.filter(name=job.name, failures__gt=0).exists
    with system_scope(job.name):
        return job.is_pressing() and not failing()


def _enrol(declared: dict[str, RecurringJob], now: datetime) -> None:
    """Give a row to each declared job; a schedule that became shorter applies at once."""
    rows = {row.name: row.due_at for row in Job.objects.filter(name__in=declared)}
    missing = [Job(name=name, due_at=now) for name in declared if name not in rows]
    Job.objects.bulk_create(missing, ignore_conflicts=True)
    for name, due_at in rows.items():
        slot = declared[name].schedule.next_after(now)
        if due_at > slot:
            Job.objects.filter(name=name, due_at=due_at).update(due_at=slot)


def _claim(job: RecurringJob, *, now: datetime, forced: bool) -> uuid.UUID | None:
    claim = uuid.uuid4()
    rows = Job.objects.free(now) if forced else Job.objects.due(now)
    taken = rows.filter(name=job.name).update(
        state=JobState.RUNNING, claim=claim, claimed_until=now + job.lease, started_at=now
    )
    return claim if taken else None


def _run(job: RecurringJob, claim: uuid.UUID) -> Outcome:
    started = time.perf_counter()

    def elapsed() -> timedelta:
        return timedelta(seconds=time.perf_counter() - started)

    try:
        with system_scope(job.name), transaction.atomic() if job.in_transaction else nullcontext():
            message = job.work(clock.now())
            # In the job's own transaction: done, and known to be done, or neither.
            _succeed(job, claim, message, elapsed())
    except TakenOver:
        return Outcome(job.name, JobState.RUNNING, "Repris par un autre passage.", elapsed())
    except Exception as error:  # noqa: BLE001 — the failure of one job must not stop the others
        described = describe(error)
        logger.error(
            "Travail %s : %s\n%s",
            job.name,
            described,
            "".join(traceback.format_tb(error.__traceback__)),
        )
        _fail(job, claim, described, elapsed())
        return Outcome(job.name, JobState.FAILED, described, elapsed())
    return Outcome(job.name, JobState.SUCCEEDED, message, elapsed())


def describe(error: BaseException) -> str:
    """The kind of an error and its place. Never its text, which may hold someone's data."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename.rsplit('/o2r/', 1)[-1]}:{frames[-1].lineno})" if frames else ""
    return (type(error).__name__ + place)[:200]


def _succeed(job: RecurringJob, claim: uuid.UUID, message: str, duration: timedelta) -> None:
    now = clock.now()
    held = Job.objects.filter(name=job.name, claim=claim).update(
        state=JobState.SUCCEEDED,
        due_at=job.schedule.next_after(now),
        claim=None,
        claimed_until=None,
        succeeded_at=now,
        duration=duration,
        message=message,
        error="",
        failures=0,
        told_at=None,
    )
    if not held:
        raise TakenOver


def _fail(job: RecurringJob, claim: uuid.UUID, error: str, duration: timedelta) -> None:
    with transaction.atomic():
        row = Job.objects.select_for_update(no_key=True).filter(name=job.name, claim=claim).first()
        if row is None:
            return
        now = clock.now()
        row.failures += 1
        row.state, row.error, row.duration = JobState.FAILED, error, duration
        row.claim = row.claimed_until = None
        row.due_at = min(job.schedule.next_after(now), now + retry_delay(row.failures))
        to_tell = row.told_at is None or row.told_at <= now - TELL_AGAIN_AFTER
        row.save()
    if to_tell:
        _tell(row, Failure(job.name, error, now, row.failures))


def _tell(row: Job, failure: Failure) -> None:
    for listener in listeners():
        try:
            with transaction.atomic():
                listener(failure)
        except Exception as error:  # noqa: BLE001 — telling must not break what works
            logger.error("Échec de %s non signalé : %s", failure.job, describe(error))
        else:
            Job.objects.filter(pk=row.pk).update(told_at=failure.at)
