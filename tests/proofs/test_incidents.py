"""The two incidents stop, and the figure can miss."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_django import Settings

from o2r.accounts import door
from o2r.core.watch.quota import ALLOWED
from o2r.proofs import incidents
from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """In the database of the test, with few files more than the ceiling."""

    @contextmanager
    def here() -> Iterator[None]:
        with sample_keys():
            yield

    settings.ROOT_URLCONF = "config.urls_with_sample"
    monkeypatch.setattr(incidents, "sample_site", here)
    monkeypatch.setattr(incidents, "FILES", incidents.MOST_EXPOSED + 20)


@pytest.mark.parametrize("play", [incidents._cap_emploi, incidents._missions_locales])
def test_an_incident_stops_before_it_exposes_everyone(play: object) -> None:
    with incidents.sample_site():
        within_reach, exposed = play()
    assert 0 < exposed <= incidents.MOST_EXPOSED < within_reach


def test_a_door_without_quota_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "ask", lambda *given, **more: ALLOWED)
    with incidents.sample_site():
        within_reach, exposed = incidents._cap_emploi()
    assert exposed == within_reach > incidents.MOST_EXPOSED
