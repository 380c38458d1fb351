"""Noting a meeting: once, in the right files, and what is refused of it."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.outreach.enums import EncounterKind, PlaceKind, TrustGround
from o2r.outreach.models import Encounter, EncounterWords, Place, Promise, TrustDate
from o2r.outreach.services.encounter_details import EncounterDetails, Heard
from o2r.outreach.services.encounters import (
    add_words,
    cancel_encounter,
    correct_encounter,
)
from o2r.outreach.services.promising import Promised
from o2r.people.enums import IdentityLevel, Standing
from o2r.people.models import FollowUp, Identity, Person
from o2r.people.services import Given, open_person
from tests.outreach.noted import days_ago, momo, note

__all__ = ["momo"]

HOSTILE = [
    "<script>alert(1)</script>",
    "مرحبا، أنا سمير",
    "🙂" * 40,
    "Ève-Noëlle d’Ô",
    "'; DROP TABLE people_person; --",
    "\u202egnp.exe",
]


def known_as(person: Person) -> str:
    row = Identity.objects.get(person=person)
    return read_sealed(row, "known_as", organisation=person.organisation_id)["known_as"]


def test_a_meeting_is_the_last_contact_of_who_was_met(by: Actor, momo: Person) -> None:
    row = note(by, momo)
    assert list(row.persons.all()) == [momo]
    assert row.by_id == by.user
    momo.refresh_from_db()
    assert momo.last_contact_on == clock.today()


def test_what_has_just_happened_is_noted_while_the_clock_runs(
    by: Actor, momo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other tests stop the clock: two hours that are read one after the other are then one."""
    ticks = count(1)
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(milliseconds=next(ticks)))
    row = note(by, momo)
    assert row.at == row.written_at


def test_a_meeting_of_last_week_does_not_bring_the_last_contact_back(
    by: Actor, momo: Person
) -> None:
    note(by, momo)
    note(by, momo, details=days_ago(7))
    momo.refresh_from_db()
    assert momo.last_contact_on == clock.today()


def test_the_same_entry_sent_twice_is_one_meeting_and_one_file(by: Actor) -> None:
    entry = uuid4()
    first = note(by, entry=entry, newcomers=["Zaza"])
    again = note(by, entry=entry, newcomers=["Zaza"])
    assert first == again
    assert Encounter.objects.count() == 1
    assert Person.objects.count() == 1


def test_the_key_of_somebody_else_is_refused(by: Actor, hugo: User, lina: User) -> None:
    row = note(by, newcomers=["Zaza"])
    for other in (hugo, lina):
        with pytest.raises(DomainError):
            note(actor_for(other), entry=row.pk, newcomers=["Zaza"])


def test_a_nickname_opens_a_file_and_several_people_are_met_at_once(
    by: Actor, momo: Person
) -> None:
    row = note(by, momo, newcomers=["Zaza", "Titi"])
    names = sorted(known_as(one) for one in row.persons.order_by("pk"))
    assert names == ["Momo", "Titi", "Zaza"]


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_words_are_kept_whatever_the_script(by: Actor, text: str) -> None:
    row = note(by, newcomers=[text], heard=Heard(need_said=text, words=text))
    said = EncounterWords.objects.get(encounter=row)
    kept = read_sealed(said, "words", "need_said", organisation=row.organisation_id)
    expected = text.replace("\u202e", "")
    assert kept == {"words": expected, "need_said": expected}
    assert known_as(row.persons.get()) == expected
    assert text.encode() not in bytes(said.words)


def test_a_name_of_400_characters_is_refused_and_nothing_is_written(by: Actor) -> None:
    with pytest.raises(DomainError) as refused:
        note(by, newcomers=["a" * 400])
    assert refused.value.field == "nickname"
    assert not Encounter.objects.exists()
    assert not Person.objects.exists()


