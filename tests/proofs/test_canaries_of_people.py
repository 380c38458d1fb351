"""``o2r trust C1`` on the people met: what they said is where it must be, and a leak is found."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings

from o2r.proofs import canaries, canary_people
from o2r.proofs.canary_run import Flow
from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """The database of the tests instead of one of its own, and one turn."""

    @contextmanager
    def site() -> Iterator[Path]:
        with sample_keys():
            yield tmp_path

    settings.ROOT_URLCONF = "config.urls_with_sample"
    settings.SECRET_KEY = "une clé que rien ne doit écrire ailleurs"
    monkeypatch.setattr(canaries, "site", site)
    monkeypatch.setattr(canaries, "TURNS", 1)
    monkeypatch.setattr(canaries, "SHOWN", 1000)


def hits(monkeypatch: pytest.MonkeyPatch, *flows: Flow) -> list[str]:
    """What C1 finds when these flows alone are run."""
    monkeypatch.setattr(canaries, "FLOWS", flows)
    figures = {one.id: one for one in canaries.canaries()}
    assert figures["C1.broken_steps"].value == 0, figures["C1.broken_steps"].detail
    found: list[str] = figures["C1.hits"].detail["first"]
    return found


@pytest.mark.django_db(transaction=True)
def test_nothing_of_anybody_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hits(monkeypatch, *canary_people.FLOWS) == []
