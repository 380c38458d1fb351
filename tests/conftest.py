"""A hostile suite: warnings are errors, order is random, the network is closed (pyproject.toml);
here, a query without an order fails, and every test may use the database."""

import os
import random
import secrets
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models.query import QuerySet
from hypothesis import settings

from o2r.core import gathering
from o2r.core.belt import system_scope
from o2r.core.journal import triggers

# A slow machine proves nothing: timings are benchmarks.
settings.register_profile("o2r", deadline=None)
settings.load_profile("o2r")

ROOT = Path(__file__).resolve().parent.parent
OURS = str(ROOT / "o2r")


WITHOUT_DATABASE = ("geodata", "browser")
"""Official files are read without Django; browser tests have servers with their own database."""


LONG = ("test_trust_", "test_deadline_", "test_headers", "test_measured_", "test_access_matrix")
"""The modules whose tests last many seconds: begun first, so that no process ends alone."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test may use the database, except in the folders that have none."""
    items.sort(key=lambda item: not item.path.name.startswith(LONG))
    for item in items:
        if item.path.parent.name not in WITHOUT_DATABASE:
            item.add_marker(pytest.mark.django_db)


CROWDED = ("test_imports_in_bulk",)
"""The modules that write thousands of rows in a test."""
EVERY_SECONDS = 60
_swept = {"at": 0.0}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """PostgreSQL keeps the rows of each test that was rolled back, and goes through them at each
    read; a table full of them that it takes for an empty one is read in the worst order of all."""
    late = time.monotonic() - _swept["at"] > EVERY_SECONDS
    if connection.vendor == "postgresql" and (late or item.path.name.startswith(CROWDED)):
        _sweep()
        _swept["at"] = time.monotonic()
    return (yield)


def _sweep() -> None:
    """On a connection of its own: it may not happen within a transaction."""
    # Before the first test, the name is the one of a database that is not of this run.
    if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
        return
    with connection.Database.connect(**connection.get_connection_params(), autocommit=True) as own:
        own.execute("VACUUM")


def pytest_configure(config: pytest.Config) -> None:
    """Where a run may be cut (CI), what fails is told at once, not at the end alone."""
    if os.environ.get("CI") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_ToldAtOnce(config), "told-at-once")


class _ToldAtOnce:
    def __init__(self, config: pytest.Config) -> None:
        self.plugins = config.pluginmanager

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # Asked for now: the terminal is made after this plugin.
        terminal = self.plugins.get_plugin("terminalreporter")
        if report.failed and terminal:
            terminal.write_line(f"\n{report.when} of {report.nodeid}: {report.duration:.0f} s")
            terminal.write_line(report.longreprtext[-3000:])


@pytest.fixture(autouse=True)
def _the_test_reads_for_the_system() -> Iterator[None]:
    """What a test reads by itself; the requests it makes open their own scope, or none."""
    with system_scope("test"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _a_test_may_empty_the_journal() -> None:
    """A transactional test ends by emptying every table: the append-only triggers step aside."""
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        vendor = self.connection.vendor
        with system_scope("test"), transaction.atomic(using=self.connection.alias):
            with self.connection.cursor() as cursor:
                for statement in triggers.removal(vendor):
                    cursor.execute(statement)
            original(self, sql_list)
            with self.connection.cursor() as cursor:
                for statement in triggers.installation(vendor):
                    cursor.execute(statement)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush


# The manager that adds rows to those Django reads: it asks nothing by itself.
GATHERING = str(Path(gathering.__file__))


def _asked_by_us() -> bool:
    """True when the first frame outside Django's query machinery belongs to the product.

    Rows that are read only to be deleted have no order.
    """
    frame: types.FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.endswith("/django/db/models/deletion.py"):
            return False
        if "/django/db/" not in file and file not in (__file__, GATHERING):
            return file.startswith(OURS)
        frame = frame.f_back
    return False


@pytest.fixture(autouse=True)
def _unordered_queries_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list read without an order differs between engines and days: refuse it."""
    original = QuerySet._fetch_all

    def fetch_all(self: QuerySet) -> None:  # type: ignore[type-arg]
        fresh = self._result_cache is None
        original(self)
        rows = self._result_cache
        if fresh and len(rows) > 1 and not self.ordered and _asked_by_us():
            raise AssertionError(f"Query without an order on {self.model.__name__}: {self.query}")

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_all)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """A generator seeded by the test's name: the same draw at each run, another one per test."""
    return random.Random(request.node.nodeid)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a real site that has its tables and nothing in them, to be copied.

    Made once: the tables of a site take longer to make than what most of these tests do with it.
    """
    folder = tmp_path_factory.mktemp("migrated")
    file = folder / "site.sqlite3"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("O2R_")}
    given = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "O2R_ENV_FILE": os.devnull,
        "O2R_SECRET_KEY": secrets.token_urlsafe(50),
        "O2R_STORAGE_DIR": str(folder),
        "O2R_DATABASE_URL": f"sqlite:///{file}",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, env=kept | given)
    return file
