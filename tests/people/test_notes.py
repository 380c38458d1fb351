"""Notes: their author corrects them for a day, anyone who follows completes them after."""

from datetime import timedelta

import pytest

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.people.enums import NoteLevel
from o2r.people.models import Note, NoteDraft, Person
from o2r.people.services import (
    accompany,
    anonymise,
    complete_note,
    correct_note,
    keep_draft,
    write_note,
)
from o2r.people.services.noting import LONGEST, draft_text
from tests.people.factories import Operator, acting, person


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    return person(place.ines)


def text(note: Note) -> str:
    return read_sealed(note, "text", organisation=note.organisation_id)["text"]


def test_its_author_corrects_a_note_for_a_day(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    note = write_note(by=ines, person=momo, text="Dort au squart", level=NoteLevel.TEAM)
    correct_note(by=ines, note=note, text="Dort au square", level=NoteLevel.CONFIDENTIAL)
    note.refresh_from_db()
    assert text(note) == "Dort au square"
    assert note.level == NoteLevel.CONFIDENTIAL
    assert note.revised_at is not None
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        with pytest.raises(DomainError, match="Complétez-la"):
            correct_note(by=ines, note=note, text="Autre", level=NoteLevel.TEAM)
        added = complete_note(by=ines, note=note, text="A quitté le square")
    assert (added.completes, added.level) == (note, NoteLevel.CONFIDENTIAL)


def test_nobody_else_corrects_it_and_a_completed_one_stays(place: Operator, momo: Person) -> None:
    ines, bastien = acting(place.ines), acting(place.bastien)
    note = write_note(by=ines, person=momo, text="Vu hier", level=NoteLevel.TEAM)
    with pytest.raises(NotAllowed):
        complete_note(by=bastien, note=note, text="Moi aussi")
    accompany(by=ines, person=momo, colleague=place.bastien)
    with pytest.raises(NotAllowed):
        correct_note(by=bastien, note=note, text="Non", level=NoteLevel.TEAM)
    first = complete_note(by=bastien, note=note, text="Moi aussi")
    # What completes something that completes is beside it: one level, read in order.
    assert complete_note(by=ines, note=first, text="Bien").completes == note
    with pytest.raises(DomainError, match="Complétez-la"):
        correct_note(by=ines, note=note, text="Vu avant-hier", level=NoteLevel.TEAM)


def test_an_empty_or_endless_note_is_refused(place: Operator, momo: Person) -> None:
    for wrong in ("  \n", "a" * (LONGEST + 1)):
        with pytest.raises(DomainError) as refused:
            write_note(by=acting(place.ines), person=momo, text=wrong, level=NoteLevel.TEAM)
        assert refused.value.field == "text"


def test_a_draft_is_its_author_s_and_goes_with_the_note(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    keep_draft(by=ines, person=momo, text="Il a dit")
    kept = keep_draft(by=ines, person=momo, text="Il a dit qu’il")
    assert NoteDraft.objects.count() == 1
    assert draft_text(kept, ines) == "Il a dit qu’il"
    assert b"dit" not in bytes(kept.text)
    write_note(by=ines, person=momo, text="Il a dit qu’il viendrait", level=NoteLevel.TEAM)
    assert not NoteDraft.objects.exists()
    keep_draft(by=ines, person=momo, text="Encore")
    assert keep_draft(by=ines, person=momo, text="  ") is None
    assert not NoteDraft.objects.exists()


def test_drafts_are_erased_with_the_person(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    keep_draft(by=ines, person=momo, text="Il a dit")
    anonymise(by=ines, person=momo)
    assert not NoteDraft.objects.exists()
    with pytest.raises(NotAllowed):
        write_note(by=ines, person=momo, text="Trop tard", level=NoteLevel.TEAM)
