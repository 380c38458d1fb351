"""D1 can fail: each bug planted in the real code makes the figure that should see it miss."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pytest
from pytest_django import Settings

from o2r.core.measures import Measure
from o2r.core.watch import catalogue, engine, quota, replay, selectors, trust
from o2r.core.watch.catalogue import Rule
from o2r.core.watch.models.alerts import BlockQuerySet
from o2r.core.watch.simulation import Month, abuse, abuses, simulate, world
from o2r.core.watch.thresholds import DEFAULTS

SEED = 1
SMALL = {"outreach": 20, "caseworker": 24, "coordinator": 6, "partner": 12, "officer": 2}
Figures = dict[str, Measure]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seventy professionals, one month, the database of the test."""

    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(world, "JOBS", {**SMALL, "manager": 4})
    monkeypatch.setattr(trust, "measured_site", here)
    monkeypatch.setattr(trust, "SEEDS", (SEED,))
    monkeypatch.setattr(trust, "RIVALS", (150,))
    monkeypatch.setattr(trust, "REPLAYED", 0)


def figures() -> Figures:
    return {measure.id: measure for measure in trust.abuse_detection()}


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Switch one rule off."""

    def switch_off(code: str) -> None:
        def kept(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            return tuple(rule for rule in rules if rule.code != code)

        listening = {key: kept(rules) for key, rules in engine._LISTENING.items()}
        monkeypatch.setattr(engine, "_LISTENING", listening)

    return switch_off


@pytest.fixture
def _no_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "INCIDENTS", ())


def test_the_figures_are_met_and_a_fixed_threshold_does_not_meet_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trust, "REPLAYED", 1)
    measured = figures()
    assert {one.id for one in measured.values() if not one.ok} <= {"D1.false_alerts"}
    assert measured["D1.detected"].detail["abuses"] == 14
    assert measured["D1.detected"].detail["objects_exist"] == 11
    for name in replay.INCIDENTS:
        assert 0 < measured[f"D1.replay.{name}"].value <= trust.MOST_EXPOSED
    (rival,) = measured["D1.exposed"].detail["fixed_threshold"].values()
    assert rival["highest"] > trust.MOST_EXPOSED
    (rival,) = measured["D1.detected"].detail["fixed_threshold"].values()
    assert rival["lowest"] < 13


@pytest.mark.usefixtures("_no_incident")
def test_a_rule_switched_off_is_seen(without: Callable[[str], None]) -> None:
    without("night-reading")
    assert not figures()["D1.least_detected"].ok


@pytest.mark.usefixtures("_no_incident")
def test_pages_counted_instead_of_files_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    number = count()
    monkeypatch.setattr(quota, "file_key", lambda identifier: f"{identifier}-{next(number)}")
    assert not figures()["D1.false_alerts"].ok


@pytest.mark.usefixtures("_no_incident")
def test_a_quota_that_lets_everything_pass_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "judge", lambda asked, **_: quota.ALLOWED)
    assert not figures()["D1.exposed"].ok


@pytest.mark.parametrize("incident", replay.INCIDENTS)
def test_a_block_that_nobody_consults_is_seen(
    incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = simulate(SEED)
    assert replay.people_exposed(month, incident) <= trust.MOST_EXPOSED
    monkeypatch.setattr(BlockQuerySet, "in_force", lambda blocks, now: blocks.none())
    assert replay.people_exposed(month, incident) > trust.MOST_EXPOSED


def test_real_services_without_a_quota_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "judge", lambda asked, **_: quota.ALLOWED)
    assert replay.people_exposed(simulate(SEED), "cap-emploi") > trust.MOST_EXPOSED


def test_the_replay_meets_the_real_thresholds(settings: Settings) -> None:
    assert selectors.limits() == DEFAULTS


def test_the_same_seed_gives_the_same_month() -> None:
    one, other, another = simulate(5), simulate(5), simulate(6)
    assert one.acts == other.acts != another.acts


def test_honest_months_hold_what_makes_work_irregular() -> None:
    month: Month = simulate(2)
    honest = [act for act in month.acts if act.who not in month.wrongdoers]
    hours = {act.at.hour for act in honest if act.what == "look"}
    assert hours & {22, 23}, "evening rounds"
    assert any(one.joins for one in month.world.accounts), "new hires"
    assert any(one.away for one in month.world.accounts), "holidays"
    assert {act.what for act in honest} >= {"download", "hand", "wrong-password", "twin"}


def test_an_app_adds_its_own_abuse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(abuses())
    monkeypatch.setattr("o2r.core.watch.simulation.acts._abuses", known)
    abuse("of-a-later-app")(known["own-name"])
    assert "of-a-later-app" in abuses()
    with pytest.raises(ValueError, match="own-name"):
        abuse("own-name")(known["own-name"])


def test_a_rule_is_data() -> None:
    rule = catalogue.RULES[0]
    assert replace(rule, urgent=True).code == rule.code
