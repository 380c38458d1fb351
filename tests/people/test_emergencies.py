"""Opening one file in an emergency: who may, what it opens, who knows of it, what becomes of it."""

import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership, User
from o2r.accounts.policy import Context, decide
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Mail, Notification
from o2r.core.watch.models import Block, ObservedEvent
from o2r.core.watch.selectors import blocked
from o2r.people.enums import (
    ContactKind,
    EmergencyReason,
    EmergencyVerdict,
    IdentityLevel,
    ProtectionReason,
)
from o2r.people.models import ContactMeans, EmergencyOpening, EmergencyWords, Person
from o2r.people.recognising import Said
from o2r.people.recurring import reviews, second_persons
from o2r.people.selectors.emergencies import left_for, words_of
from o2r.people.services import Given, open_person
from o2r.people.services.emergencies import SENTENCE, NoneLeft, open_in_emergency
from o2r.people.services.protecting import protect
from o2r.people.services.reviewing import leave_word, review, second
from tests.accounts.factories import enter, someone

WORKER = MembershipRole.OUTREACH_WORKER
DANGER = EmergencyReason.DANGER
BORN = date(2001, 5, 4)
PROVED = Context(second_factor=True, stepped_up=True)


@pytest.fixture
def sami() -> Membership:
    """The referent."""
    return someone(WORKER)


@pytest.fixture
def hugo(sami: Membership) -> Membership:
    """A colleague, who does not follow Lucie."""
    return someone(WORKER, sami.organisation)


@pytest.fixture
def dpo(sami: Membership) -> Membership:
    return someone(organisation=sami.organisation, is_dpo=True)


@pytest.fixture
def lucie(sami: Membership) -> Person:
    given = Given(known_as="Lulu", first_name="Lucie", last_name="Marchal", birth_date=BORN)
    person = open_person(by=actor_for(sami.user), given=given, level=IdentityLevel.DECLARED)
    phone = ContactMeans(subject=person.pk, person=person, kind=ContactKind.PHONE)
    write_sealed(phone, organisation=person.organisation_id, value="06 12 34 56 78")
    phone.save(force_insert=True)
    return person


def ask(who: Membership, **said: object) -> EmergencyOpening:
    named = Said(**(said or {"name": "Lucie Marchal", "born": BORN}))  # type: ignore[arg-type]
    return open_in_emergency(
        by=actor_for(who.user), said=named, reason=DANGER, words="Menacée à l’accueil."
    )


def reads(actor: Actor, person: Person) -> frozenset[str]:
    found = Person.objects.visible_to(actor).filter(pk=person.pk).first()
    if found is None:
        return frozenset()
    decision = decide(actor, "read", found.subject(actor), PROVED)
    return getattr(decision, "fields", frozenset())


def told(user: User) -> list[Notification]:
    return list(Notification.objects.filter(recipient=user.pk).order_by("created_at", "pk"))


def test_a_file_opens_for_an_hour_to_read(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    opening = ask(hugo)
    assert opening.is_open
    actor = actor_for(hugo.user)
    assert reads(actor, lucie) == {
        *("identity", "contact", "route", "barriers", "narrative", "health"),
    }
    person = Person.objects.get(pk=lucie.pk)
    assert Relation.EMERGENCY in person.relations_to(actor)
    for action in ("update", "share", "export", "list", "protect", "oversee"):
        assert not decide(actor, action, person.subject(actor), PROVED), action
    with clock.stopped_at(clock.now() + EmergencyOpening.LASTS):
        assert reads(actor_for(hugo.user), lucie) == frozenset()


def test_everyone_concerned_is_told_at_once_and_nobody_is_named(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    ask(hugo)
    for who in (sami, dpo):
        (one,) = told(who.user)
        assert str(hugo.user) in one.subject + one.body
        assert "danger immédiat" in one.body
        assert not {"Lucie", "Marchal", "Lulu"} & set((one.subject + one.body).split())
        assert one.sensitive
    assert not told(hugo.user)
    assert not any("danger" in mail.body for mail in Mail.objects.all())
    entry = JournalEntry.objects.get(kind="emergency-opening")
    assert (entry.action, entry.user) == ("create", hugo.user_id)


def test_what_happens_is_sealed(sami: Membership, hugo: Membership, lucie: Person) -> None:
    opening = ask(hugo)
    kept = EmergencyWords.objects.get()
    assert "Menacée".encode() not in bytes(kept.why)
    assert words_of(opening, sami.organisation_id)["why"] == "Menacée à l’accueil."
    assert words_of(opening, someone(WORKER).organisation_id)["why"] == ""


@pytest.mark.parametrize(
    "said",
    [
        {"name": "lucie MARCHAL", "born": BORN},
        {"name": "Marchal Lucie", "phone": "+33 6 12 34 56 78"},
        {"name": "Lulu", "phone": "0612345678"},
        {"name": "lulu", "born": BORN},
    ],
)
def test_two_facts_name_a_file(hugo: Membership, lucie: Person, said: dict[str, object]) -> None:
    assert ask(hugo, **said).is_open


def test_so_does_its_reference_or_its_referent(
    sami: Membership, hugo: Membership, lucie: Person
) -> None:
    assert ask(hugo, reference=str(lucie).capitalize()).is_open
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        assert ask(hugo, name="Lulu", referent=sami.user_id).is_open


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Lucie Marchal"},
        {"born": BORN},
        {"reference": "3fa8"},
        {"name": "", "phone": "0612345678"},
    ],
)
def test_less_than_two_facts_name_nobody(
    hugo: Membership, lucie: Person, said: dict[str, object]
) -> None:
    with pytest.raises(DomainError, match="ne désigne pas"):
        ask(hugo, **said)
    assert not EmergencyOpening.objects.exists()


