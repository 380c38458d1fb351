"""Five thousand lines, behind the second belt too: few questions, and nothing half written."""

import pytest

from o2r.accounts.actors import Actor
from o2r.core import belt
from o2r.core.crypto.fields import read_sealed
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.sheets import MOST_LINES
from o2r.outreach.models import Encounter, EncounterWords
from o2r.outreach.services.imports import undo_import, write_import
from o2r.people.models import Identity, Person
from o2r.projects.exchange.tables import TableError
from tests.outreach.importing import imported, kept, people, sheet
from tests.statements import statements

LINES_FOR_ONE_QUESTION = 4
"""Rows go some tens at a time on SQLite, which takes a thousand values in one statement."""


def crowd(size: int) -> bytes:
    return people(
        *(
            {
                "Identifiant": str(rank),
                "Prénom": "Sonia",
                "Nom": f"Ferrand {chr(97 + rank % 26)}{chr(97 + rank // 26 % 26)}",
                "Date de naissance": "03/05/2001",
                "Dernier contact": "01/11/2026",
                "Commune": "69200 Vénissieux",
                "Téléphone": f"06 {rank:08}",
                "Notes": "Cherche du travail",
            }
            for rank in range(size)
        )
    )


def test_five_thousand_people_then_their_meetings(by: Actor) -> None:
    file = kept(by, crowd(MOST_LINES))
    with statements() as asked:
        write_import(by=by, file=file)
    assert Person.objects.count() == MOST_LINES
    assert len(asked) < MOST_LINES / LINES_FOR_ONE_QUESTION
    rows = ((str(rank), "20/11/2026", str(rank), "Vue") for rank in range(MOST_LINES))
    meetings = kept(
        by, sheet(("id", "Date", "Personne suivie - id", "Note"), *rows), ImportKind.PASSAGES
    )
    with statements() as asked:
        act = write_import(by=by, file=meetings)
    assert EncounterWords.objects.count() == MOST_LINES
    assert len(asked) < MOST_LINES / LINES_FOR_ONE_QUESTION
    with statements() as asked:
        undo_import(by=by, act=act)
    assert not Encounter.objects.standing().exists()
    assert len(asked) < MOST_LINES / LINES_FOR_ONE_QUESTION


def test_one_line_too_many_is_said(by: Actor) -> None:
    with pytest.raises(TableError, match="5000 au plus"):
        kept(by, crowd(MOST_LINES + 1))


def test_behind_the_belt_a_file_goes_to_colleagues_and_comes_back(by: Actor, hugo: object) -> None:
    with belt.open_scope(user=by.user, organisation=by.organisation):
        row = {"Identifiant": "p1", "Surnom": "Momo", "Dernier contact": "20/10/2026"}
        given = imported(by, people(row | {"Référent": "Hugo Perrin"}))
        header = ("id", "Date", "Personne suivie - id", "Note")
        met = imported(by, sheet(header, ("1", "02/11/2026", "p1", "Vue")), ImportKind.PASSAGES)
    momo = Person.objects.get()
    assert momo.last_contact_on.isoformat() == "2026-11-02"
    identity = Identity.objects.get()
    assert (
        read_sealed(identity, "known_as", organisation=momo.organisation_id)["known_as"] == "Momo"
    )
    with belt.open_scope(user=by.user, organisation=by.organisation):
        undo_import(by=by, act=met)
        undo_import(by=by, act=given)
    assert not Person.objects.exists()
