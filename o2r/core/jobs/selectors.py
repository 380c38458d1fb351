"""What one may read of the recurring jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from o2r.core import clock
from o2r.core.jobs.enums import JobState
from o2r.core.jobs.models import Job
from o2r.core.jobs.registry import jobs

# A worker passes every minute: a job this late says that none is at work.
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class JobLine:
    """One declared job as one shows it to the people in charge."""

    name: str
    schedule: str
    state: JobState
    due_at: datetime | None
    started_at: datetime | None
    succeeded_at: datetime | None
    duration: timedelta | None
    message: str
    error: str
    failures: int
    late: bool


def job_lines() -> list[JobLine]:
    """Every declared job, by name; one that no tick has seen yet has no due date."""
    late = clock.now() - LATE_AFTER
    rows = {row.name: row for row in Job.objects.filter(name__in=jobs())}
    lines = []
    for name, job in jobs().items():
        row = rows.get(name) or Job(name=name)
        lines.append(
            JobLine(
                name=name,
                schedule=job.schedule.sentence(),
                state=JobState(row.state),
                due_at=row.due_at,
                started_at=row.started_at,
                succeeded_at=row.succeeded_at,
                duration=row.duration,
                message=row.message,
                error=row.error,
                failures=row.failures,
                late=row.due_at is None or row.due_at < late,
            )
        )
    return lines
