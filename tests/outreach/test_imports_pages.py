"""The pages of an import: what a worker sees and does, from the file to its undoing."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.models import DataKey
from o2r.core.exports import ods_bytes, xlsx_bytes
from o2r.core.journal.models import JournalEntry
from o2r.outreach.models import Encounter, ImportAct, ImportContent, ImportFile, Place
from o2r.outreach.recurring import waiting_imports
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.outreach.importing import people
from tests.outreach.mano_files import LABELLED, OBSERVATIONS, PASSAGES, workbook
from tests.people.factories import person

MOMO = {"Identifiant": "1", "Surnom": "Momo", "Dernier contact": "20/11/2026"}


def plain(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def send(client: Client, content: bytes, name: str = "personnes.csv", **form: str) -> HttpResponse:
    sent: dict[str, Any] = {"kind": "personnes", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("outreach:imports"), sent | form)


def at(name: str) -> str:
    return reverse(f"outreach:{name}", args=[ImportFile.objects.get().pk])


def match(client: Client, **changes: str) -> HttpResponse:
    """Say what the columns are: as proposed, but ``changes``."""
    file = ImportFile.objects.select_related("content").get()
    form = client.get(at("import_columns")).context["form"]
    chosen = {f"column-{n}": file.mapping[column] for n, column in enumerate(form.columns)}
    ranks = {column: f"column-{n}" for n, column in enumerate(form.columns)}
    return client.post(
        at("import_columns"), chosen | {ranks[column]: code for column, code in changes.items()}
    )


def test_a_file_is_chosen_matched_checked_imported_and_undone(as_ines: Client) -> None:
    assert "Importer un fichier" in plain(as_ines.get("/espace/"))
    assert "Ce qui ne se reprend jamais" in plain(as_ines.get(reverse("outreach:imports")))
    answer = send(as_ines, people(MOMO | {"Nationalité": "Hors UE"}))
    assert answer.headers["Location"] == at("import_columns")
    page = plain(as_ines.get(at("import_columns")))
    assert "Dans votre fichier : Momo" in page
    assert "« Nationalité ». Elle touche à la nationalité" in page
    assert "Hors UE" not in page
    assert "Un fichier attend" in plain(as_ines.get(reverse("outreach:imports")))
    answer = match(as_ines)
    assert answer.headers["Location"] == at("import_check")
    page = plain(as_ines.get(at("import_check")))
    for said in ("Rien n’est encore écrit", "Ligne 2</strong>, Momo", "à la prochaine rencontre"):
        assert said in page
    assert not Person.objects.exists()
    assert "1 ligne reprise" in plain(as_ines.post(at("import_check"), follow=True))
    assert Person.objects.count() == 1
    page = reverse("outreach:import_undo", args=[ImportAct.objects.get().pk])
    assert "sauf si quelqu’un l’a complété" in plain(as_ines.get(page))
    assert "L’import est annulé" in plain(as_ines.post(page, follow=True))
    assert not Person.objects.exists()
    assert as_ines.get(page).status_code == 302


def test_lines_to_correct_are_shown_with_their_column_and_kept_as_a_table(
    as_ines: Client,
) -> None:
    rows = [MOMO | {"Identifiant": str(n), "Dernier contact": "31/02/2026"} for n in range(60)]
    send(as_ines, people(*rows))
    page = plain(as_ines.get(at("import_check")))
    assert "Ligne 2</strong>, colonne « Dernier contact »" in page
    assert ">Importer</button>" not in page
    assert "Ligne 61</strong>" in plain(as_ines.get(at("import_check"), {"page": "2"}))
    answer = as_ines.get(reverse("outreach:import_problems", args=[_pk(), "csv"]))
    header, first, *_ = plain(answer).splitlines()
    assert header == "\ufeffLigne;Colonne;À corriger"
    assert first.startswith("2;Dernier contact;« 31/02/2026 » n’est pas une date")
    assert as_ines.get(reverse("outreach:import_problems", args=[_pk(), "exe"])).status_code == 404
    assert "corrigez les lignes" in plain(as_ines.post(at("import_check"), follow=True))
    assert not Person.objects.exists()


def _pk() -> object:
    return ImportFile.objects.get().pk


def test_columns_that_do_not_say_enough_are_said(as_ines: Client) -> None:
    send(as_ines, people({"Truc": "Momo", "Machin": "20/11/2026"}))
    answer = as_ines.get(at("import_check"), follow=True)
    assert answer.redirect_chain[-1][0] == at("import_columns")
    assert "Dites quelle colonne nomme la personne" in plain(answer)
    assert "Dites quelle colonne nomme la personne" in plain(match(as_ines, Truc=""))
    assert match(as_ines, Truc="known_as", Machin="last_contact_on").status_code == 302
    as_ines.post(at("import_check"))
    assert Person.objects.count() == 1


def test_a_file_is_given_up(as_ines: Client) -> None:
    send(as_ines, people(MOMO))
    assert "il n’en reste rien" in plain(
        as_ines.post(at("import_check"), {"abandon": "1"}, follow=True)
    )
    assert not ImportFile.objects.exists()


def test_a_file_that_nobody_confirms_goes_with_its_key_the_next_day(as_ines: Client) -> None:
    """Somebody erased meanwhile is in it: it lasts a day, and the hour until it is looked for."""
    send(as_ines, people(MOMO))
    file = ImportFile.objects.get()
    for hours, stays in ((23, True), (25, False)):
        moment = file.uploaded_at + timedelta(hours=hours)
        with clock.stopped_at(moment):
            waiting_imports(moment)
        assert ImportContent.objects.filter(file=file).exists() is stays
        assert DataKey.objects.filter(subject=file.pk).exists() is stays


def test_somebody_already_followed_is_hinted_and_never_joined(
    as_ines: Client, ines: User, hugo: User
) -> None:
    person(ines, "Momo")
    person(hugo, "Zaza")
    send(as_ines, people(MOMO, MOMO | {"Identifiant": "2", "Surnom": "Zaza"}))
    page = plain(as_ines.get(at("import_check")))
    assert "Ligne 2</strong>, Momo : ressemble à" in page
    assert "Zaza : ressemble" not in page
    read = JournalEntry.objects.filter(kind="person-file", action="list")
    assert read.count() == 1
    as_ines.post(at("import_check"))
    assert Person.objects.count() == 4


def test_swapped_names_that_sound_alike_are_hinted(as_ines: Client, ines: User) -> None:
    born = date(2001, 5, 3)
    person(ines, "", first_name="Aminata", last_name="Ouattara", level="declaree", birth_date=born)
    row = {"Prénom": "Wattara", "Nom": "Aminata", "Dernier contact": "20/11/2026"}
    send(as_ines, people(row | {"Date de naissance": "03/05/2001"}))
    assert "Wattara Aminata : ressemble à" in plain(as_ines.get(at("import_check")))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "Le fichier est vide"),
        ("a.csv", b"   \n", "Le fichier est vide"),
        ("a.csv", "Surnom\nÉlo".encode("latin-1"), "pas en UTF-8"),
        ("a.csv", b"Surnom;Date\n", "de 1 à"),
        ("a.csv", b"NIR;Religion\n1;x\n", "Aucune colonne"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "n’est ni un CSV, ni un classeur XLSX ou ODS"),
        ("a.xlsm", b"PK", "n’est ni un CSV, ni un classeur XLSX ou ODS"),
        ("a.xlsx", b"not a workbook", "Le classeur ne s’ouvre pas"),
        ("a.ods", b"not a workbook", "Le classeur ne s’ouvre pas"),
        ("a.csv", b'Surnom\n"Momo\n', "Vérifiez les guillemets"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    as_ines: Client, name: str, content: bytes, said: str
) -> None:
    assert said in plain(send(as_ines, content, name))
    assert not ImportFile.objects.exists()


def test_a_workbook_with_macros_is_refused(as_ines: Client) -> None:
    content = BytesIO(xlsx_bytes("personnes", ("Surnom",), [("Momo",)]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    page = plain(send(as_ines, content.getvalue(), "a.xlsx"))
    assert "macro" in page.lower() or "programme" in page.lower()
    assert not ImportFile.objects.exists()


def test_a_formula_is_read_by_its_value_and_never_run(as_ines: Client) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Surnom", "Dernier contact", "Notes"])
    sheet.append(["Momo", "20/11/2026", "=1+1"])
    content = BytesIO()
    book.save(content)
    send(as_ines, content.getvalue(), "a.xlsx")
    match(as_ines)
    as_ines.post(at("import_check"))
    assert Person.objects.get().notes.count() == 0


def test_what_a_cell_says_is_never_markup(as_ines: Client) -> None:
    evil = "<script>alert(1)</script>"
    send(as_ines, people(MOMO | {"Surnom": "Momo", evil: evil}), "<b>.csv")
    for page in ("import_columns", "import_check"):
        shown = as_ines.get(at(page)).content.decode()
        assert evil not in shown
        assert "<b>.csv" not in shown


def test_ods_and_several_sheets(as_ines: Client) -> None:
    row = ("Momo", "20/11/2026")
    send(as_ines, ods_bytes("x", ("Surnom", "Dernier contact"), [row]), "a.ods")
    as_ines.post(at("import_check"))
    assert Person.objects.count() == 1
    book = workbook(
        actions=[["Nom"], ["Appeler"]], liste=[["Surnom", "Dernier contact"], ["Zaza", row[1]]]
    )
    page = plain(send(as_ines, book, "a.xlsx"))
    assert "plusieurs feuilles : « actions », « liste »" in page
    send(as_ines, book, "a.xlsx", sheet="liste")
    as_ines.post(at("import_check"))
    assert Person.objects.count() == 2


def test_the_three_files_of_mano_one_after_the_other(as_ines: Client) -> None:
    persons = dict.fromkeys(LABELLED, "") | {
        "id": "6f0c-1",
        "Nom prénom ou Pseudonyme": "Momo",
        "Genre": "Homme",
        "Description": "Dort près de la gare",
        "Suivi(e) depuis le / Créé(e) le": "2026-01-04",
        "Consommations": "Alcool",
        "Mise à jour le": "2026-11-20 14:02",
    }
    passage = dict.fromkeys(PASSAGES, "") | {
        "id": "p1",
        "Personne suivie - id": "6f0c-1",
        "Date": "2026-11-28 18:30",
        "Commentaire": "Va mieux",
    }
    seen = dict.fromkeys(OBSERVATIONS, "") | {
        "id": "o1",
        "Territoire - Nom": "Gare",
        "Observé le": "2026-11-27 19:00",
        OBSERVATIONS[4]: "3",
    }
    book = workbook(
        Personnes_suivies=[list(LABELLED), list(persons.values())],
        Territoires=[["Nom", "Types"], ["Gare", "Lieu de rencontre"]],
        Passages=[list(PASSAGES), list(passage.values())],
        Observations=[list(OBSERVATIONS), list(seen.values())],
    )
    for kind, sheet in (
        ("personnes", ""),
        ("lieux", ""),
        ("passages", "Passages"),
        ("passages", "Observations"),
    ):
        sent = {"kind": kind, "sheet": sheet, "commune": "Vénissieux"}
        assert send(as_ines, book, "data.xlsx", **sent).status_code == 302, (kind, sheet)
        assert match(as_ines).status_code == 302
        page = plain(as_ines.get(at("import_check")))
        assert ">Importer</button>" in page, page
        as_ines.post(at("import_check"))
    momo = Person.objects.get()
    assert [one.name for one in Place.objects.all()] == ["Gare"]
    assert momo.encounters.count() == 1
    assert Encounter.objects.get(kind="passage").counts == {"men": 3}


@pytest.mark.parametrize("stranger", ["hugo", "lina", "karim"])
def test_the_file_of_somebody_does_not_exist_for_others(
    client: Client, as_ines: Client, stranger: str, request: pytest.FixtureRequest
) -> None:
    send(as_ines, people(MOMO))
    pages = [at("import_columns"), at("import_check")]
    other = enter(Client(), request.getfixturevalue(stranger))
    for page in pages:
        assert other.get(page).status_code == 404
        assert other.post(page).status_code == 404
        assert other.post(page, {"abandon": "1"}).status_code == 404
    assert ImportFile.objects.exists()
    expected = 404 if stranger == "karim" else 200
    assert other.get(reverse("outreach:imports")).status_code == expected