def test_a_passage_counts_and_names_nobody(by: Actor, momo: Person) -> None:
    passage = EncounterDetails(kind=EncounterKind.PASSAGE, counts={"women": 2, "men": 0})
    row = note(by, details=passage)
    assert row.counts == {"women": 2}
    assert not row.is_meaningful
    with pytest.raises(DomainError):
        note(by, momo, details=passage)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (EncounterDetails(), "persons"),
        (EncounterDetails(kind=EncounterKind.PASSAGE), "counts"),
        (EncounterDetails(kind=EncounterKind.PASSAGE, counts={"women": -1}), "counts"),
        (EncounterDetails(kind=EncounterKind.PASSAGE, counts={"cats": 1}), "counts"),
        (EncounterDetails(kind=EncounterKind.REFUSAL, needs=["voler"]), "needs"),
        (EncounterDetails(kind=EncounterKind.REFUSAL, mood=11), "mood"),
        (EncounterDetails(kind=EncounterKind.REFUSAL, minutes=0), "minutes"),
        (
            EncounterDetails(kind=EncounterKind.REFUSAL, partner_present="x" * 121),
            "partner_present",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    by: Actor, details: EncounterDetails, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        note(by, details=details)
    assert refused.value.field == field


@pytest.mark.parametrize("days", [-1, 800])
def test_a_date_to_come_or_of_another_age_is_refused(by: Actor, momo: Person, days: int) -> None:
    with pytest.raises(DomainError) as refused:
        note(by, momo, details=days_ago(days))
    assert refused.value.field == "at"


def test_nobody_is_met_before_their_birth(by: Actor) -> None:
    born = date(2026, 6, 1)
    person = open_person(
        by=by,
        given=Given(first_name="Awa", birth_date=born),
        level=IdentityLevel.DECLARED,
    )
    with pytest.raises(DomainError) as refused:
        note(by, person, details=days_ago(300))
    assert refused.value.field == "at"
    assert note(by, person, details=days_ago(100))


@pytest.mark.parametrize("standing", [Standing.MERGED, Standing.ANONYMISED])
def test_nothing_is_written_in_a_file_that_ended(
    by: Actor, momo: Person, standing: Standing
) -> None:
    Person.objects.filter(pk=momo.pk).update(standing=standing)
    with pytest.raises(DomainError):
        note(by, momo)


def test_only_who_follows_writes_in_a_file(
    hugo: User, lina: User, sami: User, momo: Person
) -> None:
    for other in (hugo, lina, sami):
        with pytest.raises(NotAllowed):
            note(actor_for(other), momo)
    FollowUp.objects.create(person=momo, user=hugo)
    assert note(actor_for(hugo), momo)


def test_a_place_of_another_operator_is_refused(by: Actor, lina: User, momo: Person) -> None:
    theirs = Place.objects.create(
        organisation=lina.memberships.get().organisation,
        name="Gare",
        kind=PlaceKind.STATION,
        commune="69259",
    )
    with pytest.raises(NotAllowed):
        note(by, momo, details=EncounterDetails(place=theirs))


def test_words_of_several_people_are_added_one_by_one(by: Actor, momo: Person) -> None:
    with pytest.raises(DomainError):
        note(by, momo, newcomers=["Zaza"], heard=Heard(words="On cherche un toit."))
    row = note(by, momo, newcomers=["Zaza"])
    add_words(by=by, encounter=row, person=momo, heard=Heard(words="Un toit d’abord."))
    assert EncounterWords.objects.get(person=momo).encounter == row


def test_a_correction_is_a_new_entry_and_the_first_one_stays(by: Actor, momo: Person) -> None:
    row = note(by, momo, heard=Heard(words="Je dors à la gare."))
    other = note(by, newcomers=["Zaza"]).persons.get()
    entry = uuid4()
    details = EncounterDetails(needs=["sante"])
    fixed = correct_encounter(
        by=by, encounter=row, entry=entry, details=details, persons=[other.pk]
    )
    assert fixed.corrects == row
    assert list(fixed.persons.all()) == [other]
    assert list(Encounter.objects.standing().filter(pk__in=[row.pk, fixed.pk])) == [fixed]
    assert not EncounterWords.objects.filter(person=momo).exists()
    momo.refresh_from_db()
    assert momo.last_contact_on == momo.opened_on
    again = correct_encounter(
        by=by, encounter=row, entry=entry, details=details, persons=[other.pk]
    )
    assert again == fixed
    with pytest.raises(DomainError):
        correct_encounter(by=by, encounter=row, entry=uuid4(), details=details, persons=[other.pk])


def test_who_wrote_or_coordinates_corrects_and_nobody_else(
    by: Actor, hugo: User, sami: User, lina: User, momo: Person
) -> None:
    row = note(by, momo, heard=Heard(words="Je dors à la gare."))
    for other in (hugo, lina):
        with pytest.raises(NotAllowed):
            cancel_encounter(by=actor_for(other), encounter=row, entry=uuid4())
    fixed = correct_encounter(
        by=actor_for(sami), encounter=row, entry=uuid4(), details=EncounterDetails(minutes=20)
    )
    assert list(fixed.persons.all()) == [momo]
    assert EncounterWords.objects.get(person=momo).encounter == fixed


def test_a_cancelled_entry_takes_its_promise_and_its_contact_with_it(
    by: Actor, momo: Person
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    row = note(by, momo, promised=Promised("Rappeler", tomorrow))
    assert Promise.objects.get(person=momo).encounter == row
    ended = cancel_encounter(by=by, encounter=row, entry=uuid4())
    assert cancel_encounter(by=by, encounter=row, entry=uuid4()) == ended
    assert not Encounter.objects.standing().exists()
    assert not Promise.objects.exists()
    momo.refresh_from_db()
    assert momo.last_contact_on == momo.opened_on


def test_a_cancelled_second_meeting_takes_the_trust_back(by: Actor, momo: Person) -> None:
    note(by, momo, details=days_ago(3))
    row = note(by, momo)
    trust = TrustDate.objects.get(person=momo)
    assert (trust.since, trust.ground) == (clock.today(), TrustGround.SECOND_CONTACT)
    cancel_encounter(by=by, encounter=row, entry=uuid4())
    assert not TrustDate.objects.filter(person=momo).exists()
