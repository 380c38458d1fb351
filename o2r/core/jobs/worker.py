"""One process beside the web server: queued tasks, each second what people wait for, each minute
what is due."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any
from uuid import uuid4

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResult, TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from o2r.core.jobs.services import Outcome, run_due_jobs, run_pressing_jobs

SECONDS_BETWEEN_TICKS = 60.0
SECONDS_BETWEEN_LOOKS = 1.0
LONGEST_WAIT = 30.0
# Between two looks at the clock: a long queue must not delay the recurring jobs.
TASKS_IN_A_ROUND = 50


def _keep_no_text_of_the_error(task_result: TaskResult[Any]) -> str:
    """Leave in the table the places of an error only: its text may quote what the task worked on.

    Returns the kind of the error.
    """
    error = task_result.errors[-1]
    places = [line for line in error.traceback.splitlines() if line.startswith('  File "')]
    DBTaskResult.objects.filter(pk=task_result.id).update(traceback="\n".join(places))
    return error.exception_class_path


class Worker:
    """Runs until it is told to stop; ``say`` receives one French line per act.

    What it does in a round is committed task by task and job by job, so it may be killed at any
    moment: another one, or itself restarted, takes over.
    """

    def __init__(self, say: Callable[[str], None], describe: Callable[[Outcome], str]) -> None:
        self._say = say
        self._describe = describe
        self._stop = threading.Event()
        self._name = f"o2r-{uuid4()}"
        self._queue: QueueWorker | None = None
        self._done = 0

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the task or the job under way, then leave. Fit to be a signal handler."""
        self._stop.set()
        if self._queue is not None:
            self._queue.running = False

    def stop_on_signals(self) -> None:
        """Leave cleanly on SIGTERM (systemd, make) and SIGINT (Ctrl-C)."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def run(self) -> None:
        """Work until :meth:`stop`. A database that is away is waited for, longer and longer."""
        self._say("Au travail : tâches en file, et travaux périodiques chaque minute.")
        task_finished.connect(self._note_task)
        # The library logs the text of errors; what a failed task says in a log is said below.
        logging.getLogger("django_tasks").setLevel(logging.CRITICAL)
        next_tick, failures = time.monotonic(), 0
        try:
            while not self._stop.is_set():
                try:
                    if time.monotonic() >= next_tick:
                        next_tick = time.monotonic() + SECONDS_BETWEEN_TICKS
                        self._tick()
                    self._run_what_presses()
                    busy = self._run_tasks()
                    failures = 0
                    # What presses is looked at each second, not more: a few served together cost
                    # less than one by one, and leave the machine to those who arrive.
                    self._stop.wait(0 if busy else SECONDS_BETWEEN_LOOKS)
                except (OperationalError, InterfaceError) as error:
                    failures += 1
                    next_tick = time.monotonic()
                    self._wait_for_the_database(error, failures)
        finally:
            task_finished.disconnect(self._note_task)
            connection.close()
        self._say("Arrêt demandé : travail en cours terminé.")

    def _tick(self) -> None:
        close_old_connections()
        for outcome in run_due_jobs():
            self._tell([outcome])
            # Whoever waits does not wait for all that is due.
            self._run_what_presses()
            if self._stop.is_set():
                return

    def _run_what_presses(self) -> None:
        close_old_connections()
        if not self._stop.is_set():
            self._tell(run_pressing_jobs())

    def _tell(self, outcomes: Iterable[Outcome]) -> None:
        """Say how jobs went, until the stop."""
        for outcome in outcomes:
            # A job that found nothing to do each minute is not an act.
            if outcome.message:
                self._say(self._describe(outcome))
            if self._stop.is_set():
                return

    def _run_tasks(self) -> bool:
        """Run some of the queue; whether there may be more."""
        close_old_connections()
        # Looking takes no lock: an idle worker must not disturb SQLite's only writer.
        if self._stop.is_set() or not DBTaskResult.objects.ready().exists():
            return False
        self._done = 0
        self._queue = QueueWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=TASKS_IN_A_ROUND,
            worker_id=self._name,
        )
        if self._stop.is_set():
            return False
        self._queue.run()
        return self._done >= TASKS_IN_A_ROUND

    def _note_task(self, task_result: TaskResult[Any], **kwargs: Any) -> None:
        self._done += 1
        started, finished = task_result.started_at, task_result.finished_at
        seconds = (finished - started).total_seconds() if started and finished else 0.0
        state = "faite"
        if task_result.status == TaskResultStatus.FAILED:
            state = f"en échec ({_keep_no_text_of_the_error(task_result)})"
        duration = f"{seconds:.1f}".replace(".", ",")
        self._say(f"Tâche {task_result.task.name} : {state} en {duration} s.")

    def _wait_for_the_database(self, error: Exception, failures: int) -> None:
        seconds = min(2.0**failures, LONGEST_WAIT)
        kind = type(error).__name__
        self._say(f"Base de données injoignable ({kind}) : nouvel essai dans {seconds:.0f} s.")
        connection.close()
        self._stop.wait(seconds)
