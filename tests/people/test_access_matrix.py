"""The access matrix on the pages of people: every role, every relation, reading and writing."""

from typing import Any

import pytest
from pytest_django import Settings

from o2r.people.models import Person
from o2r.people.selectors import reading
from o2r.proofs import matrix, world
from o2r.proofs.matrix import Cell
from o2r.proofs.site import sample_keys

HERE = "/espace/personnes-suivies/"
FEW = ("caseworker", "coordinator", "partner-adviser", "anonymous")


@pytest.fixture(autouse=True)
def _with_the_sample(settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_with_sample"


def cells(*names: str, of: str = HERE) -> list[Cell]:
    """The cells of these people on our pages, or on the one page ``of``."""
    with sample_keys():
        routes, _ = matrix.classified()
        ours = [one for one in routes if one.route.startswith(of)]
        assert matrix.without_specimen(ours) == []
        if of == HERE:
            assert len(ours) > 15
        else:
            ours = [one for one in ours if one.route == of]
        people = [world.make_person(one) for one in world.PEOPLE if one.name in names]
        return list(matrix.Matrix(ours, people, full=False).cells())


def test_the_pages_of_a_file_hold_the_policy() -> None:
    asked = cells(*FEW)
    assert [str(one) for one in asked if not one.is_right] == []
    assert {one.expected for one in asked} >= {"open", "closed", "sign-in"}


def test_a_partner_who_reads_more_than_was_agreed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(actor: Any, person: Person, groups: frozenset[str]) -> reading.Reader:
        return reading.Reader(actor, groups, None)

    monkeypatch.setattr(reading.Reader, "of", whole)
    wrong = [one for one in cells("partner-adviser", of=f"{HERE}<uuid:person>/") if one.leaked]
    assert {one.relation for one in wrong} == {"partner"}


def test_a_confidential_note_that_a_colleague_reads_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "reads_note", lambda *given, **more: "narrative" in given[1])
    wrong = [one for one in cells("caseworker", of=f"{HERE}<uuid:person>/") if one.leaked]
    assert "co-accompanying" in {one.relation for one in wrong}
