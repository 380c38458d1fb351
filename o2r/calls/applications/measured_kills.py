"""kill -9 of the web server, or of PostgreSQL, while candidates send. How long until it answers."""

import time
from collections.abc import Callable

from o2r.calls.applications import measured_runs as runs
from o2r.calls.applications.measured_runs import FAR, Run
from o2r.core.measured_stack import Stack

PER_SECOND = 15.0
"""Submissions offered while things are killed: a load that leaves room for recovery."""
BEFORE = 0.7
"""Seconds of load between the return of the site and the next kill."""
LONGEST = 60.0


def kill_the_site(engine: str, cycles: int) -> tuple[Run, list[float]]:
    """Kill the processes of gunicorn, all at once, and start it again as systemd would."""

    def cycle(stack: Stack) -> None:
        stack.kill()
        stack.start()

    return _under_load(engine, cycles, cycle, seconds_each=4.0)


def kill_the_database(cycles: int) -> tuple[Run, list[float]]:
    """Kill PostgreSQL and all its processes, and start it again; the site is left alone."""

    def cycle(stack: Stack) -> None:
        assert stack.cluster is not None  # noqa: S101 — this figure has a server
        stack.cluster.kill()
        stack.cluster.start()
        _wait(stack)

    return _under_load("postgresql", cycles, cycle, seconds_each=5.0)


def _wait(stack: Stack) -> None:
    give_up = time.monotonic() + LONGEST
    while not stack.answers():
        if time.monotonic() > give_up:
            raise RuntimeError("Le site ne répond plus.")
        time.sleep(0.02)


def _under_load(
    engine: str, cycles: int, cycle: Callable[[Stack], None], *, seconds_each: float
) -> tuple[Run, list[float]]:
    count = int(cycles * seconds_each * PER_SECOND)
    closes_at = runs.now() + FAR
    with runs.site(engine=engine, O2R_PROXY_STAMPS="1") as stack:
        candidates = runs.prepare(stack, count=count, closes_at=closes_at)
        stack.start()
        stack.start_worker()
        begin = runs.now() + 0.5
        generator = runs.generate(
            stack,
            candidates,
            sends=[begin + rank / PER_SECOND for rank in range(count)],
            stamps=True,
            twice=0.05,
            again=True,
            haste=0.2,
        )
        recoveries: list[float] = []
        while generator.is_running() and len(recoveries) < cycles:
            time.sleep(BEFORE)
            start = time.monotonic()
            cycle(stack)
            recoveries.append(round(time.monotonic() - start, 3))
        answers = generator.wait()
        run = runs.conclude(stack, answers, closes_at=closes_at, stamped=True, memory=0)
    return run, recoveries
