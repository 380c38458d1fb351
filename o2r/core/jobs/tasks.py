"""Queued tasks that a dead worker left behind."""

from datetime import datetime, timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# No task of the product lasts that long: past it, its worker is dead.
LEASE = timedelta(hours=1)
MOST_STARTS = 3


def put_back_lost_tasks(now: datetime) -> tuple[int, int]:
    """Queue again the tasks whose worker died: (put back, given up after three starts).

    A task may therefore start twice: each is written so that it does not matter.
    """
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LEASE)
    put_back = given_up = 0
    for result in lost.order_by("started_at", "pk").select_for_update(no_key=True):
        if len(result.worker_ids) >= MOST_STARTS:
            result.status = TaskResultStatus.FAILED
            result.finished_at = now
            result.save(update_fields=["status", "finished_at"])
            given_up += 1
        else:
            result.status = TaskResultStatus.READY
            result.save(update_fields=["status"])
            put_back += 1
    return put_back, given_up
