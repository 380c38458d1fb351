"""The figures of the deadline hold on a small storm, and miss on the same with a bug planted.

A real site each time: gunicorn, the production settings, SQLite, a generator in another process.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from django.db import connection

from o2r.calls.applications import measured_runs as runs
from o2r.calls.applications import trust
from o2r.calls.applications.measured_kills import kill_the_site
from o2r.calls.applications.measured_runs import Run
from o2r.core.measured_stack import Stack
from o2r.core.measures import Measure, suites

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="Ces sites ont leur base SQLite : rien n’y change avec l’autre moteur.",
)
COUNT = 31
"""Odd: one of them arrives at the very closing instant."""


@pytest.fixture(autouse=True)
def _own_database_of_the_site(django_db_blocker: Any) -> Iterator[None]:
    """The site has a database of its own; the one of the tests is not even opened."""
    with django_db_blocker.block():
        yield


@pytest.fixture(autouse=True)
def _the_sites_have_their_tables(migrated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = runs.prepare

    def shorter(stack: Stack, **plan: Any) -> list[dict[str, Any]]:
        copyfile(migrated, stack.folder / "site.sqlite3")
        return prepare(stack, **plan)

    monkeypatch.setattr(runs, "prepare", shorter)


def small_storm(planted: str = "", *, twice: float = 0.3) -> Run:
    """Thirty-one candidates within a second of the hour, some of whom click twice."""
    extra = {"O2R_PROXY_STAMPS": "1", "O2R_WORKERS": "2", "O2R_PLANTED": planted}
    change = "tests.calls.planted" if planted else ""
    with runs.site(engine="sqlite", change=change, **extra) as stack:
        return runs.around_the_hour(stack, count=COUNT, stamped=True, seconds=1.0, twice=twice)


def missed(run: Run) -> set[str]:
    return {one.id for one in trust._flawless("L", run, "sqlite", faults=True) if not one.ok}


@on_sqlite
def test_a_small_storm_is_flawless() -> None:
    run = small_storm()
    assert missed(run) == set(), run.account
    assert run.account.refused > 5
    assert run.account.recorded > 15
    assert run.journaled == run.account.recorded


@on_sqlite
@pytest.mark.parametrize(
    ("planted", "figure"),
    [
        ("acknowledge", "L.lost"),
        ("intents", "L.misjudged"),
        ("instant", "L.misjudged"),
        ("double", "L.doubled"),
        ("clock", "L.misjudged"),
    ],
)
def test_each_bug_is_seen(planted: str, figure: str) -> None:
    assert figure in missed(small_storm(planted))


@on_sqlite
def test_nothing_acknowledged_is_lost_to_a_kill() -> None:
    run, recoveries = kill_the_site("sqlite", 2)
    figures = list(trust._killed("F", run, recoveries, "sqlite", 30.0))
    assert all(one.ok for one in figures), [one.as_line() for one in figures]
    assert run.account.cut > 0
    assert len(recoveries) == 2


def test_the_four_suites_are_declared() -> None:
    assert {"L1", "L2", "F1", "F2"} <= set(suites("trust"))


def test_without_postgresql_the_figures_that_need_it_are_not_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = runs.judge([], [], closes_at=0.0, stamped=True)
    line = {"what": "submit", "application": "a", "outcome": "receipt", "at": 0.0, "received": 1.0}
    monkeypatch.setattr(trust, "runnable", lambda: False)
    monkeypatch.setattr(trust, "_storm", lambda *_: Run(account, 1.0, [line]))
    figures: dict[str, Measure] = {one.id: one for one in trust.storm()}
    assert not figures["L1.per_minute"].checked
    assert figures["L1.sqlite_ceiling"].checked
