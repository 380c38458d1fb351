"""R1 and R2 can fail: a bug planted in the real code makes them miss."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from o2r.accounts import rights as account_rights
from o2r.core.retention import export, registry, rights, selectors, trust
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.periods import Duration
from o2r.core.retention.rights import Holding

Figures = dict[str, float]


@pytest.fixture(autouse=True)
def _this_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures make their own database; here they use the one of the test, and ask little."""

    @contextmanager
    def here() -> Iterator[Client]:
        yield Client()

    monkeypatch.setattr(trust, "measured_site", here)
    monkeypatch.setattr(trust, "NOWS", trust.NOWS[:1])
    monkeypatch.setattr(trust, "timed", _two_models)
    monkeypatch.setattr(trust, "ROWS", (3, 3))


def _two_models() -> Iterator[Any]:
    kept = ("projects.ErrorReport", "accounts.User")
    return (one for one in selectors.timed() if one.label in kept)


def r1() -> Figures:
    return {measure.id: measure.value for measure in trust.retention()}


def r2() -> Figures:
    return {measure.id: measure.value for measure in trust.people()}


def test_everything_due_leaves_and_nothing_else() -> None:
    figures = r1()
    assert figures.pop("R1.done") == 100
    assert set(figures.values()) == {0}


@pytest.mark.parametrize(("shift", "missed"), [(1, "R1.early"), (-1, "R1.done")])
def test_a_day_of_error_is_seen(monkeypatch: pytest.MonkeyPatch, shift: int, missed: str) -> None:
    original = Duration.limit

    def wrong(self: Duration, now: datetime) -> datetime:
        return original(self, now) + timedelta(days=shift)

    monkeypatch.setattr(Duration, "limit", wrong)
    figures = r1()
    assert figures["R1.done"] < 100 if missed == "R1.done" else figures["R1.early"] > 0


def test_a_hold_that_holds_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    # An account is closed by another service, which knows holds by itself.
    only = [registry.declaration_of("projects.ErrorReport")]
    monkeypatch.setattr(trust, "timed", lambda: only)
    monkeypatch.setattr(selectors, "held_ids", lambda one, now: [])
    assert r1()["R1.held"] > 0


def test_an_act_without_notice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "announced", lambda one, rows, now: rows)
    monkeypatch.setattr(
        "o2r.core.retention.services.running.to_announce", lambda one, now: one.rows().none()
    )
    assert r1()["R1.unannounced"] > 0


def test_people_take_and_erase_everything_of_theirs() -> None:
    for name, value in r2().items():
        expected = 100 if name.endswith(".complete") else 0
        assert value == expected or (name.endswith(".export") and value < 60), name


def _another(holding: Holding, **changes: Any) -> Holding:
    values = {name: getattr(holding, name) for name in holding.__dataclass_fields__}
    return Holding(**{**values, **changes})


def _planted(monkeypatch: pytest.MonkeyPatch, key: tuple[SubjectKind, str], **changes: Any) -> None:
    monkeypatch.setitem(rights._holdings, key, _another(rights._holdings[key], **changes))


def test_an_erasure_that_forgets_a_field_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_the_name(by: object, rows: Any) -> None:
        rows.update(display_name=account_rights.ACCOUNT)

    _planted(monkeypatch, (SubjectKind.ACCOUNT, "accounts.User"), erase=only_the_name)
    assert r2()["R2.account.erased"] > 0


def test_an_erasure_that_takes_a_neighbour_along_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def everyone(by: object, rows: Any) -> None:
        rows.model.objects.all().delete()

    _planted(monkeypatch, (SubjectKind.VISITOR, "projects.RelayMessage"), erase=everyone)
    assert r2()["R2.visitor.damage"] > 0


def test_an_export_that_drops_rows_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    original = export._section

    def shorter(one: Holding, subject: rights.Subject, here: UUID | None) -> export.Section:
        section = original(one, subject, here)
        del section.rows[2:]
        return section

    monkeypatch.setattr(export, "_section", shorter)
    assert r2()["R2.visitor.complete"] < 100


def test_an_export_of_somebody_else_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = lambda email: rights._holdings[key].model._base_manager.order_by("pk")  # noqa: E731
    key = (SubjectKind.VISITOR, "projects.RelayMessage")
    _planted(monkeypatch, key, rows=everyone)
    assert r2()["R2.visitor.others"] > 0
