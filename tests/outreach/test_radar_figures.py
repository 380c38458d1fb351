"""The figure of the radar can fail: a bug planted in the real code makes it miss."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from o2r.outreach import benchmarks, measured_territory
from o2r.outreach.radar import Debt, PlaceFacts, Window, chances, planning, visits
from o2r.outreach.radar.hours import Span, open_spans


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One team, one seed."""
    monkeypatch.setattr(measured_territory, "TEAMS", (1, 1))
    monkeypatch.setattr(benchmarks, "SEEDS", (1,))
    monkeypatch.setattr(benchmarks, "DEVELOPMENT", (2,))


def worst_days() -> float:
    kept = {name: benchmarks.POLICIES[name] for name in ("fixed_rota", "radar")}
    scores = benchmarks._played(benchmarks.SEEDS, kept)
    return max(benchmarks._changes(scores, "worst_days", "fixed_rota"))


def test_the_figures_are_met_in_the_small_form() -> None:
    told = {measure.id: measure for measure in benchmarks.rounds()}
    assert set(told) == {
        "radar.worst_days",
        "radar.worst_ratio",
        "radar.beside_rota_catching_up",
        "radar.beside_longest_first",
        "radar.beside_longest_open_first",
        "radar.development",
    }
    assert told["radar.worst_days"].ok
    assert told["radar.worst_ratio"].ok
    detail = told["radar.worst_days"].as_line()
    assert detail["seeds"] == [1]
    assert set(detail["year"]) == set(benchmarks.POLICIES)
    assert detail["spread"]["min"] <= detail["spread"]["mean"] <= detail["spread"]["max"]
    assert told["radar.development"].detail["seeds"] == [2]


def test_a_radar_that_forgets_the_last_visits_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*args: object, **named: object) -> Debt:
        return Debt(None, 7, 1)

    monkeypatch.setattr(chances, "coverage_debt", forgetful)
    assert worst_days() > benchmarks.TARGET


def test_a_radar_that_takes_the_least_owed_first_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    original = planning.score_of
    monkeypatch.setattr(planning, "score_of", lambda *args: -original(*args))
    assert worst_days() > benchmarks.TARGET


def test_a_radar_that_reads_the_hours_of_another_day_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def of_tomorrow(place: PlaceFacts, window: Window, zone: ZoneInfo) -> list[Span]:
        late = replace(window, day=window.day + timedelta(days=1))
        return [(first - 1440, last - 1440) for first, last in open_spans(place, late, zone)]

    monkeypatch.setattr(visits, "open_spans", of_tomorrow)
    assert worst_days() > benchmarks.TARGET


def test_a_radar_that_does_not_see_a_closing_end_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place closed once stays closed."""
    original, closed = planning.proposal, set[str]()

    def stuck(places: Iterable[PlaceFacts], wanted: object, today: date) -> object:
        places = list(places)
        closed.update(place.id for place in places if place.closed_until is not None)
        kept = [place for place in places if place.id not in closed]
        return original(kept, wanted, today)

    monkeypatch.setattr(benchmarks.radar, "proposal", stuck)
    assert worst_days() > benchmarks.TARGET
