"""Somebody typed looks like somebody whom one follows: said, never decided, never of a stranger."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.rotation import rotate_organisation_key
from o2r.core.crypto.scope import key_scope
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.outreach.models import Encounter
from o2r.people import services
from o2r.people.enums import IdentityLevel, ProtectionReason
from o2r.people.likeness import Identity
from o2r.people.models import LikenessToken, Person
from o2r.people.selectors import look_alikes as selector
from o2r.people.selectors.look_alikes import look_alikes
from o2r.people.services.protecting import lift_protection, protect
from tests.accounts.factories import enter
from tests.people.factories import Operator, acting, person

HINT = "Vous suivez peut-être déjà cette personne"
TYPED = reverse("people:look_alikes")
OPEN = reverse("people:open")
BORN = date(1999, 10, 4)
DECLARED = IdentityLevel.DECLARED


@pytest.fixture
def passerelles() -> Operator:
    return Operator()


@pytest.fixture
def ines(passerelles: Operator) -> Client:
    return enter(Client(), passerelles.ines)


def awa(passerelles: Operator, **more: Any) -> Person:
    given: dict[str, Any] = {
        "known_as": "",
        "first_name": "Awa",
        "last_name": "Koné",
        "level": DECLARED,
    }
    return person(passerelles.ines, **given | more)


def shown(client: Client, **typed: str) -> str:
    answer = client.post(TYPED, typed)
    assert answer.status_code == 200
    return answer.content.decode()


def tokens_of(file: Person) -> int:
    return LikenessToken.objects.filter(person=file).count()


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Hawa", "last_name": "Coné"},
        {"first_name": "Koné", "last_name": "Awa"},
        {"first_name": "Awa", "last_name": "Konné"},
        {"first_name": "Awa", "birth_date": "1999-04-10"},
        {"first_name": "AWA", "last_name": "kone"},
        {"nickname": "Awa Koné"},
        {"first_name": "Awa", "last_name": "Koné", "birth_date": "19"},
    ],
    ids=["heard", "swapped", "typo", "reversed date", "same", "nickname", "half a date"],
)
def test_who_looks_like_somebody_i_follow_is_said(
    passerelles: Operator, ines: Client, typed: dict[str, str]
) -> None:
    file = awa(passerelles, birth_date=BORN)
    page = shown(ines, **typed)
    assert HINT in page
    assert reverse("people:person", args=[file.pk]) in page
    assert "Koné" in page


def test_a_diminutive_is_said(passerelles: Operator, ines: Client) -> None:
    person(passerelles.ines, "", first_name="Mohamed", last_name="Traoré", level=DECLARED)
    assert HINT in shown(ines, first_name="Momo", last_name="Traoré")
    assert HINT not in shown(ines, first_name="Zyrvall", last_name="Ombrec")


def test_the_same_name_is_said_with_what_speaks_against_it(
    passerelles: Operator, ines: Client
) -> None:
    awa(passerelles, birth_date=BORN)
    page = shown(ines, first_name="Awa", last_name="Koné", birth_date="1971-02-20")
    assert HINT in page
    assert "dates de naissance différentes" in page


def test_whom_i_may_not_meet_is_as_nobody(passerelles: Operator, ines: Client) -> None:
    """A protected file, that of a colleague, that of another operator: the same bytes."""
    typed = {"first_name": "Awa", "last_name": "Koné", "birth_date": "1999-10-04"}
    nobody = shown(ines, **typed)
    given = {"first_name": "Awa", "last_name": "Koné", "birth_date": BORN, "level": DECLARED}
    person(passerelles.bastien, "", **given)
    person(Operator().ines, "", **given)
    mine = person(passerelles.ines, "", **given)
    assert HINT in shown(ines, **typed)
    protect(by=acting(passerelles.ines), person=mine, reason=ProtectionReason.ASKED)
    assert shown(ines, **typed) == nobody
    assert HINT not in nobody
    # Without JavaScript neither: the file opens at once.
    ines.post(OPEN, typed | {"level": DECLARED.value, "known_as": "Awa"})
    assert Person.objects.filter(referent=passerelles.ines).count() == 2


def test_a_partner_or_a_coordinator_is_told_of_nobody(passerelles: Operator) -> None:
    awa(passerelles)
    claire = enter(Client(), passerelles.claire)
    assert HINT not in shown(claire, first_name="Awa", last_name="Koné")


def test_without_javascript_it_is_said_once_when_the_form_is_sent(
    passerelles: Operator, ines: Client
) -> None:
    file = awa(passerelles)
    sent = {"known_as": "", "first_name": "Hawa", "last_name": "Koné", "level": DECLARED.value}
    page = ines.post(OPEN, sent).content.decode()
    assert HINT in page
    assert 'value="Hawa"' in page
    assert f'name="alike_shown" value="{file.pk}"' in page
    assert Person.objects.count() == 1
    answer = ines.post(OPEN, sent | {"alike_shown": str(file.pk)})
    assert answer.status_code == 302
    assert Person.objects.count() == 2


def test_a_name_given_later_is_compared_too(passerelles: Operator, ines: Client) -> None:
    awa(passerelles)
    momo = person(passerelles.ines, "Petite")
    climbing = {"to": DECLARED.value, "first_name": "Awa", "last_name": "Cone"}
    page = ines.post(reverse("people:level", args=[momo.pk]), climbing).content.decode()
    assert HINT in page
    assert Person.objects.get(pk=momo.pk).level == IdentityLevel.PSEUDONYM
    renamed = ines.post(reverse("people:rename", args=[momo.pk]), {"known_as": "Awa Koné"})
    assert HINT in renamed.content.decode()
    # Never itself.
    again = ines.post(reverse("people:rename", args=[momo.pk]), {"known_as": "Petite"})
    assert again.status_code == 302


def test_what_was_seen_to_verify_is_kept_when_a_look_alike_was_shown(
    passerelles: Operator, ines: Client
) -> None:
    file = awa(passerelles)
    other = person(passerelles.ines, "Petite", level=DECLARED, first_name="Awa", last_name="Cone")
    climbing = {"to": "verifiee", "seen": "carte d’identité", "first_name": "Awa"}
    climbing |= {"last_name": "Cone", "birth_date": BORN}
    where = reverse("people:level", args=[other.pk])
    assert HINT in ines.post(where, climbing).content.decode()
    answer = ines.post(where, climbing | {"alike_shown": str(file.pk)})
    assert answer.status_code == 302
    with key_scope():
        row = Person.objects.get(pk=other.pk).identity
        kept = read_sealed(row, "verified_by", organisation=other.organisation_id)
    assert kept == {"verified_by": "carte d’identité"}


def test_a_newcomer_of_a_meeting_is_compared_once(passerelles: Operator, ines: Client) -> None:
    person(passerelles.ines, "Momo")
    where = reverse("outreach:encounter_new")
    sent = {"entry": str(uuid4()), "kind": "rencontre", "channel": "rue", "nickname": "momo"}
    page = ines.post(where, sent).content.decode()
    assert HINT in page
    assert not Encounter.objects.exists()
    seen = sent | {"alike_shown": str(Person.objects.get().pk)}
    assert ines.post(where, seen).status_code == 302
    # Sent again, as a phone does when it heard no answer: the one that is noted, and no question.
    assert ines.post(where, sent).status_code == 302
    assert (Encounter.objects.count(), Person.objects.count()) == (1, 2)


def test_what_is_shown_is_journaled_and_says_no_name(passerelles: Operator, ines: Client) -> None:
    awa(passerelles)
    shown(ines, first_name="Awa", last_name="Koné")
    line = JournalEntry.objects.get(kind="person-file", action="list")
    assert (line.user, line.count) == (passerelles.ines.pk, 1)
    assert "Awa" not in str(list(JournalEntry.objects.values()))


# --- What is kept for it --------------------------------------------------------------------------


def test_tokens_follow_the_file(passerelles: Operator) -> None:
    by = acting(passerelles.ines)
    file = awa(passerelles, known_as="Awa", birth_date=BORN)
    first = {bytes(one.token) for one in LikenessToken.objects.filter(person=file)}
    assert len(first) == 8
    services.rename(by=by, person=file, names={"last_name": "Diarra"})
    renamed = {bytes(one.token) for one in LikenessToken.objects.filter(person=file)}
    assert renamed != first
    protect(by=by, person=file, reason=ProtectionReason.ASKED)
    assert not tokens_of(file)
    lift_protection(by=by, person=file, words="La personne le demande.")
    assert {bytes(one.token) for one in LikenessToken.objects.filter(person=file)} == renamed
    services.change_level(by=by, person=file, to=IdentityLevel.PSEUDONYM)
    assert tokens_of(file) == 0
    services.anonymise(by=by, person=Person.objects.get(pk=file.pk))
    assert not LikenessToken.objects.exists()


def test_a_merged_file_has_none_until_it_parts_again(passerelles: Operator) -> None:
    by = acting(passerelles.ines)
    kept, gone = awa(passerelles), awa(passerelles)
    made = services.merge(by=by, kept=kept, gone=gone)
    assert tokens_of(kept)
    assert not tokens_of(gone)
    services.undo_merge(by=by, merge=made)
    assert tokens_of(gone)
    services.anonymise(by=by, person=Person.objects.get(pk=gone.pk))
    assert not tokens_of(gone)
    services.cancel_opening(by=by, person=awa(passerelles))
    assert set(LikenessToken.objects.values_list("person", flat=True)) == {kept.pk}


def test_tokens_find_a_file_met_long_ago_whatever_became_of_the_key(
    passerelles: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selector, "MOST_MET", 0)
    file = awa(passerelles)
    typed = Identity(first_name="Hawa", last_name="Coné")
    by = acting(passerelles.ines)
    assert [one.row.person for one in look_alikes(by, typed)] == [file]
    rotate_organisation_key(by=Author.system("test"), organisation=passerelles.organisation.pk)
    assert [one.row.person for one in look_alikes(by, typed)] == [file]
    assert not look_alikes(acting(passerelles.bastien), typed)


def test_two_operators_share_no_token(passerelles: Operator) -> None:
    other = Operator()
    for one in (passerelles, other):
        awa(one)
    places: dict[bytes, set[UUID]] = {}
    for row in LikenessToken.objects.all():
        places.setdefault(bytes(row.token), set()).add(row.organisation_id)
    assert {len(found) for found in places.values()} == {1}
