"""Which questions are asked when, and to whom; what is asked no more."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from o2r.core import clock
from o2r.pathways.employment.enums import CheckpointState, MovedThing, Side
from o2r.pathways.employment.models import Checkpoint, Job
from o2r.pathways.employment.questions import checkpoint_days
from o2r.pathways.employment.services.moving import log, move_checkpoint


def plan(job: Job, side: Side, *, by: UUID | None) -> None:
    """Plan the questions of one side that are not passed; those planned before are left alone.

    To the employer, only once the person has agreed: who calls has checked it.
    """
    known = set(job.checkpoints.filter(side=side).values_list("day", flat=True))
    for day in checkpoint_days():
        due = job.starts_on + timedelta(days=day)
        if day in known or due < clock.today():
            continue
        row = Checkpoint(
            subject=job.person_id, person_id=job.person_id, job=job, day=day, side=side, due_on=due
        )
        row.save(force_insert=True)
        log(MovedThing.CHECKPOINT, row, "", by)


def stop_asking(job: Job, *, by: UUID | None, sides: Collection[Side] = tuple(Side)) -> None:
    """Ask no more: the links already given answer nothing."""
    rows = job.checkpoints.waiting().filter(side__in=sides)
    for row in rows.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        row.digest = None
        move_checkpoint(row, CheckpointState.CANCELLED, by=by)


def move_days(job: Job) -> None:
    """The first day changed: what is still to be asked follows it."""
    for row in job.checkpoints.filter(state=CheckpointState.PLANNED).order_by("pk"):
        row.due_on = job.starts_on + timedelta(days=row.day)
        row.save(update_fields=["due_on"])
