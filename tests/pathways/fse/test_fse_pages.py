"""The pages of the FSE+: who opens them, what they say, and files that leave and come back."""

import io
import re
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind
from o2r.accounts.governance.agreements import ask_for_agreement, decide_agreement
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.exports import xlsx_bytes
from o2r.core.watch.enums import Action
from o2r.core.watch.models import ObservedEvent, ThresholdAdjustment
from o2r.pathways.fse.enums import OperationState, SheetState
from o2r.pathways.fse.models import (
    ColumnMapping,
    Operation,
    ParticipantSheet,
    SentFigures,
)
from o2r.pathways.fse.services import move_operation, send_figures
from o2r.pathways.services.opening import open_pathway
from o2r.people.enums import ContactKind, Gender, ProtectionReason
from o2r.people.models import Person
from o2r.people.services import Means, add_contact
from o2r.people.services.protecting import protect
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.pathways.fse.participants import CASES, answers, operation, said, sheet
from tests.people.factories import Operator, acting, person
from tests.statements import statements
from tests.test_lists import MOST, TOLD

TYPO = str.maketrans({"\u202f": " ", "\u00a0": " "})
PAGE = 15


@pytest.fixture(autouse=True)
def _autumn() -> Any:
    with clock.stopped_at(clock.now().replace(year=2026, month=10, day=15)):
        yield


@pytest.fixture
def place() -> Operator:
    return Operator(OrganisationFactory(region="84"))


@pytest.fixture
def awa(place: Operator) -> Person:
    return person(place.ines, "Awa")


@pytest.fixture
def where(place: Operator) -> Operation:
    return operation(place)


def browser(user: User) -> Client:
    return enter(Client(), user)


def page(answer: Any) -> str:
    return " ".join(answer.content.decode().translate(TYPO).split())


def at(name: str, *keys: object) -> str:
    return reverse(f"fse:{name}", args=keys)


def test_a_sheet_is_opened_from_the_file_with_what_the_file_says(
    place: Operator, where: Operation
) -> None:
    awa = person(
        place.ines,
        "Awa",
        level="declaree",
        first_name="Awa",
        last_name="Koné",
        coded={"gender": Gender.WOMAN, "commune": "38544"},
    )
    add_contact(by=acting(place.ines), person=awa, means=Means(ContactKind.PHONE, "06 12 34 56 78"))
    ines, here = browser(place.ines), at("of_person", awa.pk)
    assert "Une fiche par opération" in page(ines.get(here))
    refused = ines.post(here, {"operation": str(where.pk), "copies": "on"})
    assert "Expliquez d’abord à la personne" in page(refused)
    typed = {"operation": str(where.pk), "copies": "on", "informed": "on"}
    answer = ines.post(here, typed)
    one = ParticipantSheet.objects.get()
    assert answer["Location"] == at("sheet_part", one.pk, "entree")
    assert said(one) == {
        "nom": "Koné",
        "prenom": "Awa",
        "sexe": "F",
        "commune_residence_insee": "38544",
        "telephone": "06 12 34 56 78",
    }
    # Sent twice, opened once; and the page of the person says it.
    ines.post(here, typed)
    assert ParticipantSheet.objects.count() == 1
    shown = page(ines.get(reverse("people:person", args=[awa.pk])))
    assert "il manque 6 réponses" in shown


def test_what_lacks_is_said_in_words_and_saved_as_it_is(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where, telephone="", niveau_cite="")
    ines, here = browser(place.ines), at("sheet_part", one.pk, "entree")
    shown = page(ines.get(here))
    assert "Il manque 2 réponses" in shown
    assert "Plus haut niveau d’études terminé" in shown
    assert "ne souhaite pas répondre" in shown
    typed = {
        **answers(telephone="0612345678", niveau_cite="3-4", handicap="refus"),
        "date_entree": "2026-03-01",
        "commune_residence_insee": "Vienne",
        "commune_residence_insee-code": "38544",
        "revision": one.revision,
    }
    answer = ines.post(here, typed, follow=True)
    assert "Rien ne manque ici" in page(answer)
    assert said(one)["handicap"] == "refus"
    wrong = ines.post(here, {**typed, "date_naissance": "2026-04-01", "revision": 2})
    assert "La personne est née avant son entrée" in page(wrong)
    assert ines.get(at("sheet_part", one.pk, "autre")).status_code == 404


