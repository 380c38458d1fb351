"""The one way from a state to another, for a job, a question and an alert: table, row, log."""

from uuid import UUID

from o2r.accounts.errors import DomainError
from o2r.pathways.employment.enums import (
    ALERT_MOVES,
    CHECKPOINT_MOVES,
    JOB_MOVES,
    AlertState,
    CheckpointState,
    JobState,
    MovedThing,
)
from o2r.pathways.employment.models import Checkpoint, EmploymentAlert, EmploymentMove, Job

_RELOAD = "Rechargez la page : quelqu’un l’a peut-être changé."


def move_job(job: Job, to: JobState, *, by: UUID | None) -> None:
    """Move a locked job. Raises DomainError for a move that the table has not."""
    left = JobState(job.state)
    if to not in JOB_MOVES[left]:
        raise DomainError(
            f"Cet emploi est « {left.label} » : il ne peut plus devenir « {to.label} ». {_RELOAD}"
        )
    job.state = to
    job.save()
    log(MovedThing.JOB, job, left, by)


def move_checkpoint(row: Checkpoint, to: CheckpointState, *, by: UUID | None) -> None:
    """The same for a question."""
    left = CheckpointState(row.state)
    if to not in CHECKPOINT_MOVES[left]:
        raise DomainError(
            f"Cette question est « {left.label} » : elle ne peut plus devenir « {to.label} ». "
            f"{_RELOAD}"
        )
    row.state = to
    row.save()
    log(MovedThing.CHECKPOINT, row, left, by)


def move_alert(row: EmploymentAlert, to: AlertState, *, by: UUID | None) -> None:
    """The same for an alert."""
    left = AlertState(row.state)
    if to not in ALERT_MOVES[left]:
        raise DomainError(
            f"Cette alerte est « {left.label} » : elle ne peut plus devenir « {to.label} ». "
            f"{_RELOAD}"
        )
    row.state = to
    row.save()
    log(MovedThing.ALERT, row, left, by)


def log(
    thing: MovedThing, row: Job | Checkpoint | EmploymentAlert, left: str, by: UUID | None
) -> None:
    """Write where a row came from; ``left`` is empty for a new one."""
    EmploymentMove.objects.create(
        person_id=row.person_id, thing=thing, about=row.pk, left=left, reached=row.state, by=by
    )
