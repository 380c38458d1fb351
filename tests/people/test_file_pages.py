"""The pages of a file: who reads what, precautions before numbers, refusals at their field."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.services import share
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.people.enums import (
    AgreementProof,
    AgreementState,
    ContactKind,
    IdentityLevel,
    NoteLevel,
    Purpose,
    Standing,
)
from o2r.people.models import Agreement, ContactMeans, FollowUp, Note, NoteDraft, Person
from o2r.people.services import (
    Means,
    accompany,
    add_contact,
    keep_draft,
    merge,
    write_note,
)
from tests.accounts.factories import enter, someone
from tests.people.factories import Operator, acting, person, said
from tests.statements import statements
from tests.test_lists import MOST, TOLD

TYPO = str.maketrans({"\u202f": " ", "\u00a0": " "})


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    return person(place.ines)


def browser(user: User) -> Client:
    return enter(Client(), user)


def page(answer: Any) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())
    return " ".join(text.translate(TYPO).split())


def at(name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=args)


def test_a_file_is_opened_from_the_caseload(place: Operator) -> None:
    ines = browser(place.ines)
    shown = page(ines.get(at("caseload")))
    assert "Vous ne suivez encore personne" in shown
    sent = {"known_as": "Momo", "level": "pseudonyme", "commune": "Vénissieux"}
    answer = ines.post(at("open"), sent)
    made = Person.objects.get()
    assert answer["Location"] == at("person", made.pk)
    assert (made.commune, made.department) == ("69259", "69")
    shown = page(ines.get(at("caseload")))
    assert "Momo" in shown
    assert "Vénissieux" in shown
    assert "Dernier contact aujourd’hui" in shown


def test_a_refusal_is_said_at_its_field(place: Operator) -> None:
    sent = {"known_as": "Momo", "level": "pseudonyme", "last_name": "Diallo"}
    shown = page(browser(place.ines).post(at("open"), sent))
    assert 'id="id_last_name_error"' in shown
    assert "Sous un pseudonyme" in shown
    assert 'value="Diallo"' in shown
    assert not Person.objects.exists()


def test_precautions_come_before_the_number(place: Operator, momo: Person) -> None:
    means = Means(ContactKind.PHONE, "0612345678", remark="Si sa mère répond, demander Paul")
    row = add_contact(by=acting(place.ines), person=momo, means=means)
    ines = browser(place.ines)
    shown = page(ines.get(at("person", momo.pk)))
    assert "Ne laissez pas de message vocal" in shown
    assert "demander Paul" in shown
    assert "06 12" not in shown
    before = JournalEntry.objects.count()
    shown = page(ines.get(at("contact", momo.pk, row.pk)))
    assert shown.index("message vocal") < shown.index("06 12 34 56 78")
    assert 'href="tel:0612345678"' in shown
    assert JournalEntry.objects.count() == before + 1


def test_the_call_is_closed_outside_the_hours_said(place: Operator, momo: Person) -> None:
    later = (clock.now() + timedelta(hours=3)).astimezone().time().replace(second=0, microsecond=0)
    sent = {"kind": "telephone", "value": "0612345678", "not_before": f"{later:%H:%M}"}
    ines = browser(place.ines)
    ines.post(at("new_contact", momo.pk), sent)
    row = ContactMeans.objects.get()
    # Near midnight, the hour said is before this one: nothing to prove.
    if row.not_before and row.not_before > clock.now().astimezone().time():
        shown = page(ines.get(at("contact", momo.pk, row.pk)))
        assert "tel:" not in shown
        assert "Ce n’est pas l’heure" in shown


def test_a_contact_is_added_corrected_and_erased(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    wrong = {"kind": "telephone", "value": "chez elle"}
    shown = page(ines.post(at("new_contact", momo.pk), wrong))
    assert 'id="id_value_error"' in shown
    right = {"kind": "telephone", "value": "0612345678", "may_leave_message": "on"}
    ines.post(at("new_contact", momo.pk), right)
    row = ContactMeans.objects.get()
    assert not row.no_voicemail
    shown = page(ines.get(at("change_contact", momo.pk, row.pk)))
    assert 'value="06 12 34 56 78"' in shown
    ines.post(at("change_contact", momo.pk, row.pk), right | {"value": "0712345678"})
    assert "07 12" not in page(ines.get(at("person", momo.pk)))
    shown = page(ines.get(at("remove_contact", momo.pk, row.pk)))
    assert "se termine par 78" in shown
    ines.post(at("remove_contact", momo.pk, row.pk))
    assert not ContactMeans.objects.exists()
    assert ines.get(at("contact", momo.pk, row.pk)).status_code == 404


def test_two_people_who_correct_different_facts_lose_nothing(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    first = page(ines.get(at("facts", momo.pk)))
    assert 'name="initial-language"' in first
    Person.objects.filter(pk=momo.pk).update(language="ar")
    seen = {"initial-language": "", "language": "", "initial-age_band": "", "age_band": "18-25"}
    ines.post(at("facts", momo.pk), seen)
    momo.refresh_from_db()
    assert (momo.language, momo.age_band) == ("ar", "18-25")
    shown = page(ines.get(at("person", momo.pk)))
    assert "arabe" in shown
    assert "18 à 25 ans" in shown


def test_climbing_and_going_down_are_acts_apart(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    shown = page(ines.post(at("level", momo.pk), {"to": "declaree"}))
    assert 'id="id_first_name_error"' in shown
    given = {"to": "declaree", "first_name": "Mohamed", "last_name": "Diallo"}
    ines.post(at("level", momo.pk), given)
    assert said(momo)["last_name"] == "Diallo"
    assert "Mohamed Diallo" in page(ines.get(at("person", momo.pk)))
    shown = page(ines.get(at("level", momo.pk)))
    assert "Un nom écrit dans une note y reste" in shown
    shown = page(ines.post(at("level", momo.pk), {"to": "verifiee"}))
    assert 'id="id_seen_error"' in shown
    ines.post(at("level", momo.pk), {"to": "verifiee", "seen": "carte d’identité"})
    ines.post(at("level", momo.pk), {"to": "pseudonyme"})
    momo.refresh_from_db()
    assert momo.level == IdentityLevel.PSEUDONYM
    assert said(momo)["last_name"] == ""
    ines.post(at("rename", momo.pk), {"known_as": "Le grand Momo"})
    assert "Le grand Momo" in page(ines.get(at("person", momo.pk)))


def test_notes_are_written_corrected_then_completed(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    shown = page(ines.post(at("new_note", momo.pk), {"text": "", "level": "equipe"}))
    assert 'id="id_text_error"' in shown
    ines.post(at("new_note", momo.pk), {"text": "Dort au square", "level": "confidentielle"})
    note = Note.objects.get()
    shown = page(ines.get(at("person", momo.pk)))
    assert "Dort au square" in shown
    assert "Corriger" in shown
    ines.post(at("note", momo.pk, note.pk), {"text": "Dort ailleurs", "level": "equipe"})
    Note.objects.update(written_at=clock.now() - timedelta(hours=25))
    assert "Compléter" in page(ines.get(at("person", momo.pk)))
    ines.post(at("note", momo.pk, note.pk), {"text": "Reparti"})
    shown = page(ines.get(at("person", momo.pk)))
    assert shown.index("Dort ailleurs") < shown.index("Reparti")


def test_a_confidential_note_is_its_author_s_and_the_referent_s(
    place: Operator, momo: Person
) -> None:
    accompany(by=acting(place.ines), person=momo, colleague=place.bastien)
    for text, level in (("Tout le monde", NoteLevel.TEAM), ("Nous deux", NoteLevel.CONFIDENTIAL)):
        write_note(by=acting(place.ines), person=momo, text=text, level=level)
    note = Note.objects.get(level=NoteLevel.CONFIDENTIAL)
    bastien = browser(place.bastien)
    shown = page(bastien.get(at("person", momo.pk)))
    assert "Tout le monde" in shown
    assert "Nous deux" not in shown
    assert bastien.get(at("note", momo.pk, note.pk)).status_code == 404
    # Who accompanies does not give the file to others.
    assert "Changer de référent" not in shown
    assert bastien.get(at("entrust", momo.pk)).status_code == 404


def test_a_draft_is_kept_with_and_without_a_script(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    answer = ines.post(at("note_draft", momo.pk), {"text": "Il a dit"})
    assert answer.json()["state"] == "saved"
    assert "Finir ma note" in page(ines.get(at("person", momo.pk)))
    ines.post(at("new_note", momo.pk), {"text": "Il a dit qu’il", "keep": "1"})
    assert NoteDraft.objects.count() == 1
    assert "Il a dit qu’il" in page(ines.get(at("new_note", momo.pk)))
    accompany(by=acting(place.ines), person=momo, colleague=place.bastien)
    assert "Il a dit" not in page(browser(place.bastien).get(at("new_note", momo.pk)))
    assert ines.post(at("note_draft", momo.pk), {"text": ""}).json() == {"state": "saved", "at": ""}


def test_following_is_changed_from_the_page(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    shown = page(ines.post(at("accompany", momo.pk), {"colleague": str(place.claire.pk)}))
    ines.post(at("accompany", momo.pk), {"colleague": str(place.bastien.pk)})
    beside = FollowUp.objects.get(user=place.bastien)
    shown = page(ines.get(at("person", momo.pk)))
    assert "avec Bastien Roche" in shown
    assert "Bastien Roche n’accompagne plus" in page(
        ines.get(at("stop_accompanying", momo.pk, beside.pk))
    )
    bastien = browser(place.bastien)
    answer = bastien.post(at("stop_accompanying", momo.pk, beside.pk))
    assert answer["Location"] == at("caseload")
    assert bastien.get(at("person", momo.pk)).status_code == 404
    answer = ines.post(at("entrust", momo.pk), {"to": str(place.bastien.pk)})
    assert answer["Location"] == at("caseload")
    assert bastien.get(at("person", momo.pk)).status_code == 200


def test_who_coordinates_sees_the_load_and_no_name(place: Operator, momo: Person) -> None:
    claire = browser(place.claire)
    shown = page(claire.get(at("caseload") + "?voir=equipe"))
    assert "Inès Garnier : 1 personne" in shown
    assert "Momo" not in shown
    assert claire.get(at("person", momo.pk)).status_code == 404
    shown = page(claire.get(at("entrust", momo.pk)))
    assert "Momo" not in shown
    claire.post(at("entrust", momo.pk), {"to": str(place.bastien.pk)})
    momo.refresh_from_db()
    assert momo.referent == place.bastien
    # The name looked for finds nobody: she reads no name.
    assert "Aucun dossier" in page(claire.post(at("search"), {"name": "Momo"}))


def test_a_colleague_s_search_answers_like_an_invented_name(place: Operator, momo: Person) -> None:
    bastien = browser(place.bastien)
    found, nothing = (page(bastien.post(at("search"), {"name": name})) for name in ("Momo", "Zzzz"))
    assert found.replace("Momo", "") == nothing.replace("Zzzz", "")
    assert "Aucun dossier parmi ceux que vous suivez." in found
    shown = page(browser(place.ines).post(at("search"), {"name": "mômo"}))
    assert at("person", momo.pk) in shown
    # An address keeps no name: what comes in one is not read.
    shown = page(browser(place.ines).get(at("search") + "?name=Momo"))
    assert "Aucun dossier" not in shown
    assert 'value="Momo"' not in shown


def test_a_search_asks_few_questions_however_many_one_follows(place: Operator) -> None:
    ines = browser(place.ines)
    asked = []
    for count in (2, 10):
        for rank in range(count):
            person(place.ines, f"Momo {rank}")
        ines.post(at("search"), {"name": "Momo"})
        with statements() as found:
            ines.post(at("search"), {"name": "Momo"})
        asked.append(len(found))
    assert asked[1] <= asked[0] <= MOST + TOLD


def test_silence_is_said_and_sorted(place: Operator, momo: Person) -> None:
    long_ago = clock.today() - timedelta(days=23)
    person(place.ines, "Sami")
    Person.objects.filter(pk=momo.pk).update(opened_on=long_ago, last_contact_on=long_ago)
    ines = browser(place.ines)
    shown = page(ines.get(at("caseload")))
    assert shown.index("Momo") < shown.index("Sami")
    assert "il y a 23 jours" in shown
    shown = page(ines.get(at("caseload") + "?voir=sans-nouvelles"))
    assert "Momo" in shown
    assert "Sami" not in shown
    assert "(provisoire)" in shown
    assert "1 en attente" in page(ines.get(reverse("accounts:home")))


def agreed(momo: Person, place: Operator, adviser: User, *fields: str) -> None:
    there = adviser.memberships.get().organisation
    share(by=Author.system("test"), subject=momo.pk, from_=place.organisation.pk, to=there.pk)
    Agreement.objects.create(
        person=momo,
        purpose=Purpose.APPOINTMENT,
        recipient=there,
        fields=list(fields),
        proof=AgreementProof.VOICE,
        state=AgreementState.GIVEN,
        asked_by=place.ines,
        given_on=clock.today(),
        until=clock.today() + timedelta(days=30),
    )


def test_a_partner_reads_the_fields_named_and_nothing_else(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    elodie = someone(Role.PARTNER_ADVISER).user
    phone = add_contact(by=ines, person=momo, means=Means(ContactKind.PHONE, "0612345678"))
    home = add_contact(by=ines, person=momo, means=Means(ContactKind.ADDRESS, "3 rue du Puits"))
    write_note(by=ines, person=momo, text="Pour l’équipe", level=NoteLevel.TEAM)
    write_note(by=ines, person=momo, text="Pour tous", level=NoteLevel.SHARED)
    agreed(momo, place, elodie, "prenom", "telephone")
    adviser = browser(elodie)
    shown = page(adviser.get(at("person", momo.pk)))
    assert "Momo" in shown
    assert "À quel titre" in shown
    for hidden in ("Notes", "Pour tous", "Adresse postale", "Situation", "Écrire une note"):
        assert hidden not in shown
    assert adviser.get(at("contact", momo.pk, phone.pk)).status_code == 200
    assert adviser.get(at("contact", momo.pk, home.pk)).status_code == 404
    assert adviser.get(at("caseload"))["Location"] == reverse("agreements:shared")
    assert at("person", momo.pk) in page(adviser.post(at("search"), {"name": "Momo"}))
    assert adviser.get(at("new_note", momo.pk)).status_code == 404
    Agreement.objects.update(fields=["prenom", "recit"])
    shown = page(adviser.get(at("person", momo.pk)))
    assert "Pour tous" in shown
    assert "Pour l’équipe" not in shown
    Agreement.objects.update(state=AgreementState.WITHDRAWN)
    assert adviser.get(at("person", momo.pk)).status_code == 404
    assert "Aucun dossier" in page(adviser.post(at("search"), {"name": "Momo"}))


def test_two_files_are_made_one_after_a_confirmation(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    assert "aucun autre dossier" in page(ines.get(at("merge", momo.pk)))
    twin = person(place.ines, "Mohamed")
    write_note(by=acting(place.ines), person=twin, text="Vu à la gare", level=NoteLevel.TEAM)
    chosen = {"other": str(twin.pk), "kept": "this"}
    shown = page(ines.post(at("merge", momo.pk), chosen))
    assert "Réunir ces deux dossiers" in shown
    assert not Person.objects.filter(standing=Standing.MERGED).exists()
    ines.post(at("merge", momo.pk), chosen | {"sure": "1"})
    assert "Vu à la gare" in page(ines.get(at("person", momo.pk)))
    shown = page(ines.get(at("person", twin.pk)))
    assert "Ce dossier a été réuni à un autre" in shown
    assert "Écrire une note" not in shown
    assert "Séparer les deux dossiers" in page(ines.get(at("undo_merge", twin.pk)))
    ines.post(at("undo_merge", twin.pk))
    assert "Vu à la gare" in page(ines.get(at("person", twin.pk)))
    assert "Les deux dossiers ont été séparés" in page(ines.get(at("person", momo.pk)))
    assert "réuni à aucun autre" in page(ines.get(at("undo_merge", twin.pk)))


def test_a_refused_merge_is_said_at_its_field(place: Operator, momo: Person) -> None:
    twin = person(place.ines, "Mohamed")
    Person.objects.filter(pk=momo.pk).update(is_protected=True)
    sent = {"other": str(twin.pk), "kept": "other", "sure": "1"}
    shown = page(browser(place.ines).post(at("merge", momo.pk), sent))
    assert 'id="id_kept_error"' in shown
    assert "Gardez celui-là" in shown


def test_a_mistaken_opening_is_cancelled_while_nothing_was_added(
    place: Operator, momo: Person
) -> None:
    ines = browser(place.ines)
    assert "Ouvert par erreur" in page(ines.get(at("person", momo.pk)))
    keep_draft(by=acting(place.ines), person=momo, text="Il a dit")
    assert "Ouvert par erreur" not in page(ines.get(at("person", momo.pk)))
    assert "déjà été complété" in page(ines.get(at("cancel", momo.pk)))
    keep_draft(by=acting(place.ines), person=momo, text="")
    answer = ines.post(at("cancel", momo.pk))
    assert answer["Location"] == at("caseload")
    assert not Person.objects.exists()


def test_erasing_says_what_goes_and_what_stays(place: Operator, momo: Person) -> None:
    ines = browser(place.ines)
    shown = page(ines.get(at("erase", momo.pk)))
    assert "Cela ne se défait pas" in shown
    ines.post(at("erase", momo.pk))
    assert ines.get(at("person", momo.pk)).status_code == 404
    assert "Momo" not in page(ines.get(at("caseload")))


def test_a_merged_file_is_written_no_more(place: Operator, momo: Person) -> None:
    twin = person(place.ines, "Mohamed")
    merge(by=acting(place.ines), kept=momo, gone=twin)
    sent = {"text": "Encore", "level": "equipe"}
    shown = page(browser(place.ines).post(at("new_note", twin.pk), sent))
    assert "n’est plus ouvert" in shown
