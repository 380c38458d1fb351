"""What is declared as due, how it is ordered, and in which moment it falls."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.agenda import registry
from o2r.core.agenda.grouping import Moment, by_moment, moment_of
from o2r.core.agenda.registry import Due, declare, due_for

PARIS = ZoneInfo("Europe/Paris")
Declare = Callable[..., None]
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.fixture
def provide(monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Declares things due, and nothing else is, for the time of a test."""
    monkeypatch.setattr(registry, "_providers", {})

    def put(code: str, *dues: Due) -> None:
        declare(code, f"Essai {code}", lambda actor: dues if actor == "Nora" else ())

    return put


def due_on(day: date | datetime, title: str = "À faire", **more: object) -> Due:
    return Due(on=day, title=title, link="/", **more)  # type: ignore[arg-type]


def test_what_is_due_comes_from_all_in_order_and_says_its_kind(provide: Declare) -> None:
    noon = datetime(2026, 5, 4, 12, tzinfo=PARIS)
    provide("a", due_on(noon, "midi"), due_on(date(2026, 5, 5), "demain"))
    provide("b", due_on(date(2026, 5, 4), "journée"), due_on(date(2026, 5, 3), "hier"))
    found = [(due.title, due.kind) for due in due_for("Nora")]
    assert found == [("hier", "b"), ("journée", "b"), ("midi", "a"), ("demain", "a")]
    assert [due.label for due in due_for("Nora") if due.title == "midi"] == ["Essai a"]


@pytest.mark.parametrize(("code", "label"), [("x", ""), ("", "Rien"), ("committee-plenary", "B")])
def test_a_declaration_has_a_free_code_and_a_label(code: str, label: str) -> None:
    with pytest.raises(ValueError, match="declared twice, or without a label"):
        declare(code, label, lambda actor: ())


def test_an_instant_keeps_the_day_of_its_place() -> None:
    there = datetime(2026, 5, 5, 1, 30, tzinfo=ZoneInfo("Indian/Reunion"))
    assert (due_on(there).day, f"{due_on(there).hour:%H:%M}") == (date(2026, 5, 5), "01:30")
    assert due_on(date(2026, 5, 5)).hour is None


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 5, 12), Moment.LATE),
        (date(2026, 5, 13), Moment.THIS_WEEK),
        (date(2026, 5, 17), Moment.THIS_WEEK),
        (date(2026, 5, 18), Moment.THIS_MONTH),
        (date(2026, 5, 31), Moment.THIS_MONTH),
        (date(2026, 6, 1), Moment.SOON),
        (date(2026, 8, 13), Moment.SOON),
        (date(2026, 8, 14), Moment.LATER),
    ],
)
def test_moments_seen_from_a_wednesday(day: date, moment: Moment) -> None:
    assert moment_of(due_on(day), date(2026, 5, 13)) is moment


def test_what_a_provider_says_late_is_late() -> None:
    today = date(2026, 5, 13)
    assert moment_of(due_on(today + timedelta(days=3), is_late=True), today) is Moment.LATE


@given(st.lists(days), days)
def test_nothing_is_lost_nor_shown_twice(chosen: list[date], today: date) -> None:
    dues = [due_on(day) for day in sorted(chosen)]
    grouped = by_moment(dues, today)
    assert [due for _, held in grouped for due in held] == dues
    assert all(held for _, held in grouped)
    order = list(Moment)
    assert [moment for moment, _ in grouped] == sorted((m for m, _ in grouped), key=order.index)
