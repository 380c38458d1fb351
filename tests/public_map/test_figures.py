"""The figures of the public site can fail: a bug planted in the real code makes them miss."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from pytest_django import Settings

from o2r.projects.models import FundedProject, FundedProjectQuerySet
from o2r.public_map import benchmarks, measured_sample, selectors, trust
from o2r.public_map.first_load import first_load

Figures = dict[str, float]


@pytest.fixture(autouse=True)
def _this_database(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Figures make their own database; here they use the one of the test, and ask little."""

    @contextmanager
    def here() -> Iterator[Client]:
        yield Client(raise_request_exception=False)

    monkeypatch.setattr(trust, "measured_site", here)
    monkeypatch.setattr(benchmarks, "measured_site", here)
    monkeypatch.setattr(benchmarks, "PAGES", 2)
    monkeypatch.setattr(benchmarks, "PROJECTS", 60)
    monkeypatch.setattr(benchmarks, "FILTER_SETS", 12)


def trusted() -> Figures:
    return {measure.id: measure.value for measure in trust.public()}


def measured() -> Figures:
    return {measure.id: measure.value for measure in benchmarks.public()}


def test_nothing_leaks() -> None:
    assert set(trusted().values()) == {0}


def test_a_query_that_forgets_the_state_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = lambda self, demonstration=None: self.all()  # noqa: E731
    monkeypatch.setattr(FundedProjectQuerySet, "shown_to_public", everything)
    figures = trusted()
    assert figures["trust.leaks"] > 0
    assert figures["trust.telling_absences"] > 0


def test_a_mailbox_shown_by_mistake_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FundedProject, "territory_label", property(lambda p: p.relay_mailbox))
    assert trusted()["trust.leaks"] > 0


@pytest.mark.filterwarnings("ignore")  # the broken pages may complain as they like
def test_a_page_open_by_mistake_is_seen(settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "MembersMiddleware" not in name]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'unsafe-inline'"]}}
    figures = trusted()
    assert figures["trust.open_doors"] > 0
    assert figures["trust.weak_headers"] > 0


def test_list_map_and_api_agree_with_the_answer_key() -> None:
    figures = measured()
    assert figures["public.parity"] == 100
    assert figures["public.exactness"] == 100
    assert 20 < figures["public.first_load"]


def test_a_map_in_another_order_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    original = selectors.load
    backwards = lambda found: original(list(found)[::-1])  # noqa: E731
    monkeypatch.setattr("o2r.public_map.views.map_data.selectors.load", backwards)
    assert measured()["public.parity"] < 100


def test_a_zone_that_covers_too_much_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The generous bug: a project answers for the whole département of its communes."""
    original = selectors.footprint
    monkeypatch.setattr(selectors, "footprint", lambda expression, year: original("fr", year))
    figures = measured()
    assert figures["public.exactness"] < 100
    assert figures["public.parity"] == 100


def test_the_key_knows_its_own_zones() -> None:
    country = measured_sample.Country()
    country.by_department["01"] = {"01001", "01002"}
    known = measured_sample.Known(
        "a", frozenset({"01001"}), frozenset({"jeunes"}), frozenset(), frozenset(), "pic"
    )
    found = measured_sample.expected
    assert found(country, [known], {"department": "01", "public": "jeunes"}) == {"a"}
    assert found(country, [known], {"commune": "01002"}) == set()
    assert found(country, [known], {"public": "femmes"}) == set()


def test_the_first_load_follows_imports_and_refuses_what_does_not_exist(settings: Settings) -> None:
    base = settings.STATIC_URL
    sizes = first_load(f'<script type="module" src="{base}core/js/combobox.js"></script>')
    assert f"{base}core/js/combobox-state.js" in sizes
    with pytest.raises(FileNotFoundError, match="nowhere.css"):
        first_load(f'<link rel="stylesheet" href="{base}nowhere.css">')
