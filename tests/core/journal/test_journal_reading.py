"""The journal as a manager reads it, and the digest for the person concerned."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from o2r.core import clock
from o2r.core.journal import words
from o2r.core.journal.authors import Author
from o2r.core.journal.exports import HEADERS, rows
from o2r.core.journal.forms import JournalFilters
from o2r.core.journal.selectors import Criteria, acts_of, digest, entries_after, entries_of
from o2r.core.journal.sentences import told
from o2r.core.journal.services import record

HOUSE, OTHER = UUID(int=1), UUID(int=2)
ANNE, BOB = UUID(int=11), UUID(int=12)
FILE = UUID("7f3a0000-0000-4000-8000-000000000000")


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    for table in ("_kinds", "_own", "_actions", "_named_by"):
        monkeypatch.setattr(words, table, dict(getattr(words, table)))
    words.declare_kind("identity-test", "l’identité d’une personne", own="votre identité")
    words.name_users(lambda users: {ANNE: "Anne Roux", BOB: "=Bob"})
    words.name_organisations(lambda organisations: {HOUSE: "La Maison"})


def act(day: int, by: UUID | None = ANNE, **changes: object) -> None:
    given = {
        "by": Author(by, HOUSE, "referent") if by else Author.system("journal-test"),
        "action": "read",
        "kind": "identity-test",
        "object_id": FILE,
        "organisation": HOUSE,
    }
    moment = datetime(2026, 3, day, 23, 30, tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        record(**{**given, **changes})  # type: ignore[arg-type]


def test_an_entry_reads_as_a_sentence() -> None:
    act(10, fields=["names", "birth"])
    act(11, by=None, action="export", object_id=None, count=12)
    act(12, by=OTHER, decision="deny", reason="no-membership", kind="unknown", action="peek")
    refused, export, reading = told(list(entries_of(HOUSE)))
    assert reading.sentence == "Anne Roux a lu l’identité d’une personne (dossier 7f3a…)"
    assert reading.fields == ("birth", "names")
    assert export.sentence == (
        "La plateforme (tâche journal-test) a exporté l’identité d’une personne (12 objets)"
    )
    assert refused.refused
    assert refused.sentence.startswith("Refusé\u00a0: Compte 0000… a fait «\u00a0peek\u00a0» sur")


def test_every_filter_narrows_the_list_and_never_leaves_the_chain() -> None:
    act(10)
    act(11, by=BOB, kind="journal", object_id=None)
    act(12, decision="deny")
    act(12, organisation=OTHER)
    march = [datetime(2026, 3, day).date() for day in range(1, 32)]  # noqa: DTZ001

    def numbers(**asked: object) -> list[int]:
        found = entries_of(HOUSE, Criteria(**asked))  # type: ignore[arg-type]
        return list(found.values_list("number", flat=True))

    assert numbers() == [3, 2, 1]
    # 23:30 UTC on the 10th is the 11th in Paris.
    assert numbers(since=march[11]) == [3, 2]
    assert numbers(until=march[10]) == [1]
    assert numbers(user=BOB) == [2]
    assert numbers(kind="journal") == [2]
    assert numbers(object_id=FILE) == [3, 1]
    assert numbers(refused_only=True) == [3]
    assert entries_of(None).count() == 0
    assert [entry.number for entry in entries_after(HOUSE, 1)] == [2, 3]
    assert acts_of(ANNE).count() == 3


def test_the_person_reads_who_saw_their_data_without_a_professional_s_name() -> None:
    act(11)
    act(11, by=BOB)
    act(11, decision="deny", by=BOB)
    act(30, by=None, action="write")
    assert [line.sentence for line in digest(FILE)] == [
        "Le\u00a031\u00a0mars 2026, la plateforme a modifié votre identité",
        "Le\u00a012\u00a0mars 2026, une personne de La Maison a lu votre identité",
    ]
    assert digest(OTHER) == []
    shown = render_to_string("journal/_digest.html", {"lines": digest(FILE)})
    assert "Anne" not in shown
    assert "Personne n’a consulté" in render_to_string("journal/_digest.html", {"lines": []})


def test_a_word_has_one_meaning() -> None:
    words.declare_action("peek", "a regardé")
    words.declare_action("peek", "a regardé")
    with pytest.raises(ValueError, match="declared twice"):
        words.declare_action("peek", "a vu")
    with pytest.raises(ValueError, match="declared twice"):
        words.declare_kind("identity-test", "autre chose")


def test_the_filters_speak_french_when_they_are_wrong() -> None:
    people = {ANNE: "Anne Roux", BOB: "Bob"}
    good = JournalFilters(
        {"since": "2026-03-01", "user": str(ANNE), "kind": "identity-test"}, people=people
    )
    assert good.is_valid()
    assert good.criteria().user == ANNE
    assert JournalFilters({}, people=people).is_valid()
    wrong = JournalFilters(
        {"since": "2026-03-02", "until": "2026-03-01", "object_id": "x"}, people=people
    )
    assert not wrong.is_valid()
    assert set(wrong.errors) == {"until", "object_id"}
    stranger = JournalFilters({"user": str(OTHER)}, people=people)
    assert not stranger.is_valid()


def test_a_name_that_looks_like_a_formula_is_neutralised_in_the_export() -> None:
    act(10, by=BOB)
    headers, row = rows(entries_of(HOUSE))
    assert headers == HEADERS
    assert row[0] == "2026-03-11 00:30:00+0100"
    assert row[1].startswith("'=Bob a lu")
    assert row[3:] == ("autorisé", "", "", "1")


def test_a_page_of_the_journal_is_drawn() -> None:
    for day in range(1, 8):
        act(day)
    page = Paginator(entries_of(HOUSE), 5).get_page(1)
    request = RequestFactory().get("/journal", {"kind": "identity-test"})
    context = {
        "entries": told(list(page)),
        "page": page,
        "pages": [],
        "export_url": "/journal.csv",
        "partial": False,
    }
    shown = render_to_string("journal/_entries.html", context, request)
    assert shown.count("<tr>") == 6
    assert "page=2" in shown
    form = JournalFilters({}, people={ANNE: "Anne Roux"})
    assert "Anne Roux" in render_to_string("journal/_filters.html", {"form": form}, request)
    empty = render_to_string("journal/_entries.html", {**context, "entries": []}, request)
    assert "Aucune entrée ne correspond" in empty


def test_the_export_asks_names_once_per_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def names(users: object) -> dict[UUID, str]:
        asked.append(1)
        return {}

    words.name_users(names)
    for day in range(1, 5):
        act(day)
    monkeypatch.setattr("o2r.core.journal.exports.AT_A_TIME", 2)
    assert len(list(rows(entries_of(HOUSE)))) == 5
    assert len(asked) == 2
