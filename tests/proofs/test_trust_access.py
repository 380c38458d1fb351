"""The figures of access can miss: each one is shown a bug planted in the real code."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from pytest_django import Settings

from config import urls_with_sample as urls
from o2r.accounts import acting, door, middleware, policy
from o2r.accounts.models import User
from o2r.accounts.sample import views
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.signin.step_up import FRESH_FOR
from o2r.core import clock
from o2r.core.access import public_page
from o2r.outreach.models.signals import SignalQuerySet
from o2r.proofs import matrix, matrix_measure, oracle, world
from o2r.proofs.matrix import classified
from o2r.proofs.site import sample_keys

FEW = ("caseworker", "coordinator", "partner-adviser", "state-officer", "newcomer", "anonymous")


@pytest.fixture(autouse=True)
def _small_world(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The pages of the protected record and a few people: seconds instead of a minute."""

    @contextmanager
    def here() -> Iterator[None]:
        with sample_keys():
            yield

    def sample_routes() -> tuple[list[matrix.Route], list[str]]:
        routes, silent = classified()
        return [one for one in routes if "/essai/" in one.route], silent

    settings.ROOT_URLCONF = "config.urls_with_sample"
    monkeypatch.setattr(matrix_measure, "PROCESSES", 1)
    monkeypatch.setattr(matrix_measure, "sample_site", here)
    monkeypatch.setattr(matrix_measure, "classified", sample_routes)
    people = [one for one in world.PEOPLE if one.name in FEW]
    monkeypatch.setattr(matrix_measure, "populate", lambda: [world.make_person(p) for p in people])


def figures(suite: Any) -> dict[str, float]:
    return {measure.id: measure.value for measure in suite()}


def test_the_product_holds() -> None:
    held = figures(matrix_measure.access_matrix)
    assert held == {"A1.unclassified": 0, "A1.without_specimen": 0, "A1.mismatches": 0}


def test_a_slow_machine_does_not_let_the_proofs_grow_old() -> None:
    with sample_keys():
        asked = matrix.Matrix(matrix_measure.classified()[0], matrix_measure.populate())
        with clock.stopped_at(clock.now() + timedelta(seconds=FRESH_FOR + 60)):
            assert [cell for cell in asked.cells() if not cell.is_right] == []


def test_a_route_without_a_line_is_found(settings: Settings) -> None:
    class Addresses:
        urlpatterns = (*urls.urlpatterns, path("espace/oubli/", lambda request: HttpResponse("")))
        handler404 = urls.handler404

    settings.ROOT_URLCONF = Addresses
    assert figures(matrix_measure.access_matrix)["A1.unclassified"] == 1


def test_a_kind_without_specimen_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "specimens_for", lambda kind, parameters: None)
    assert figures(matrix_measure.access_matrix)["A1.without_specimen"] == 3


def test_a_decision_that_forgets_the_relation_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_stands", lambda rule, relations: True)
    assert figures(matrix_measure.access_matrix)["A1.mismatches"] > 0


def test_a_page_that_shows_every_group_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = policy.Allow(frozenset(policy.kinds()["person-file"].groups))
    decided = policy.decide

    def generous(*given: Any) -> Any:
        return whole if decided(*given) else decided(*given)

    monkeypatch.setattr(door, "decide", generous)
    assert figures(matrix_measure.access_matrix)["A1.mismatches"] > 0


def test_a_page_of_who_received_a_signal_open_to_who_sent_it_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def the_sheet() -> tuple[list[matrix.Route], list[str]]:
        routes, silent = classified()
        return [one for one in routes if one.route.endswith("/<uuid:signal>/")], silent

    monkeypatch.setattr(matrix_measure, "classified", the_sheet)
    monkeypatch.setattr(SignalQuerySet, "received_by", lambda rows, organisation: rows)
    assert figures(matrix_measure.access_matrix)["A1.mismatches"] > 0


def test_a_public_page_that_shows_a_person_is_found(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    @public_page
    def talkative(request: HttpRequest) -> HttpResponse:
        records = SampleRecord.objects.order_by("pk")
        return HttpResponse("".join(str(vars(one)) for one in records))

    class Addresses:
        urlpatterns = (*urls.urlpatterns, path("espace/essai/public/", talkative))
        handler404 = urls.handler404

    settings.ROOT_URLCONF = Addresses
    assert figures(matrix_measure.access_matrix)["A1.mismatches"] > 0


@pytest.fixture
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes alone: a clock proves nothing inside a test suite."""
    same = oracle.Timing
    monkeypatch.setattr(matrix_measure, "timing", lambda pair, rounds, rng: same(pair, 1.0, 0.0))


@pytest.mark.usefixtures("_no_clock")
def test_forbidden_and_absent_are_the_same_page() -> None:
    assert figures(matrix_measure.existence_oracle)["A2.telling_bytes"] == 0


@pytest.mark.usefixtures("_no_clock")
def test_a_page_that_says_forbidden_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = views.open_one

    def telling(request: Any, objects: Any, **lookup: Any) -> Any:
        if SampleRecord.objects.filter(pk=lookup["pk"]).exclude(
            pk__in=SampleRecord.objects.visible_to(request.actor)
        ):
            raise PermissionDenied
        return honest(request, objects, **lookup)

    monkeypatch.setattr(views, "open_one", telling)
    assert figures(matrix_measure.existence_oracle)["A2.telling_bytes"] > 0


def test_rights_kept_in_memory_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert figures(matrix_measure.stale_rights) == {"A4.stale_rights": 0}

    @cache
    def remembered(user: User) -> Any:
        return acting.actor_for(user)

    monkeypatch.setattr(middleware, "actor_for", lambda user, **given: remembered(user))
    assert figures(matrix_measure.stale_rights)["A4.stale_rights"] > 0


def test_holm_corrects_for_the_number_of_questions() -> None:
    assert oracle.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert oracle.holm([0.5, 0.9]) == [1.0, 1.0]
