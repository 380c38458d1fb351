"""Ticks and workers as real processes, on a database of their own, on the engine under test."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.core.jobs.jobs_site.recurring import COUNT

ROOT = Path(__file__).resolve().parents[3]
POSTGRESQL = os.environ.get("O2R_TEST_DATABASE_URL", "")
SETTINGS = "tests.core.jobs.jobs_site.settings"
ENQUEUE = (
    "import django, sys; django.setup();"
    "from tests.core.jobs.jobs_site import trace;"
    "getattr(trace, sys.argv[3]).enqueue(sys.argv[1], float(sys.argv[2]))"
)

FAILED_TASKS = "SELECT traceback FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'"


class Site:
    """A database, a file where jobs leave a trace, and processes that share them."""

    def __init__(self, folder: Path) -> None:
        self.trace = folder / "trace.txt"
        self.warnings = folder / "warnings.txt"
        self.name = f"o2r_jobs_{uuid.uuid4().hex[:12]}"
        self.address = f"sqlite:///{folder}/jobs.sqlite3"
        if POSTGRESQL:
            self.administer(f'CREATE DATABASE "{self.name}"')
            self.address = POSTGRESQL.rsplit("/", 1)[0] + "/" + self.name
        kept = {name: value for name, value in os.environ.items() if name[:4] != "O2R_"}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "O2R_ENV_FILE": os.devnull,
            "O2R_SECRET_KEY": "only-for-tests",
            "O2R_STORAGE_DIR": str(folder),
            "O2R_DATABASE_URL": self.address,
            # The server of a test has one login, which owns everything.
            "O2R_DEBUG": "1",
            "O2R_ALLOW_UNSAFE_DATABASE": "1",
            "JOBS_TRACE": str(self.trace),
            "PYTHONPATH": str(ROOT),
        }
        self.run("manage.py", "migrate", "--verbosity", "0")

    @staticmethod
    def administer(statement: str) -> None:
        with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
            connection.execute(statement)

    def ask(self, statement: str) -> str:
        """Run one statement beside the processes; what it gives, as text."""
        if POSTGRESQL:
            with psycopg.connect(self.address, autocommit=True) as connection:
                cursor = connection.execute(statement)
                return str(cursor.fetchall()) if cursor.description else ""
        with closing(sqlite3.connect(self.address.removeprefix("sqlite:///"))) as base, base:
            return str(base.execute(statement).fetchall())

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        # What is said (the lines of the command) and what is warned of (the log) are kept apart.
        with self.warnings.open("a") as warnings:
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=subprocess.PIPE,
                stderr=warnings,
                text=True,
            )

    def run(self, *arguments: str) -> str:
        process = self.start(*arguments)
        out = process.communicate(timeout=60)[0]
        assert process.returncode == 0, out + self.warnings.read_text()
        return out

    def enqueue(self, line: str, seconds: float = 0, task: str = "leave_later") -> None:
        self.run("-c", ENQUEUE, line, str(seconds), task)

    def lines(self) -> list[str]:
        return self.trace.read_text().splitlines() if self.trace.exists() else []

    def wait_for(self, line: str, seconds: float = 20) -> None:
        _wait_until(lambda: line in self.lines(), f"{line!r} in {self.lines()}", seconds)


def _wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, f"Waited in vain for {what}"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("jobs-site"))
    yield site
    if POSTGRESQL:
        Site.administer(f'DROP DATABASE "{site.name}" WITH (FORCE)')


@pytest.fixture
def site(made_site: Site) -> Site:
    """The site with no run behind it."""
    made_site.trace.unlink(missing_ok=True)
    made_site.ask("DELETE FROM jobs_job")
    made_site.ask("DELETE FROM django_tasks_database_dbtaskresult")
    return made_site


@pytest.fixture
def worker(site: Site) -> Iterator["subprocess.Popen[str]"]:
    process = site.start("manage.py", "worker")
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_ticks_of_several_processes_run_each_job_once(site: Site) -> None:
    ticks = [site.start("manage.py", "tick", "--json") for _ in range(4)]
    said = [json.loads(line) for tick in ticks for line in tick.communicate(60)[0].splitlines()]
    assert [tick.returncode for tick in ticks] == [0] * 4, said
    jobs = [line for line in site.lines() if line.startswith("job-")]
    assert sorted(jobs) == [f"job-{number}" for number in range(COUNT)]
    assert site.lines().count("long done") == 1
    assert sorted(line["job"] for line in said if line["job"].startswith("job-")) == sorted(jobs)


def test_a_tick_that_was_killed_is_taken_over(site: Site) -> None:
    killed = site.start("manage.py", "tick", JOBS_LONG="60")
    site.wait_for("long begun")
    killed.kill()
    killed.communicate()
    assert "long" not in site.run("manage.py", "tick")
    site.ask("UPDATE jobs_job SET claimed_until = '2000-01-01 00:00:00' WHERE name = 'long'")
    assert "long : réussi" in site.run("manage.py", "tick")
    assert site.lines().count("long done") == 1


def test_a_worker_runs_what_is_queued_and_what_is_due_then_stops_when_told(
    site: Site, worker: "subprocess.Popen[str]"
) -> None:
    site.wait_for("long done")
    site.enqueue("hello")
    site.wait_for("hello done")
    # What a failing task says may be someone's data: neither the log nor the table keeps it.
    site.enqueue("Karim-B", task="fail_later")
    site.wait_for("failing")
    # Told to stop in the middle of a task, it finishes it.
    site.enqueue("slow", 1)
    site.wait_for("slow begun")
    worker.send_signal(signal.SIGTERM)
    out = worker.communicate(timeout=20)[0]
    assert worker.returncode == 0, out
    assert "slow done" in site.lines()
    assert "Tâche fail_later : en échec (builtins.ValueError)" in out
    assert "trace.py" in (errors := site.ask(FAILED_TASKS))
    assert "Karim" not in out + errors + site.warnings.read_text()
    said = [line.split("UTC  ")[1] for line in out.splitlines()]
    assert said[0].startswith("Au travail")
    assert said[-1] == "Arrêt demandé : travail en cours terminé."
    assert sum(line.startswith("job-") for line in said) == COUNT
    assert sum(line.startswith("Tâche leave_later : faite") for line in said) == 2


def test_an_idle_worker_stops_at_once(site: Site, worker: "subprocess.Popen[str]") -> None:
    site.wait_for("long done")
    worker.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert worker.communicate(timeout=20)[0]
    assert worker.returncode == 0
    assert time.monotonic() - began < 5


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no server to lose")
def test_a_worker_survives_a_database_that_goes_away(
    site: Site, worker: "subprocess.Popen[str]"
) -> None:
    site.wait_for("long done")
    close = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608 — our own name
        f"WHERE datname = '{site.name}' AND pid <> pg_backend_pid()"
    )
    # Away for three seconds: what is connected is cut off, and nobody may connect.
    Site.administer(f'ALTER DATABASE "{site.name}" ALLOW_CONNECTIONS false')
    Site.administer(close)
    time.sleep(3)
    assert worker.poll() is None
    Site.administer(f'ALTER DATABASE "{site.name}" ALLOW_CONNECTIONS true')
    site.enqueue("after")
    site.wait_for("after done", seconds=40)
    worker.send_signal(signal.SIGTERM)
    out = worker.communicate(timeout=20)[0]
    assert worker.returncode == 0
    assert "Base de données injoignable" in out
