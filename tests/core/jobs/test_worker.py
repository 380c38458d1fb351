"""The worker when the database goes away, and the tasks that a dead one left."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import InterfaceError, OperationalError
from django_tasks_db.models import DBTaskResult

from o2r.core import clock
from o2r.core.jobs import worker as worker_module
from o2r.core.jobs.recurring import lost_tasks
from o2r.core.jobs.tasks import LEASE
from o2r.core.jobs.worker import LONGEST_WAIT, Worker


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_waited_for_longer_and_longer(error: type[Exception]) -> None:
    said: list[str] = []
    worker = Worker(said.append, str)
    waits: list[float] = []
    # Away seven times, then back; the eighth round is the last.
    answers = [error("at 10.0.0.7")] * 7 + [iter(())]

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 8:
            worker.stop()
        return True

    with (
        patch.object(worker_module, "run_due_jobs", side_effect=answers),
        patch.object(worker_module, "close_old_connections"),
        patch.object(worker_module, "connection"),
        patch.object(worker._stop, "wait", wait),
    ):
        worker.run()
    assert waits[:7] == [2, 4, 8, 16, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]
    assert said[1] == f"Base de données injoignable ({error.__name__}) : nouvel essai dans 2 s."
    assert "10.0.0.7" not in " ".join(said)
    assert said[-1].startswith("Arrêt demandé")


def test_any_other_error_is_a_bug_and_ends_the_worker() -> None:
    with (
        patch.object(worker_module, "run_due_jobs", side_effect=RuntimeError),
        patch.object(worker_module, "close_old_connections"),
        patch.object(worker_module, "connection"),
        pytest.raises(RuntimeError),
    ):
        Worker(lambda line: None, str).run()


def left(starts: int, hours: float) -> DBTaskResult:
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="o2r.core.notifications.outbox.send_soon",
        backend_name="default",
        status="RUNNING",
        run_after=None,
        started_at=clock.now() - timedelta(hours=hours),
        worker_ids=[str(uuid4()) for _ in range(starts)],
    )


def test_tasks_of_a_dead_worker_start_again_three_times_at_most() -> None:
    running, lost, hopeless = left(1, 0.9), left(2, 1.1), left(3, 1.1)
    assert timedelta(hours=1) == LEASE
    assert lost_tasks(clock.now()) == "1 tâche(s) remise(s) en file, 1 abandonnée(s)."
    for task, state in ((running, "RUNNING"), (lost, "READY"), (hopeless, "FAILED")):
        task.refresh_from_db()
        assert task.status == state
    assert list(DBTaskResult.objects.ready()) == [lost]