def shape(opening: EmergencyOpening) -> dict[str, object]:
    """All that its author may see of it."""
    kept = EmergencyOpening.objects.get(pk=opening.pk)
    return {
        "open": kept.is_open,
        "waits": kept.is_waiting,
        "until": kept.until,
        "words": len(bytes(EmergencyWords.objects.get(opening=kept).why)),
    }


def test_absent_protected_and_refused_look_alike(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    absent = ask(hugo, name="Nadia Absente", born=BORN)
    protect(by=actor_for(sami.user), person=lucie, reason=ProtectionReason.VIOLENCE)
    there = ask(hugo)
    assert shape(absent) == shape(there)
    assert reads(actor_for(hugo.user), lucie) == frozenset()
    second(by=actor_for(dpo.user), opening=there, agrees=False)
    assert shape(absent) == shape(there)
    with clock.stopped_at(clock.now() + EmergencyOpening.WAITS):
        assert shape(absent) == shape(there)
    assert not told(hugo.user)


def test_two_homonyms_are_as_nobody(sami: Membership, hugo: Membership, lucie: Person) -> None:
    given = Given(known_as="Lulu", birth_date=BORN)
    open_person(by=actor_for(sami.user), given=given, level=IdentityLevel.DECLARED)
    assert not ask(hugo, name="Lulu", born=BORN).is_open


def test_a_protected_file_asks_for_a_second_person(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    protect(by=actor_for(sami.user), person=lucie, reason=ProtectionReason.INSIDE)
    opening = ask(hugo)
    assert not opening.is_open
    assert second_persons(clock.now()) == "1 demande(s) d’ouverture en urgence signalée(s)."
    assert second_persons(clock.now()) == ""
    (asked,) = told(dpo.user)
    assert "dossier protégé" in asked.subject
    for other in (hugo, someone(WORKER, sami.organisation), someone(is_dpo=True)):
        with pytest.raises(NotAllowed):
            second(by=actor_for(other.user), opening=opening, agrees=True)
    opened = second(by=actor_for(dpo.user), opening=opening, agrees=True)
    assert opened.is_open
    assert "narrative" in reads(actor_for(hugo.user), lucie)
    assert told(hugo.user)
    assert told(sami.user)
    with pytest.raises(DomainError, match="déjà sa réponse"):
        second(by=actor_for(dpo.user), opening=opening, agrees=True)


def test_its_referent_may_be_the_second_person(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    protect(by=actor_for(sami.user), person=lucie, reason=ProtectionReason.INSIDE)
    opening = ask(hugo)
    second_persons(clock.now())
    assert "dossier protégé" in told(sami.user)[-1].subject
    assert second(by=actor_for(sami.user), opening=opening, agrees=True).is_open


def test_a_word_is_all_that_is_written(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    opening = ask(hugo)
    for other in (sami, dpo):
        with pytest.raises(NotAllowed):
            leave_word(by=actor_for(other.user), opening=opening, words="Bonjour.")
    leave_word(by=actor_for(hugo.user), opening=opening, words="Partie aux urgences à 23 h.")
    assert "un mot" in told(sami.user)[-1].subject
    assert "urgences" not in told(sami.user)[-1].body
    assert words_of(opening, sami.organisation_id)["left"] == "Partie aux urgences à 23 h."
    with pytest.raises(DomainError, match="déjà laissé"):
        leave_word(by=actor_for(hugo.user), opening=opening, words="Encore.")
    nobody = ask(hugo, name="Nadia Absente", born=BORN)
    with pytest.raises(DomainError, match="Rien n’a été ouvert"):
        leave_word(by=actor_for(hugo.user), opening=nobody, words="Bonjour.")


def test_becoming_protected_closes_an_opening(
    sami: Membership, hugo: Membership, lucie: Person
) -> None:
    ask(hugo)
    protect(by=actor_for(sami.user), person=lucie, reason=ProtectionReason.INSIDE)
    assert reads(actor_for(hugo.user), lucie) == frozenset()


@pytest.mark.parametrize(
    "role",
    [
        MembershipRole.STATE_OFFICER,
        MembershipRole.NATIONAL_OFFICER,
        MembershipRole.RESEARCHER,
        MembershipRole.PLATFORM_SUPPORT,
        MembershipRole.PLATFORM_MANAGER,
        MembershipRole.PARTNER_ADVISER,
        MembershipRole.MEMBER,
    ],
)
def test_others_may_not_ask(sami: Membership, lucie: Person, role: MembershipRole) -> None:
    inside = role == MembershipRole.MEMBER
    with pytest.raises(NotAllowed):
        ask(someone(role, sami.organisation if inside else None))


def test_a_stranger_finds_nothing_of_another_structure(lucie: Person) -> None:
    stranger = someone(WORKER)
    assert not ask(stranger).is_open
    assert reads(actor_for(stranger.user), lucie) == frozenset()


def test_who_follows_needs_no_emergency(sami: Membership, lucie: Person) -> None:
    with pytest.raises(DomainError, match="lisez déjà"):
        ask(sami)
    assert left_for(actor_for(sami.user)) == 3


def test_three_in_a_month_found_or_not_then_the_account_is_suspended(
    hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    ask(hugo, name="Nadia Absente", born=BORN)
    ask(hugo)
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        ask(hugo)
    assert left_for(actor_for(hugo.user)) == 0
    with pytest.raises(NoneLeft):
        ask(hugo)
    assert EmergencyOpening.objects.count() == 3
    assert ObservedEvent.objects.filter(action="break-glass").count() == 4
    assert blocked(hugo.user_id) is not None
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        assert left_for(actor_for(hugo.user)) == 3


def test_a_review_within_three_days_or_the_account_is_suspended(
    hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    ask(hugo)
    before = len(told(dpo.user))
    with clock.stopped_at(clock.now() + timedelta(hours=49)):
        assert "1 ouverture(s) rappelée(s), 0" in reviews(clock.now())
        assert reviews(clock.now()) == ""
    assert len(told(dpo.user)) == before + 1
    with clock.stopped_at(clock.now() + timedelta(hours=73)):
        assert "1 compte(s) suspendu(s)" in reviews(clock.now())
        assert reviews(clock.now()) == ""
        assert Block.objects.get(user=hugo.user_id).reason.startswith("Ouverture en urgence")


def test_a_reviewed_opening_suspends_nobody(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    opening = ask(hugo)
    for other in (hugo, sami, someone(is_dpo=True)):
        with pytest.raises(NotAllowed):
            review(
                by=actor_for(other.user),
                opening=opening,
                verdict=EmergencyVerdict.JUSTIFIED,
                remark="Oui.",
            )
    by = actor_for(dpo.user)
    with pytest.raises(DomainError, match="vérifié"):
        review(by=by, opening=opening, verdict=EmergencyVerdict.JUSTIFIED, remark=" ")
    review(by=by, opening=opening, verdict=EmergencyVerdict.UNJUSTIFIED, remark="Curiosité.")
    assert words_of(opening, sami.organisation_id)["remark"] == "Curiosité."
    with pytest.raises(DomainError, match="déjà son avis"):
        review(by=by, opening=opening, verdict=EmergencyVerdict.JUSTIFIED, remark="Oui.")
    assert "non justifiée" in told(hugo.user)[-1].subject
    with clock.stopped_at(clock.now() + timedelta(hours=73)):
        assert reviews(clock.now()) == ""
    assert blocked(hugo.user_id) is None


# --- Pages ----------------------------------------------------------------------------------------


def page_of(who: Membership, name: str, *args: object) -> str:
    answer = enter(Client(), who.user).get(reverse(name, args=args))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def sent(who: Membership, **given: str) -> Any:
    fields = {"reason": DANGER.value, "words": "Menacée à l’accueil.", **given}
    return enter(Client(), who.user).post(reverse("emergency:ask"), fields)


def test_a_colleague_asks_reads_for_an_hour_and_is_reviewed(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    assert "3 ouvertures" in page_of(hugo, "emergency:ask")
    answer = sent(hugo, name="Lucie Marchal", born="2001-05-04")
    opening = EmergencyOpening.objects.get()
    assert answer["Location"] == reverse("emergency:one", args=[opening.pk])
    mine = page_of(hugo, "emergency:one", opening.pk)
    assert "Il vous reste 59 minutes" in mine or "Il vous reste 60 minutes" in mine
    assert "2 ouvertures" in page_of(hugo, "emergency:ask")
    read = page_of(hugo, "people:person", lucie.pk)
    assert "Dossier ouvert en urgence" in read
    assert "Lulu" in read
    assert "Écrire une note" not in read
    assert page_of(hugo, "people:new_note", lucie.pk) == "404"
    assert "Dossier ouvert en urgence" not in page_of(sami, "people:person", lucie.pk)
    theirs = page_of(dpo, "emergency:one", opening.pk)
    assert "Ouvert 1 fois" in theirs
    assert "Menacée à l’accueil." in theirs
    assert str(lucie).capitalize() in theirs
    assert str(sami.user) in theirs
    assert not {"Lucie", "Marchal", "Lulu"} & set(theirs.split())
    assert "Donner votre avis" in theirs
    assert str(hugo.user) in page_of(dpo, "emergency:all")
    assert page_of(sami, "emergency:one", opening.pk) != "404"
    assert "Donner votre avis" not in page_of(sami, "emergency:one", opening.pk)
    given = {"verdict": EmergencyVerdict.JUSTIFIED.value, "remark": "Référent joint ensuite."}
    client = enter(Client(), dpo.user)
    assert client.post(reverse("emergency:review", args=[opening.pk]), given).status_code == 302
    assert "Référent joint ensuite." in page_of(dpo, "emergency:one", opening.pk)
    assert "Donner votre avis" not in page_of(dpo, "emergency:one", opening.pk)


def test_the_second_person_decides_on_the_page(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    protect(by=actor_for(sami.user), person=lucie, reason=ProtectionReason.INSIDE)
    sent(hugo, name="Lucie Marchal", born="2001-05-04")
    opening = EmergencyOpening.objects.get()
    waiting = page_of(hugo, "emergency:one", opening.pk)
    assert SENTENCE in waiting
    assert str(sami.user) not in waiting
    assert "Vous décidez" in page_of(dpo, "emergency:one", opening.pk)
    address = reverse("emergency:second", args=[opening.pk])
    assert enter(Client(), hugo.user).post(address, {"answer": "yes"}).status_code == 404
    assert enter(Client(), dpo.user).post(address, {"answer": "yes"}).status_code == 302
    assert "Il vous reste" in page_of(hugo, "emergency:one", opening.pk)


def bare(page: str, opening: EmergencyOpening) -> str:
    asked = clock.now().astimezone(ZoneInfo("Europe/Paris"))
    for text in (str(opening.pk), f"{asked:%H}"):
        page = page.replace(text, "")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|à\s+h\s+\d\d', "", page)


def test_the_page_of_nobody_is_the_page_of_a_protected_file(
    sami: Membership, hugo: Membership, dpo: Membership, lucie: Person
) -> None:
    protect(by=actor_for(sami.user), person=lucie, reason=ProtectionReason.VIOLENCE)
    with clock.stopped_at(clock.now()):
        sent(hugo, name="Lucie Marchal", born="2001-05-04")
        there = EmergencyOpening.objects.get()
        sent(hugo, name="Nadia Absente", born="2001-05-04")
        nowhere = EmergencyOpening.objects.exclude(pk=there.pk).get()
        assert (there.person_id is None, nowhere.person_id is None) == (False, True)
        pages = [bare(page_of(hugo, "emergency:one", one.pk), one) for one in (there, nowhere)]
        assert pages[0] == pages[1]
        assert page_of(dpo, "emergency:one", nowhere.pk) == "404"
        assert str(nowhere.pk) not in page_of(dpo, "emergency:all")


def test_a_refused_form_says_where(hugo: Membership, lucie: Person) -> None:
    answer = sent(hugo, name="Lucie Marchal")
    assert answer.status_code == 200
    assert "ne désigne pas un dossier" in answer.content.decode()


@pytest.mark.parametrize(
    "role",
    [
        MembershipRole.STATE_OFFICER,
        MembershipRole.RESEARCHER,
        MembershipRole.PLATFORM_SUPPORT,
        MembershipRole.PARTNER_ADVISER,
    ],
)
def test_the_pages_do_not_exist_for_others(
    hugo: Membership, lucie: Person, role: MembershipRole
) -> None:
    opening = ask(hugo)
    other = someone(role)
    for name, *args in (
        ("emergency:all",),
        ("emergency:ask",),
        ("emergency:one", opening.pk),
        ("emergency:review", opening.pk),
    ):
        assert page_of(other, name, *args) == "404"
    stranger = someone(WORKER, is_dpo=True)
    assert page_of(stranger, "emergency:one", opening.pk) == "404"
    assert page_of(stranger, "emergency:review", opening.pk) == "404"
