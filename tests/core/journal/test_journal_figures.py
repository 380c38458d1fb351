"""The figures of the journal can fail: a bug planted in the real code makes them miss."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connections

from o2r.core.journal import chain, services, trust, verification
from o2r.core.journal.anchored import Anchored
from o2r.core.journal.models import ChainHead, JournalEntry, LastAnchor

Figures = dict[str, float]


def tampered() -> Figures:
    trust.write_sample()
    return {measure.id: measure.value for measure in trust.tampering(per_operator=4)}


def test_every_falsification_is_seen_and_its_place_named() -> None:
    figures = tampered()
    assert figures["C3.tamperings"] == 44
    assert figures["C3.detected"] == figures["C3.first_bad_row"] == 100
    assert figures["C3.false_alarms"] == 0


def test_an_author_left_out_of_the_hash_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    original = chain.canonical

    def without_author(values: Sequence[str | int], form: int) -> bytes:
        kept = [value for place, value in enumerate(values) if place not in (4, 5, 6)]
        return original(kept, form)

    monkeypatch.setattr(chain, "canonical", without_author)
    assert tampered()["C3.detected"] < 100


def test_a_verification_that_forgets_the_anchors_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    known = verification.anchored_heads

    def without_heads(folder: Path | None, *, whole: bool) -> Anchored:
        found = known(folder, whole=whole)
        found._hashes.clear()
        return found

    monkeypatch.setattr(verification, "anchored_heads", without_heads)
    figures = tampered()
    assert figures["C3.detected"] < 100
    assert figures["C3.first_bad_row"] < 100


def test_a_verification_that_trusts_an_emptied_folder_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = verification.anchored_heads

    def whatever(folder: Path | None, *, whole: bool) -> Anchored:
        found = known(folder, whole=whole)
        found.digests.update(LastAnchor.objects.values_list("digest", flat=True))
        return found

    monkeypatch.setattr(verification, "anchored_heads", whatever)
    assert tampered()["C3.detected"] < 100


def test_a_link_that_is_not_checked_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        verification._Reading, "_broken_link", lambda self, row, last: None, raising=True
    )
    assert tampered()["C3.detected"] < 100


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads share; on SQLite the one of the tests is in memory: use a file."""
    memory = connections["default"]
    if memory.vendor != "sqlite":
        yield
        return
    connections.settings["default"] = {
        **memory.settings_dict,
        "NAME": str(tmp_path / "shared.sqlite3"),
    }
    connections["default"] = connections.create_connection("default")
    try:
        call_command("migrate", "journal", verbosity=0)
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = memory.settings_dict
        connections["default"] = memory


def test_writers_at_once_never_fork_a_chain(shared: None) -> None:
    measure = trust.concurrency()
    assert measure.value == 0
    assert measure.detail["errors"] == []
    assert JournalEntry.objects.count() == measure.detail["acts"]


def test_a_head_that_is_not_locked_is_seen(shared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(of: UUID) -> ChainHead:
        ChainHead.objects.get_or_create(chain=of)
        return ChainHead(chain=of)

    monkeypatch.setattr(services, "_locked_head", stale)
    assert trust.concurrency().value > 0


def test_a_long_chain_that_does_not_verify_has_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "canonical", lambda values, form: repr(list(values)[:4]).encode())
    assert trust.verification(200).value < float("inf")
    monkeypatch.undo()
    assert verification.verify().findings
