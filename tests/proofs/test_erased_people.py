"""``o2r trust R2.person``: somebody erased leaves figures alone, and a planted bug is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from o2r.core.journal.authors import Author
from o2r.core.retention.models import RightsRequest
from o2r.core.retention.periods import Duration
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import requests
from o2r.outreach import person_parts
from o2r.outreach.models import TrustDate
from o2r.people.models import Identity, Person
from o2r.people.services import anonymising
from o2r.proofs import erased_people
from o2r.proofs.site import sample_keys

# Destructions are listed outside the database once committed: these tests really commit.
really = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _this_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests instead of one of its own."""

    @contextmanager
    def here() -> Iterator[None]:
        with sample_keys():
            yield

    monkeypatch.setattr(erased_people, "sample_site", here)


def missed(monkeypatch: pytest.MonkeyPatch, way: str) -> dict[str, Any]:
    """The figures that miss their target, by name, with what was found."""
    monkeypatch.setattr(erased_people, "WAYS", {way: erased_people.WAYS[way]})
    figures = [one for one in erased_people.erased_people() if not one.ok]
    return {one.id.removeprefix(f"R2.person.{way}."): one.detail for one in figures}


@really
@pytest.mark.parametrize("way", sorted(erased_people.WAYS))
def test_nothing_of_somebody_erased_is_left(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    assert missed(monkeypatch, way) == {}


# --- Planted bugs ---------------------------------------------------------------------------------
@really
def test_keys_that_stay_are_found_in_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymising, "destroy", lambda by, subject: None)
    assert set(missed(monkeypatch, "asked")) == {"readable_in_copy"}


def test_rows_that_stay_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymising, "erased_with", list)
    found = missed(monkeypatch, "asked")
    assert "outreach.EncounterWords.person" in found["named"]["first"]
    assert "outreach_signalwords.words" in found["erased"]["first"]


def test_an_entry_begun_about_somebody_that_stays_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_parts, "forget_about", lambda by, person: None)
    assert missed(monkeypatch, "asked")["erased"]["first"] == ["outreach_entrydraft.fields"]


def test_what_somebody_asked_in_clear_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_clear(request: RightsRequest, subject: Subject, said: str) -> None:
        request.details = said
        request.save()

    monkeypatch.setattr(requests, "_save_with", in_clear)
    bare = missed(monkeypatch, "asked")["unplanted"]["columns"]
    assert bare == ["retention_requestwords.details"]


def test_a_column_that_still_finds_somebody_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: value for name, value in anonymising._NOBODY_S.items() if name != "commune"}
    monkeypatch.setattr(anonymising, "_NOBODY_S", kept)
    assert "people.Person.commune" in missed(monkeypatch, "asked")["named"]["first"]


def _also(monkeypatch: pytest.MonkeyPatch, bug: Callable[[Author, Person], object]) -> None:
    erases = anonymising.erased_with()
    monkeypatch.setattr(anonymising, "erased_with", lambda: [*erases, bug])


def test_a_figure_that_goes_with_somebody_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _also(monkeypatch, lambda by, person: TrustDate.objects.filter(person=person).delete())
    assert "figures" in missed(monkeypatch, "asked")


def test_an_erasure_that_takes_a_neighbour_along_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _also(monkeypatch, lambda by, person: Identity.objects.all().delete())
    assert "people_identity.known_as" in missed(monkeypatch, "asked")["damage"]["first"]


def test_words_lost_with_the_file_that_a_merge_set_aside_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(anonymising, "settled_with", list)
    assert "outreach_promise.what" in missed(monkeypatch, "merged")["damage"]["first"]


def test_a_week_of_error_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Duration.limit
    monkeypatch.setattr(Duration, "limit", lambda self, now: honest(self, now) + timedelta(days=7))
    wrong = missed(monkeypatch, "time")["wrong"]["first"]
    assert {"announced too early", "erased after 729 days"} <= set(wrong)
