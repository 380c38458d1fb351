"""The pages of agreements: who follows, a colleague, a partner, a stranger."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.calendar_words import long_day
from o2r.core.crypto.fields import write_sealed
from o2r.core.journal.models import JournalEntry
from o2r.people.enums import AgreementState, Basis, ContactKind, NoteLevel, SharedField
from o2r.people.models import Agreement, FollowUp, InformationGiven, Note, Person
from o2r.people.reaching import precautions
from o2r.people.registry import panels
from o2r.people.selectors.agreements import longest_until
from o2r.people.services import propose, withdraw
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.people.agreeing import PHONE, World, a_world, another, given, terms, told
from tests.statements import statements

NEVER_SHARED = ("Aubry", "14/03/2007", "2007", "mars 2007")


@pytest.fixture
def world() -> World:
    made = a_world()
    told(made)
    return made


def browser(user: User) -> Client:
    return enter(Client(), user)


def page(client: Client, name: str, *args: object) -> tuple[int, str]:
    answer = client.get(reverse(f"agreements:{name}", args=args))
    return answer.status_code, answer.content.decode()


def file_page(client: Client, world: World) -> tuple[int, str]:
    """The page of the file, as far as somebody reads it."""
    answer = client.get(reverse("people:person", args=[world.person.pk]))
    return answer.status_code, answer.content.decode()


# --- Who follows ----------------------------------------------------------------------------------


def test_from_the_explanation_to_the_withdrawal() -> None:
    world = a_world()
    client, pk = browser(world.ines), world.person.pk
    assert "D’abord, expliquer" in page(client, "propose", pk)[1]
    client.post(
        reverse("agreements:inform", args=[pk]), {"support": "pictogrammes", "language": "fr"}
    )
    kept = InformationGiven.objects.get()
    assert (kept.support, kept.given_by) == ("pictogrammes", world.ines)
    assert kept.text_version.startswith("fr 20")
    where = reverse("agreements:propose", args=[pk]) + "?q=mission"
    asked = client.get(where).content.decode()
    assert "Mission locale d’Essai" in asked
    assert f'value="{longest_until(clock.today()).isoformat()}"' in asked
    sent = {
        "recipient": str(world.partner.pk),
        "basis": "accord",
        "purpose": "rendez-vous",
        "shared": ["prenom", "telephone"],
        "channel": "oral",
        "language": "fr",
        "until": (clock.today() + timedelta(days=30)).isoformat(),
    }
    client.post(where, sent)
    made = Agreement.objects.get()
    assert made.state == AgreementState.PROPOSED
    shown = page(client, "one", pk, made.pk)[1]
    assert "La personne dit oui" in shown
    assert "code reçu par SMS" not in shown
    client.post(reverse("agreements:yes", args=[pk, made.pk]), {"proof": "voix"})
    made.refresh_from_db()
    assert made.is_in_force()
    assert "La personne retire son accord" in page(client, "one", pk, made.pk)[1]
    client.post(reverse("agreements:take_back", args=[pk, made.pk]))
    made.refresh_from_db()
    assert made.state == AgreementState.WITHDRAWN
    assert "Refusés, retirés ou finis" in page(client, "of", pk)[1]


def test_nothing_is_ticked_beforehand(world: World) -> None:
    answer = browser(world.ines).get(
        reverse("agreements:propose", args=[world.person.pk]) + "?q=mission"
    )
    assert " checked" not in answer.content.decode()


def test_each_ground_says_its_name(world: World) -> None:
    client, pk = browser(world.ines), world.person.pk
    consent, secret = given(world), given(world, basis=Basis.SHARED_SECRECY)
    assert "retirer son accord quand elle veut" in page(client, "one", pk, consent.pk)[1]
    shown = page(client, "one", pk, secret.pk)[1]
    assert "Ce n’est pas un accord" in shown
    assert "La personne s’oppose" in shown
    client.post(reverse("agreements:take_back", args=[pk, secret.pk]))
    secret.refresh_from_db()
    assert secret.state == AgreementState.WITHDRAWN


def test_a_refusal_of_the_service_is_said_at_its_field(world: World) -> None:
    client, pk = browser(world.ines), world.person.pk
    sent = {
        "recipient": str(world.partner.pk),
        "basis": "secret-partage",
        "purpose": "orienter",
        "shared": ["recit"],
        "channel": "oral",
        "language": "fr",
        "until": clock.today().isoformat(),
    }
    answer = client.post(reverse("agreements:propose", args=[pk]) + "?q=mission", sent)
    assert "strictement nécessaire" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_a_form_says_no_and_nothing_is_shared(world: World) -> None:
    made = propose(by=world.by, person=world.person, terms=terms(world))
    pk = world.person.pk
    browser(world.ines).post(reverse("agreements:no", args=[pk, made.pk]))
    made.refresh_from_db()
    assert made.state == AgreementState.REFUSED


PAGES = ("of", "inform", "propose", "card", "receipt")


@pytest.mark.parametrize("name", PAGES)
def test_only_who_follows_opens_these_pages(world: World, name: str) -> None:
    """A partner, who reads part of the file, is answered as a stranger is."""
    given(world)
    assert page(browser(world.ines), name, world.person.pk)[0] == 200
    for user in (world.bastien, world.elodie, world.franck):
        assert page(browser(user), name, world.person.pk)[0] == 404


def test_who_accompanies_hears_the_person_but_shares_nothing(world: World) -> None:
    FollowUp.objects.create(person=world.person, user=world.bastien)
    one, client, pk = given(world), browser(world.bastien), world.person.pk
    assert page(client, "of", pk)[0] == 200
    assert "Proposer un partage" not in page(client, "of", pk)[1]
    assert page(client, "propose", pk)[0] == 404
    client.post(reverse("agreements:take_back", args=[pk, one.pk]))
    one.refresh_from_db()
    assert one.state == AgreementState.WITHDRAWN


def test_an_agreement_of_somebody_else_is_not_found_by_this_file(world: World) -> None:
    other = another(world)
    told(other)
    assert page(browser(world.ines), "one", world.person.pk, given(other).pk)[0] == 404


# --- The partner ----------------------------------------------------------------------------------


def test_a_partner_reads_the_first_name_and_the_phone_and_nothing_else(world: World) -> None:
    """First name and phone for an appointment: neither surname nor birth date, anywhere."""
    given(world, until=clock.today() + timedelta(days=20))
    client = browser(world.elodie)
    status, shown = file_page(client, world)
    assert status == 200
    assert "Yaya" in shown
    assert PHONE in shown
    row = world.person.contacts.get(kind=ContactKind.PHONE)
    assert " ".join([*precautions(row), "Demander Yaya."]) in shown
    assert "Ne dites ni qui appelle" in shown
    assert "Accord de la personne" in shown
    assert long_day(clock.today() + timedelta(days=20)) in shown
    assert "Inès Garnier" in shown
    for secret in NEVER_SHARED:
        assert secret not in shown
    # What is not shared is neither greyed nor announced.
    for label in SharedField:
        if label not in (SharedField.FIRST_NAME, SharedField.PHONE):
            assert str(label.label) not in shown


def test_a_name_is_shown_only_when_it_was_agreed(world: World) -> None:
    given(world, fields=(SharedField.PHONE,))
    shown = file_page(browser(world.elodie), world)[1]
    for name in ("Yanis", "Yaya", "Aubry"):
        # « Demander Yaya. » is what must be known before the call.
        assert name not in shown.replace("Demander Yaya.", "")
    given(world, fields=(SharedField.FULL_NAME, SharedField.BIRTH))
    shown = file_page(browser(world.elodie), world)[1]
    assert "Yanis Aubry" in shown
    assert "14/03/2007" in shown


def test_notes_are_those_that_are_shared(world: World) -> None:
    for level, text in ((NoteLevel.TEAM, "Pour l’équipe."), (NoteLevel.SHARED, "Vu au local.")):
        note = Note(
            subject=world.person.pk,
            person=world.person,
            organisation=world.operator,
            author=world.ines,
            level=level,
        )
        write_sealed(note, organisation=world.operator.pk, text=text)
        note.save()
    given(world)
    assert "Vu au local" not in file_page(browser(world.elodie), world)[1]
    given(world, fields=(SharedField.NARRATIVE,))
    shown = file_page(browser(world.elodie), world)[1]
    assert "Vu au local." in shown
    assert "Pour l’équipe" not in shown


def test_the_ground_is_said_to_the_partner(world: World) -> None:
    given(world, basis=Basis.SHARED_SECRECY)
    shown = file_page(browser(world.elodie), world)[1]
    assert "Secret partagé entre professionnels" in shown
    assert "Accord de la personne" not in shown


def test_a_colleague_of_the_partner_reads_it_too_and_a_stranger_has_the_404(world: World) -> None:
    given(world)
    assert file_page(browser(world.marc), world)[0] == 200
    for user in (world.franck, world.bastien):
        assert file_page(browser(user), world)[0] == 404
    manager = someone(organisation=world.partner, manages_accounts=True).user
    assert file_page(browser(manager), world)[0] == 404


def test_withdrawn_while_it_is_read_the_next_request_is_a_404(world: World) -> None:
    one, client = given(world), browser(world.elodie)
    where = reverse("people:person", args=[world.person.pk])
    assert client.get(where).status_code == 200
    withdraw(by=world.by, agreement=one)
    nowhere = reverse("people:person", args=[uuid4()])
    gone, absent = client.get(where), client.get(nowhere)
    assert gone.status_code == absent.status_code == 404
    assert _same(gone.content, where) == _same(absent.content, nowhere)
    assert "Rien n’est partagé" in page(client, "shared")[1]


def _same(body: bytes, where: str) -> bytes:
    """The page without the token of its forms, nor the address that was typed."""
    token = rb'name="csrfmiddlewaretoken" value="\w+"'
    return re.sub(token, b"", body).replace(where.encode(), b"")


def test_protected_since_nobody_reads_it(world: World) -> None:
    given(world)
    Person.objects.filter(pk=world.person.pk).update(is_protected=True)
    assert file_page(browser(world.elodie), world)[0] == 404
    assert "Yaya" not in page(browser(world.elodie), "shared")[1]


def test_the_list_says_until_when_and_by_whom(world: World) -> None:
    given(world)
    status, shown = page(browser(world.elodie), "shared")
    assert status == 200
    for word in ("Yaya", "Inès Garnier", "Les Passerelles", "jusqu’au"):
        assert word in shown
    for secret in (*NEVER_SHARED, PHONE):
        assert secret not in shown
    entry = JournalEntry.objects.get(kind="person-file", action="list")
    assert (entry.basis, entry.count) == ("partner", 1)
    assert "Yaya" not in page(browser(world.franck), "shared")[1]
    assert "Yaya" not in page(browser(world.ines), "shared")[1]


def test_the_list_asks_few_questions_whatever_its_length(world: World) -> None:
    client, asked = browser(world.elodie), []
    given(world)
    # The first time, the watch and the journal are born.
    client.get(reverse("agreements:shared"))
    for _ in range(2):
        with statements() as few:
            assert client.get(reverse("agreements:shared")).status_code == 200
        asked.append(len(few))
        for _ in range(4):
            other = another(world)
            told(other)
            given(other)
    assert asked[0] == asked[1]


def test_organisations_of_one_name_are_found_by_every_word(world: World) -> None:
    OrganisationFactory(name="Mission locale ailleurs", kind=world.partner.kind)
    where = reverse("agreements:propose", args=[world.person.pk])
    shown = browser(world.ines).get(where, {"q": "essai locale"}).content.decode()
    assert "Mission locale d’Essai" in shown
    assert "ailleurs" not in shown


# --- The paper handed over ------------------------------------------------------------------------


def asked(client: Client, world: World, **changes: str) -> str:
    """The paper as the page that a browser prints."""
    sent = {"language": "fr", "contact": "Inès, au local", **changes}
    answer = client.post(reverse("agreements:receipt", args=[world.person.pk]), sent)
    return answer.content.decode()


def test_the_paper_says_each_ground_apart_and_what_was_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("o2r.people.views.trust_cards.pdf_available", lambda: False)
    withdraw(by=world.by, agreement=given(world))
    given(world, fields=(SharedField.ROUTE,))
    given(world, basis=Basis.SHARED_SECRECY)
    someone(organisation=world.operator, is_dpo=True, user__display_name="Paul Hamon")
    shown = asked(browser(world.ines), world)
    for words in (
        *("Mission locale d’Essai", "votre prénom ou surnom", "Arrêté le", "Paul Hamon"),
        *("Ce n’est pas un accord", "Inès, au local", "24"),
    ):
        assert words in shown
    # Its number is how the page of the card knows an agreement.
    assert '<bdi dir="ltr">2.</bdi>' in shown
    for secret in ("Yanis", "Yaya", "Aubry"):
        assert secret not in shown


def test_the_paper_is_a_file_whose_name_tells_nothing(world: World) -> None:
    given(world)
    sent = {"language": "fr", "contact": "Inès", "is_large": "on", "with_pictograms": "on"}
    where = reverse("agreements:receipt", args=[world.person.pk])
    answer = browser(world.ines).post(where, sent)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="papier.pdf"'


def test_a_language_that_nobody_read_again_is_not_handed_to_real_people(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("o2r.people.views.trust_cards.pdf_available", lambda: False)
    client = browser(world.ines)
    assert "valide" in asked(client, world, language="ar")
    with override_settings(DEMONSTRATION=True):
        assert 'dir="rtl"' in asked(client, world, language="ar")


# --- The page of the person, and the agenda -------------------------------------------------------


def shown_on_the_page(world: World, name: str) -> dict[str, object] | None:
    """What the part « Informations et accords » gives to somebody."""
    (one,) = [part for part in panels() if part.code == "agreements"]
    opened = frozenset({"identity", "contact"})
    return one.context(world.actor(name), Person.objects.get(pk=world.person.pk), opened)


def test_the_page_of_the_person_says_it_in_short_to_who_follows(world: World) -> None:
    given(world)
    given(world, basis=Basis.SHARED_SECRECY)
    shown = shown_on_the_page(world, "ines")
    assert shown is not None
    assert (shown["consents"], shown["secrecy"], shown["card"]) == (1, 1, None)
    part = file_page(browser(world.ines), world)[1]
    assert "1 accord en vigueur" in part
    # A partner has the group of the identity: the other agreements are not theirs to read.
    assert shown_on_the_page(world, "elodie") is None


def test_an_agreement_that_ends_soon_waits_for_its_referent(world: World) -> None:
    given(world, until=clock.today() + timedelta(days=20))
    given(world, until=clock.today() + timedelta(days=60))
    (due,) = [one for one in due_for(world.by) if one.kind == "agreement-end"]
    assert due.on == clock.today() + timedelta(days=20)
    for words in (due.title, due.feed_title):
        assert not any(secret in words for secret in ("Yanis", "Yaya", "Aubry"))
    assert due.feed_title == "Accord qui arrive à sa fin"
    for name in ("bastien", "elodie"):
        assert not [one for one in due_for(world.actor(name)) if one.kind == "agreement-end"]
    Person.objects.filter(pk=world.person.pk).update(is_protected=True)
    assert not [one for one in due_for(world.by) if one.kind == "agreement-end"]
