"""The figures of the keys can fail: a bug planted in the real code makes them miss."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from o2r.core.crypto import benchmarks, ceremony, envelope, rotation, sealing, shares, trust
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.measured_keys import Reader
from o2r.core.crypto.shares import Share
from o2r.core.measures import Measure

Figures = dict[str, Measure]


@pytest.fixture(autouse=True)
def _this_database(
    three_shares: tuple[Share, ...], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Figures make their own database; here they use the one of the test, and ask little."""

    @contextmanager
    def here() -> Iterator[tuple[Share, ...]]:
        yield three_shares

    @contextmanager
    def nobody(reader: Reader) -> Iterator[None]:
        yield

    monkeypatch.setattr(trust, "measured_keys", here)
    monkeypatch.setattr(trust, "reading_beside", nobody)  # Another connection sees no test data.
    monkeypatch.setattr(trust, "FILES_SHORT", 40)
    monkeypatch.setattr(trust, "ORGANISATIONS", 3)
    monkeypatch.setattr(trust, "FLIPS", 60)
    monkeypatch.setattr(trust, "MOVES", 50)
    monkeypatch.setattr(trust, "KILLS", 3)
    monkeypatch.setattr(trust, "KILLED_FILES", 12)
    monkeypatch.setattr(trust, "KILLED_BATCH", 4)
    monkeypatch.setattr(trust, "TARGET_SECONDS", 10_000_000)


def measured() -> Figures:
    return {measure.id: measure for measure in trust.keys()}


def test_every_figure_is_held() -> None:
    figures = measured()
    assert all(figure.ok for figure in figures.values()), figures
    assert set(figures) == {
        "C2.recovery",
        "C2.refused",
        "C2.killed_rotations",
        "C2.rotation",
        "C2.root_rotation",
        "C2.reads_failed",
    }
    assert figures["C2.reads_failed"].detail["readings"] > 0
    assert figures["C2.rotation"].detail["files"] >= 40


@pytest.mark.parametrize("forgotten", ["table", "column", "row"])
def test_a_place_that_forgets_a_part_is_seen(
    monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    def lax(place: Place) -> bytes:
        parts = {"table": place.table, "column": place.column, "row": str(place.row)}
        return envelope.context(*(part for name, part in parts.items() if name != forgotten))

    monkeypatch.setattr(Place, "context", lax)
    figure = next(trust.refusals())
    assert not figure.ok
    assert figure.detail["moves"] == "40/50"
    assert figure.detail["flips"] == "60/60"


def test_a_wrap_that_forgets_its_file_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sealing, "wrap_context", lambda subject, version, organisation: b"the same for all"
    )
    assert not next(trust.refusals()).ok


def test_a_seal_without_authentication_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    original = envelope.unseal

    def lax(key: bytes, *, context: bytes, sealed: bytes) -> bytes:
        try:
            return original(key, context=context, sealed=sealed)
        except envelope.Unreadable:
            return bytes(32)

    monkeypatch.setattr(envelope, "unseal", lax)
    assert not next(trust.refusals()).ok


def test_a_rotation_that_wraps_wrongly_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rotation, "_rewrapped", lambda wrapped, bound, former, newer, version: wrapped
    )
    figures = {m.id: m for m in (*trust.killed_rotations(), *trust.rotations(20))}
    assert not figures["C2.killed_rotations"].ok
    assert not figures["C2.reads_failed"].ok


def test_a_rotation_that_never_ends_its_work_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "finish_rotation", lambda **_: True)
    assert not next(trust.killed_rotations()).ok


def test_a_root_key_wrapped_for_one_share_is_seen(monkeypatch: pytest.MonkeyPatch, by: Any) -> None:
    monkeypatch.setattr(shares, "_pair_key", lambda first, second: bytes(32))
    three = ceremony.begin(by=by)
    ceremony.rehearse(by=by, two=three[:2])
    figure = next(trust.recovery(three))
    assert not figure.ok
    assert figure.detail["alone"] == "3/3"


def test_a_pair_without_its_wrap_is_seen(three_shares: tuple[Share, ...]) -> None:
    trust.RecoveryWrap.objects.filter(pair="host+dpo").delete()
    figure = next(trust.recovery(three_shares))
    assert not figure.ok
    assert figure.detail == {"pairs": "2/3", "alone": "0/3"}


def test_the_speeds_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmarks, "ROUNDS_SHORT", 10)
    figures = {measure.id: measure.value for measure in benchmarks.crypto()}
    assert set(figures) == {"crypto.seals", "crypto.unseals", "crypto.new_keys"}
    assert all(value > 0 for value in figures.values())
