"""``o2r trust A4`` on the files of people: a right that outlives its end is found."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from o2r.core import middleware
from o2r.people.models import EmergencyOpening, FollowUp
from o2r.people.models.opening import EmergencyOpeningQuerySet
from o2r.people.services import agreeing
from o2r.proofs import stale_files
from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _keys(settings: Settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "config.urls_with_sample"
    with sample_keys():
        yield


def faults(monkeypatch: pytest.MonkeyPatch, *names: str) -> list[tuple[str, str, str]]:
    chosen = [one for one in stale_files.CHANGES if not names or one.name in names]
    monkeypatch.setattr(stale_files, "CHANGES", chosen)
    return list(stale_files.stale_surfaces())


def test_every_right_ends_at_the_next_request(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(monkeypatch) == []
    assert stale_files.checks() > 40


def test_an_emergency_without_an_end_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmergencyOpeningQuerySet, "open_at", lambda rows, instant: rows.opened())
    monkeypatch.setattr(EmergencyOpening, "is_open", True)
    found = faults(monkeypatch, "emergency over")
    assert ("emergency over", "task", "still open") in found


def test_a_colleague_who_still_reads_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(FollowUp.objects.all()), "on", lambda rows, day: rows)
    monkeypatch.setattr(FollowUp, "lasts", lambda row, day: True)
    name = "last day of accompanying"
    found = {surface for _, surface, fault in faults(monkeypatch, name) if fault == "still open"}
    assert {"page", "note", "list", "words", "write", "task"} <= found


def test_a_withdrawal_that_is_only_written_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = agreeing._move

    def forgetful(agreement: Any, to: Any, by: Any, **given: Any) -> None:
        state = agreement.state
        honest(agreement, to, by, **given)
        type(agreement).objects.filter(pk=agreement.pk).update(state=state)

    monkeypatch.setattr(stale_files, "give", _given_before(stale_files.give, honest))
    monkeypatch.setattr(agreeing, "_move", forgetful)
    monkeypatch.setattr(agreeing, "close_share", lambda **given: True)
    names = ("agreement withdrawn", "agreement stopped by the card")
    found = faults(monkeypatch, *names)
    assert {(name, "page", "still open") for name in names} <= set(found)


def _given_before(give: Any, honest: Any) -> Any:
    """Saying yes goes as it should: the bug is in taking it back."""

    def given(**terms: Any) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(agreeing, "_move", honest)
            return give(**terms)

    return given


def test_a_page_that_a_browser_may_keep_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "NEVER_KEPT", "private")
    assert ("file entrusted", "cached page", "still open") in faults(monkeypatch, "file entrusted")
