"""Quotas: files are counted, not pages; nothing passes, even in a burst."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.clock import stopped_at
from o2r.core.journal.authors import Author
from o2r.core.journal.models import ChainHead, JournalEntry
from o2r.core.notifications import models as notified
from o2r.core.watch import models as watched
from o2r.core.watch import quota, selectors, services
from o2r.core.watch.enums import Action, Outcome, Standing
from o2r.core.watch.models import Alert, Block, KnownNetwork, ReadCounter
from o2r.core.watch.quota import Asked, QuotaVerdict, Window
from o2r.core.watch.thresholds import DEFAULTS
from tests.core.watch.watched_accounts import NOON, Accounts


def ask(by: Author, *files: UUID, **more: Any) -> QuotaVerdict:
    return services.check_quota(by=by, kind="person-file", action="read", objects=files, **more)


def shown(by: Author, number: int, **more: Any) -> int:
    """How many of ``number`` files are shown, one by one."""
    return sum(ask(by, uuid4(), **more).outcome == Outcome.ALLOW for _ in range(number))


@given(
    st.lists(st.tuples(st.integers(0, 400), st.sets(st.integers(0, 300), max_size=60)), max_size=40)
)
def test_no_day_shows_more_than_the_limit(asks: list[tuple[int, set[int]]]) -> None:
    window: Window = {}
    seen: list[tuple[int, str]] = []
    minute = 0
    for later, numbers in asks:
        minute += later
        files = frozenset(map(str, numbers))
        verdict = quota.judge(
            Asked(files, stepped_up=True),
            standing=Standing.ORDINARY,
            own=window,
            cohort={},
            minute=minute,
            limits=DEFAULTS,
        )
        if verdict.outcome == Outcome.ALLOW:
            window = quota.with_files(window, files, minute)
            seen += [(minute, file) for file in files]
        day = {file for at, file in seen if minute - at < quota.DAY}
        assert len(day) <= DEFAULTS["quota.block"]


def test_a_page_opened_again_counts_once(accounts: Accounts) -> None:
    by, file = accounts.author(), uuid4()
    assert {ask(by, file).outcome for _ in range(300)} == {Outcome.ALLOW}
    assert ReadCounter.objects.get().files == 1


def test_files_whose_identifiers_start_alike_are_two_files(accounts: Accounts) -> None:
    by = accounts.author()
    for number in range(30):
        ask(by, UUID(int=number + 1))
    assert ReadCounter.objects.get().files == 30


def test_the_hour_asks_for_a_step_up_and_the_day_blocks(accounts: Accounts) -> None:
    by = accounts.author()
    assert shown(by, 60) == 60
    verdict = ask(by, uuid4())
    assert verdict.outcome == Outcome.STEP_UP
    assert verdict.reason
    assert shown(by, 300, stepped_up=True) == 90
    block = selectors.blocked(by.user) if by.user else None
    assert block is not None
    assert Alert.objects.get().rule == "quota"


def test_a_blocked_account_is_refused_what_it_had_already_seen(accounts: Accounts) -> None:
    by, file = accounts.author(), uuid4()
    ask(by, file)
    shown(by, 200, stepped_up=True)
    assert ask(by, file).outcome == Outcome.BLOCK
    with stopped_at(NOON + timedelta(days=3)):
        assert ask(by, uuid4()).outcome == Outcome.BLOCK


def test_a_day_later_the_window_is_empty_again(accounts: Accounts) -> None:
    by = accounts.author()
    assert shown(by, 60) == 60
    with stopped_at(NOON + timedelta(hours=25)):
        assert shown(by, 60) == 60


def test_a_list_that_passes_the_limit_shows_nothing(accounts: Accounts) -> None:
    by = accounts.author()
    verdict = ask(by, *(uuid4() for _ in range(151)), stepped_up=True)
    assert verdict.outcome == Outcome.BLOCK
    assert ReadCounter.objects.get().files == 0


def test_an_account_of_the_day_sees_nothing_and_accuses_nobody(accounts: Accounts) -> None:
    by = accounts.author(days=0, created_by=uuid4())
    assert ask(by, uuid4(), stepped_up=True).outcome == Outcome.BLOCK
    assert not Alert.objects.exists()


@pytest.mark.parametrize("reason", ["young", "new place", "unknown"])
def test_unusual_accounts_have_a_shorter_leash(accounts: Accounts, reason: str) -> None:
    by = accounts.author(days=5, created_by=uuid4() if reason == "young" else None)
    if reason == "new place":
        services.observe(by=by, action=Action.SIGN_IN, network="usual")
        services.observe(by=by, action=Action.SIGN_IN, network="elsewhere")
        assert KnownNetwork.objects.count() == 2
    elif reason == "unknown":
        accounts.known.clear()
    assert shown(by, 100) == 20
    assert shown(by, 100, stepped_up=True) == 20


def test_the_unusual_accounts_of_an_organisation_share_a_limit(accounts: Accounts) -> None:
    one = accounts.author(days=5, created_by=uuid4())
    team = [one, *(accounts.author(days=5, created_by=uuid4()) for _ in range(5))]
    together = [Author(by.user, one.organisation, by.role) for by in team]
    assert sum(shown(by, 60, stepped_up=True) for by in together) == 100


def test_an_export_needs_a_step_up_and_a_second_person_above_fifty(accounts: Accounts) -> None:
    by = accounts.author()

    def export(number: int, **more: Any) -> QuotaVerdict:
        files = [uuid4() for _ in range(number)]
        return services.check_quota(
            by=by, kind="person-file", action=Action.EXPORT, objects=files, **more
        )

    assert export(10).outcome == Outcome.STEP_UP
    assert export(10, stepped_up=True).outcome == Outcome.ALLOW
    alone = export(51, stepped_up=True)
    assert (alone.outcome, alone.second_person) == (Outcome.STEP_UP, True)
    assert export(400, stepped_up=True, seconded=True).outcome == Outcome.ALLOW
    assert [export(50, stepped_up=True).outcome for _ in range(3)] == [
        Outcome.ALLOW,
        Outcome.ALLOW,
        Outcome.BLOCK,
    ]


def test_an_adjusted_threshold_applies_at_once(accounts: Accounts) -> None:
    by = accounts.author(role="platform-manager")
    services.adjust_threshold(by=by, code="quota.block", value=10, reason="petite équipe")
    assert shown(by, 100, stepped_up=True) == 10
    services.reset_threshold(by=by, code="quota.block")
    assert selectors.limits() == DEFAULTS


WORKERS, EACH = 6, 15


def _burst(by: Author, prepare: Any) -> int:
    """Many files asked at the same instant by several workers; how many are shown."""
    results: list[int] = []
    errors: list[BaseException] = []
    together = threading.Barrier(WORKERS)

    def work() -> None:
        prepare()
        try:
            with stopped_at(NOON):
                together.wait(20)
                results.append(shown(by, EACH, stepped_up=True))
        except BaseException as error:  # noqa: BLE001 — told to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    return sum(results)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Any]:
    """What each worker does to have its own connection to one common database."""
    if connection.vendor == "postgresql":
        yield lambda: None
        return
    given = {
        **connection.settings_dict,
        "NAME": str(tmp_path / "burst.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
    }
    ours = connections["default"]
    connections["default"] = DatabaseWrapper(given, alias="default")
    with connections["default"].schema_editor() as editor:
        for model in (
            *(getattr(watched, name) for name in watched.__all__ if name != "ALERT_MOVES"),
            *(JournalEntry, ChainHead, notified.Mail, notified.Notification, notified.Preference),
        ):
            editor.create_model(model)

    def own_connection() -> None:
        connections["default"] = DatabaseWrapper(given, alias="default")

    yield own_connection
    connections["default"].close()
    connections["default"] = ours


@pytest.mark.django_db(transaction=True)
def test_a_burst_does_not_pass_the_limit(accounts: Accounts, workers: Any) -> None:
    by = accounts.author(days=5, created_by=uuid4())
    assert _burst(by, workers) == 40
    assert ReadCounter.objects.get(subject__startswith="user:").files == 40
    assert Block.objects.count() == 1
    assert Alert.objects.count() == 1