def test_strangers_and_colleagues_find_nothing(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    stranger = browser(someone(Role.COORDINATOR, OrganisationFactory()).user)
    bastien = browser(place.bastien)
    for name, key in (("operation", where.pk), ("sheets", where.pk), ("sheet", one.pk)):
        assert stranger.get(at(name, key)).status_code == 404
    assert bastien.get(at("sheet", one.pk)).status_code == 404
    assert bastien.get(at("of_person", awa.pk)).status_code == 404
    assert "Koné" not in page(bastien.get(at("sheets", where.pk)))
    assert bastien.get(at("indicators", where.pk)).status_code == 404
    assert bastien.get(at("export", where.pk)).status_code == 404


def test_the_pages_of_an_operation_ask_few_questions(place: Operator, where: Operation) -> None:
    for rank in range(6):
        sheet(place, person(place.ines, f"P{rank}"), where, nom=f"Nom {rank}", telephone="")
    claire = browser(place.claire)
    lists = [at("operations"), at("sheets", where.pk)]
    others = [at("operation", where.pk), at("indicators", where.pk), at("export", where.pk)]
    for address, most in [(one, MOST + TOLD) for one in lists] + [(one, PAGE) for one in others]:
        with statements() as asked:
            assert claire.get(address).status_code == 200
        assert len(asked) <= most, (address, len(asked), asked)
    ines, one = browser(place.ines), ParticipantSheet.objects.order_by("pk")[0]
    parts = [at("sheet", one.pk), at("sheet_part", one.pk, "entree")]
    for address in [*parts, at("of_person", one.person_id)]:
        with statements() as asked:
            assert ines.get(address).status_code == 200
        assert len(asked) <= PAGE, (address, len(asked), asked)
    shown = page(claire.get(at("operation", where.pk)))
    assert "6 fiches à compléter sur 6, soit 100 %" in shown
    assert "La limite est dépassée" in shown
    listed = page(claire.get(at("sheets", where.pk) + "?voir=incompletes"))
    assert "Nom 3" in listed
    assert "Entrée, il manque : Professionnel par qui la joindre." in listed


def test_an_operation_is_opened_corrected_closed_and_settled(place: Operator) -> None:
    claire = browser(place.claire)
    typed = {
        "number": "202301234",
        "title": "Vers l’emploi",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }
    claire.post(at("new_operation"), typed)
    one = Operation.objects.get()
    assert one.region == "84"
    again = claire.post(at("new_operation"), typed)
    assert "Cette opération est déjà ici" in page(again)
    claire.post(at("change_operation", one.pk), typed | {"public_services": "3"})
    claire.post(at("estimate", one.pk), {"number": "4", "method": "Étude de 2024"})
    claire.post(at("operation_act", one.pk, "clore"))
    claire.post(at("settle", one.pk), {"day": "2026-09-30"})
    one.refresh_from_db()
    assert (one.state, one.public_services, one.minorities) == (OperationState.SETTLED, 3, 4)
    shown = page(claire.get(at("operation", one.pk)))
    assert "gardées à partir du" in shown
    claire.post(at("operation_act", one.pk, "rouvrir"))
    one.refresh_from_db()
    assert (one.state, one.last_paid_on) == (OperationState.CLOSED, None)
    assert browser(place.ines).post(at("new_operation"), typed).status_code == 404


def test_the_state_reads_the_counts_that_it_was_sent_and_nothing_else(
    place: Operator, awa: Person, where: Operation
) -> None:
    sheet(place, awa, where)
    service = OrganisationFactory(kind=OrganisationKind.DREETS, region="84")
    officer = browser(someone(Role.STATE_OFFICER, service).user)
    assert officer.get(at("operation", where.pk)).status_code == 404
    claire = browser(place.claire)
    assert "EECO06" in page(claire.get(at("indicators", where.pk)))
    claire.post(at("indicators", where.pk))
    # One person alone is nobody's to know.
    assert SentFigures.objects.get().counts["EECO04"] == [None] * 5
    assert SentFigures.objects.get().counts["EECO06"] == [0] * 5
    shown = page(officer.get(at("operation", where.pk)))
    assert "moins de 5 fiches, dont 0 à compléter" in shown
    assert "Koné" not in shown
    assert officer.get(at("sheets", where.pk)).status_code == 404
    elsewhere = OrganisationFactory(kind=OrganisationKind.DREETS, region="93")
    other = browser(someone(Role.STATE_OFFICER, elsewhere).user)
    assert other.get(at("operation", where.pk)).status_code == 404


def exported(client: Client, where: Operation, kind: str = "xlsx") -> bytes:
    answer = client.post(at("export_table", where.pk, kind))
    assert answer.status_code == 200
    return bytes(answer.content)


def sent(client: Client, where: Operation, content: bytes, name: str = "f.xlsx") -> str:
    upload = SimpleUploadedFile(name, content)
    return page(client.post(at("import_file", where.pk), {"file": upload}))


@pytest.mark.parametrize("kind", ["xlsx", "csv", "ods"])
def test_what_leaves_comes_back_as_the_same_sheets(
    place: Operator, where: Operation, kind: str
) -> None:
    for rank, case in enumerate(CASES[:3]):
        sheet(place, person(place.ines, f"P{rank}"), where, **{**case, "nom": f"=Nom {rank}"})
    claire = browser(place.claire)
    before = {one.pk: said(one) for one in ParticipantSheet.objects.order_by("pk")}
    content = exported(claire, where, kind)
    states = set(ParticipantSheet.objects.values_list("state", flat=True))
    assert states == {SheetState.EXPORTED}
    assert "3 sans changement" in sent(claire, where, content, f"f.{kind}")
    assert {one.pk: said(one) for one in ParticipantSheet.objects.order_by("pk")} == before
    # In another operation, where nobody is yet, it makes the same sheets.
    where.number = "OLD"
    where.save()
    other = operation(place)
    ParticipantSheet.objects.update(operation=where)
    rows = openpyxl.load_workbook(io.BytesIO(content)).active if kind == "xlsx" else None
    if rows is not None:
        for row in rows.iter_rows(min_row=2, min_col=2, max_col=2):
            row[0].value = None
        book = io.BytesIO()
        rows.parent.save(book)
        assert "3 fiches ouvertes" in sent(claire, other, book.getvalue())
        made = ParticipantSheet.objects.filter(operation=other).order_by("pk")
        found = sorted(str(sorted(said(one).items())) for one in made)
        assert found == sorted(str(sorted(one.items())) for one in before.values())
        assert set(made.values_list("person", flat=True)) == {None}


def test_a_correction_is_to_be_sent_again(place: Operator, awa: Person, where: Operation) -> None:
    one = sheet(place, awa, where)
    claire = browser(place.claire)
    exported(claire, where)
    content = xlsx_bytes("P", ["Référence de la fiche", "Nom"], [[str(one.pk), "Diallo"]])
    assert "1 modifiée" in sent(claire, where, content)
    one.refresh_from_db()
    assert (one.state, said(one)["nom"]) == (SheetState.CORRECTED, "Diallo")
    exported(claire, where)
    one.refresh_from_db()
    assert one.state == SheetState.EXPORTED


def test_one_wrong_row_and_nothing_is_written(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    titles = [
        "Référence de la fiche",
        "Numéro de l’opération",
        "Nom",
        "Date de naissance",
        "Prénom",
    ]
    rows = [
        [str(one.pk), "202301234", "Diallo", "10/05/2001", "Awa"],
        ["", "", "Ba", "31/02/2001", "Tom"],
        ["", "999", "Ba", "", "Tom"],
        ["0" * 8, "", "Ba", "", "Tom"],
        ["", "", "Diop", "01/01/1990", "Lou"],
        ["", "", "diop", "1990-01-01", "LOU"],
    ]
    shown = sent(browser(place.claire), where, xlsx_bytes("P", titles, rows))
    assert "Rien n’est écrit" in shown
    for line in ("Ligne 3, « Date de naissance »", "Ligne 4,", "Ligne 5,", "ligne 6. Gardez"):
        assert line in shown
    assert said(one)["nom"] == "Koné"
    assert ParticipantSheet.objects.count() == 1


def test_a_file_of_somewhere_else_is_refused_with_words(place: Operator, where: Operation) -> None:
    claire = browser(place.claire)
    content = xlsx_bytes("P", ["Couleur"], [["bleu"]])
    assert "Aucune colonne de ce fichier" in sent(claire, where, content)
    assert "XLSX" in sent(claire, where, b"rien", "f.exe")


def test_the_official_template_is_matched_confirmed_and_used(
    place: Operator, awa: Person, where: Operation
) -> None:
    sheet(place, awa, where)
    claire = browser(place.claire)
    book = openpyxl.Workbook()
    book.active.append(["Notice : à lire avant"])
    book.active.append(["NOM", "Prénom du participant", "Genre", "Né(e) le", "Réservé"])
    buffer = io.BytesIO()
    book.save(buffer)
    upload = SimpleUploadedFile("modele.xlsx", buffer.getvalue())
    proposed = claire.post(at("mapping"), {"file": upload})
    assert "Que contient chaque colonne" in page(proposed)
    text = proposed.content.decode()
    typed = dict(re.findall(r'name="(title-\d+)" value="([^"]*)"', text))
    assert len(typed) == 5
    typed |= {"template": "modele.xlsx", "field-0": "nom", "field-1": "prenom"}
    typed |= {"field-2": "sexe", "values-2": "F = 2\nM = 1\nX = 9"}
    typed |= {"field-3": "date_naissance", "form-3": "aaaa-mm-jj"}
    wrong = claire.post(at("columns"), typed | {"field-4": "nom"})
    assert "est dans deux colonnes" in page(wrong)
    for _ in range(2):
        claire.post(at("columns"), typed)
    assert ColumnMapping.objects.get().version == 1
    sheet_out = openpyxl.load_workbook(io.BytesIO(exported(claire, where))).active
    rows = list(sheet_out.iter_rows(values_only=True))
    assert rows[0] == ("NOM", "Prénom du participant", "Genre", "Né(e) le", "Réservé")
    assert rows[1][:4] == ("Koné", "Awa", "2", "2001-05-10")
    claire.post(at("columns"), typed | {"form-3": "jj/mm/aaaa"})
    assert ColumnMapping.objects.count() == 2
    assert browser(place.ines).get(at("mapping")).status_code == 404


def test_the_sheet_of_a_protected_file_leaves_by_its_referent_and_is_counted(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    protect(by=acting(place.ines), person=awa, reason=ProtectionReason.values[0])
    claire = browser(place.claire)
    assert "1 fiche que vous n’ouvrez pas" in page(claire.get(at("export", where.pk)))
    assert b"Kon" not in exported(claire, where, "csv")
    assert claire.post(at("export_sheet", one.pk, "csv")).status_code == 404
    sent_now = send_figures(by=acting(place.claire), operation=where)
    # Counted, and too few to be told.
    assert sent_now.counts["EECO01"][0] is None
    assert sent_now.counts["EECO02"][0] == 0
    answer = browser(place.ines).post(at("export_sheet", one.pk, "csv"))
    assert "Koné" in answer.content.decode()


def test_nobody_enters_by_a_file_what_is_closed(place: Operator, where: Operation) -> None:
    move_operation(by=acting(place.claire), operation=where, to=OperationState.CLOSED)
    content = xlsx_bytes("P", ["Nom", "Prénom"], [["Ba", "Tom"]])
    assert "plus personne n’y entre" in sent(browser(place.claire), where, content)
    assert not ParticipantSheet.objects.exists()


def test_what_lacks_is_said_while_somebody_types_and_nothing_is_written(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where, telephone="", niveau_cite="")
    ines, here = browser(place.ines), at("lacks", one.pk, "entree")
    typed = {
        **answers(telephone="", niveau_cite="3-4"),
        "date_entree": "2026-03-01",
        "commune_residence_insee": "Vienne",
        "commune_residence_insee-code": "38544",
    }
    before = said(one)
    assert "Il manque 1 réponse" in page(ines.post(here, typed))
    assert "Rien ne manque ici" in page(ines.post(here, {**typed, "telephone": "0612345678"}))
    # What cannot be read is as if it were not there yet.
    assert "Date de naissance" in page(ines.post(here, {**typed, "date_naissance": "demain"}))
    assert said(one) == before
    assert ines.get(here).status_code == 405
    assert ines.post(at("lacks", one.pk, "autre")).status_code == 404
    assert browser(place.bastien).post(here, typed).status_code == 404


def test_the_day_of_entry_is_proposed_from_the_pathway(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where, date_entree="")
    here = at("sheet_part", one.pk, "entree")
    day = open_pathway(by=acting(place.ines), person=awa).opened_on
    assert f'value="{day.isoformat()}"' in browser(place.ines).get(here).content.decode()
    assert "date_entree" not in said(one)


def test_many_sheets_leave_with_the_agreement_of_somebody_else(
    place: Operator, where: Operation
) -> None:
    ThresholdAdjustment.objects.create(
        code="quota.export_alone", value=1, set_at=clock.now(), set_by=uuid4(), reason="essai"
    )
    for name in ("Awa", "Momo"):
        sheet(place, person(place.ines, name), where)
    claire, here = browser(place.claire), at("export_table", where.pk, "csv")
    assert claire.post(here).status_code == 403
    assert not ParticipantSheet.objects.filter(state=SheetState.EXPORTED).exists()
    second = someone(Role.MEMBER, place.organisation, is_dpo=True)
    asked = ask_for_agreement(by=acting(place.claire), persons=2, purpose="Bilan")
    decide_agreement(by=acting(second.user), agreement=asked, agrees=True)
    assert claire.post(here).status_code == 200
    asked.refresh_from_db()
    assert asked.used_at is not None
    event = ObservedEvent.objects.get(action=Action.EXPORT)
    files = set(map(str, Person.objects.values_list("pk", flat=True)))
    assert set(event.objects_shown) == files
    assert claire.post(here).status_code == 403
