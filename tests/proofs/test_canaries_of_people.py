"""``o2r trust C1`` on the people met: what they said is where it must be, and a leak is found."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from o2r.outreach.selectors.signals import SentSignal, words_of
from o2r.outreach.views import signals_sent
from o2r.people.between.indexd import daemon
from o2r.proofs import canaries, canary_partners, canary_pathways, canary_people, sinks
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
    # All the processes of the suite write in one log: read here, it is theirs, and has no end.
    monkeypatch.setattr(sinks, "_wal_position", lambda: "")
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


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_pathway_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hits(monkeypatch, *canary_pathways.FLOWS) == []


# --- Partners and other operators -----------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_nothing_of_partners_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hits(monkeypatch, *canary_partners.FLOWS) == []


@pytest.mark.django_db(transaction=True)
def test_an_index_that_keeps_names_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "shared_digest", lambda key: lambda parts: repr(parts).encode())
    found = hits(monkeypatch, canary_partners.between_operators)
    assert any("[index index.sqlite3" in one for one in found)


@pytest.mark.django_db(transaction=True)
def test_a_signal_told_in_clear_to_who_sent_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(rows: Any) -> Any:
        for row in rows:
            said = words_of(row)
            yield SentSignal(row, said.words if said else "")

    monkeypatch.setattr(signals_sent, "as_sent", telling)
    found = hits(monkeypatch, canary_partners.signal_from_an_account)
    assert any("[sender /espace/signalements/envoyes/" in one for one in found)
