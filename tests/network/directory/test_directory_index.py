"""The index kept by a process follows the directory; what the referrals ask of it."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from o2r.core import clock
from o2r.network.directory import benchmarks
from o2r.network.directory.models import Service
from o2r.network.directory.search import index as search_index
from o2r.network.directory.selectors import kept_index
from o2r.network.directory.selectors.near import next_services, services_for
from o2r.network.directory.services.editions import next_edition
from tests.network.directory.factories import CARE, GRENOBLE, LICENCE, VENISSIEUX, Maker


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    kept_index._held.clear()
    yield
    kept_index._held.clear()


def names(theme: str = LICENCE, commune: str = VENISSIEUX, **more: object) -> list[str]:
    found = services_for(theme, commune, **more)  # type: ignore[arg-type]
    return [one.service.name for one in found]


def test_a_service_added_changed_or_closed_is_seen_at_once(service: Maker) -> None:
    one = service("Un")
    assert names() == ["Un"]
    other = service("Deux")
    assert names() == ["Deux", "Un"]
    other.themes, other.edition = ["sante--addictions"], next_edition()
    other.save()
    assert names() == ["Un"]
    one.closed_on, one.edition = clock.today(), next_edition()
    one.save()
    assert names() == []


def test_nothing_changed_asks_two_questions(
    service: Maker, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    service("Un")
    names()
    with django_assert_num_queries(2):
        assert names() == ["Un"]


def test_an_index_of_another_history_is_made_again(
    service: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    service("Un")
    assert names() == ["Un"]
    monkeypatch.setattr(kept_index, "PATCHED", 0)
    service("Deux")
    assert names() == ["Deux", "Un"]
    assert len(kept_index._held[0].index.late) == 0


def test_alternatives_leave_out_what_was_tried(service: Maker) -> None:
    one, two, three = service("Un"), service("Deux"), service("Trois", themes=[CARE])
    found = next_services(one, publics=["jeunes"], tried=[two.pk])
    assert [near.service for near in found] == [three]
    assert found[0].covers
    assert names(without=[one.pk], limit=1) == ["Deux"]


def test_where_nothing_is_there_is_nothing(service: Maker) -> None:
    service("Un")
    assert names(commune="99999") == []
    assert names(commune=GRENOBLE) == []


def test_the_figures_hold_on_a_small_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {one.id: one for one in _measured(monkeypatch)}
    assert found["services.exact"].ok
    assert found["services.same_as_overlap"].ok


def test_the_figures_see_a_service_that_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a zone that names an EPCI covers nobody."""
    real = search_index.places_of
    monkeypatch.setattr(
        search_index,
        "places_of",
        lambda commune, geo: [one for one in real(commune, geo) if not one.startswith("epci")],
    )
    found = {one.id: one for one in _measured(monkeypatch)}
    assert not found["services.exact"].ok
    assert not found["services.same_as_overlap"].ok


def _measured(monkeypatch: pytest.MonkeyPatch) -> list[benchmarks.Measure]:
    rows = benchmarks.fill(1500, seed=3)
    asked = benchmarks.questions(rows, 30, seed=4, within_km=30)
    benchmarks.fill_rival(rows)
    return list(benchmarks._exactness(rows, asked))


def test_a_service_knows_when_it_was_last_seen_right(service: Maker) -> None:
    one = Service.objects.get(pk=service("Un").pk)
    assert one.seen_right_on == one.updated_on
    one.confirmed_on = clock.today()
    assert one.seen_right_on == clock.today()
