"""An application as files: the whole dossier, its documents in one archive, and who takes them."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.models import User
from o2r.accounts.signin.measured_session import prove
from o2r.calls.applications.models import Answer, Application, BudgetLine, JoinedPiece
from o2r.calls.applications.retention import FILE_KIND
from o2r.core import clock
from o2r.core.documents import pdf_available
from o2r.core.files import storage
from o2r.core.files.services import INSPECTOR, inspect, receive
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from tests.accounts.factories import enter
from tests.calls.behind import behind_the_belt
from tests.calls.consortium import Consortium, close, consortium
from tests.calls.reading import people
from tests.core.documents.reading import pdf_text
from tests.core.documents.word import faults

FILES = ("dossier_pdf", "dossier_docx", "pieces_zip")


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: Settings) -> None:
    settings.STORAGE_DIR = tmp_path / "storage"


@pytest.fixture
def made() -> Consortium:
    return consortium()


def at(application: Application, name: str) -> str:
    return reverse(f"applications:{name}", args=[application.pk])


def words(content: bytes) -> str:
    """All that a DOCX says."""
    file = docx.Document(io.BytesIO(content))
    said = [one.text for one in file.paragraphs]
    said += [cell.text for one in file.tables for row in one.rows for cell in row.cells]
    return "\n".join(said)


def joined(
    application: Application, name: str, content: bytes, *, verified: bool = True
) -> JoinedPiece:
    """A document of the chef de file, verified or still waiting."""
    lead = application.members.get(is_lead=True)
    file = receive(
        by=Author.system("test"),
        upload=SimpleUploadedFile(name, content, "text/plain"),
        organisation=lead.organisation_id,
        attached_kind=FILE_KIND,
        attached_id=application.pk,
        purpose="document",
    )
    if verified:
        inspect(by=INSPECTOR, file=file)
    return JoinedPiece.objects.create(
        application=application, member=lead, file=file, joined_at=clock.now()
    )


def unpacked(user: User, application: Application) -> zipfile.ZipFile:
    """The archive that someone receives, under the role of the web server."""
    browser = enter(Client(), user)
    with behind_the_belt(user):
        answer = browser.get(at(application, "pieces_zip"))
        assert answer.status_code == 200
        return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def manifest(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    text = archive.read("manifeste.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_both_members_take_the_draft_away_and_it_is_called_one(made: Consortium) -> None:
    application = made.application
    Answer.objects.create(
        application=application, field="relevance", text="Des jeunes", changed_at=clock.now()
    )
    for year, amount in ((1, 12_000), (2, 9_000)):
        BudgetLine.objects.create(
            application=application, member=made.member, year=year, account="74-o2r", amount=amount
        )
    for who in (made.claire, made.omar):
        answer = who.client.get(at(application, "dossier_docx"))
        assert answer.status_code == 200
        assert "brouillon.docx" in answer.headers["Content-Disposition"]
        assert faults(answer.content) == []
        text = words(answer.content)
        for said in (
            *("Brouillon\u00a0: Aller vers la Savoie", "Il ne vaut ni dépôt ni récépissé"),
            *("Alpha", "Beta", "41816609600069", "Savoie", "Des jeunes", "Rien n’est écrit."),
            *("Budget\u00a0: Beta", "12\u202f000\u00a0€", "9\u202f000\u00a0€", "Aucun montant."),
        ):
            assert said in text, said
    assert JournalEntry.objects.filter(action="export", object_id=application.pk).count() == 2
    for name in FILES:
        for stranger in (made.samira, made.helene):
            assert stranger.client.get(at(application, name)).status_code == 404


def test_a_draft_that_can_no_longer_change_is_still_taken_away(made: Consortium) -> None:
    close(made.call)
    page = made.claire.client.get(at(made.application, "overview")).text
    assert "votre brouillon reste lisible et téléchargeable" in page
    assert "Télécharger le brouillon" in page
    assert at(made.application, "dossier_docx") in page
    assert (at(made.application, "dossier_pdf") in page) is pdf_available()
    # Nothing is joined: no archive is offered.
    assert at(made.application, "pieces_zip") not in page
    assert made.claire.client.get(at(made.application, "dossier_docx")).status_code == 200


def test_without_a_printer_the_dossier_is_a_text_document(
    made: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = "o2r.calls.applications.views"
    monkeypatch.setattr(f"{views}.home.pdf_available", lambda: False)
    monkeypatch.setattr(f"{views}.exporting.pdf_available", lambda: False)
    page = made.claire.client.get(at(made.application, "overview")).text
    assert at(made.application, "dossier_pdf") not in page
    assert made.claire.client.get(at(made.application, "dossier_pdf")).status_code == 404


@pytest.mark.skipif(not pdf_available(), reason="pango est absent")
def test_the_dossier_is_printed(made: Consortium) -> None:
    answer = made.claire.client.get(at(made.application, "dossier_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    with pikepdf.open(io.BytesIO(answer.content)) as file:
        pages = len(file.pages)
    assert pages > 1
    # Its title, then the foot of every page.
    assert pdf_text(answer.content).count("Brouillon:AllerverslaSavoie") == pages + 1


def test_the_archive_holds_what_was_verified_with_its_digests(made: Consortium) -> None:
    application = made.application
    for content in (b"Article premier", b"Article second"):
        joined(application, "statuts.txt", content)
    waiting = joined(application, "=compte.txt", b"Banque", verified=False)
    gone = joined(application, "perdu.txt", b"Perdu")
    gone.file.refresh_from_db()
    storage.clean(gone.file.content_name).unlink()

    archive = unpacked(made.claire.membership.user, application)

    assert archive.namelist() == ["01-statuts.txt", "02-statuts.txt", "manifeste.csv"]
    lines = manifest(archive)
    for line in lines[:2]:
        content = archive.read(line["Fichier"])
        assert line["SHA-256 du fichier"] == hashlib.sha256(content).hexdigest()
        assert (line["Membre"], line["Nom d’origine"]) == ("Alpha", "statuts.txt")
        assert line["Taille (octets)"] == str(len(content))
    held, lost = lines[2:]
    assert held["Fichier"] == lost["Fichier"] == ""
    assert held["État"] == "en attente de vérification : absent de cette archive"
    assert held["SHA-256 à la réception"] == waiting.file.sha256
    assert not held["Nom d’origine"].startswith("=")
    assert lost["État"] == "contenu introuvable : absent de cette archive"


def test_the_state_takes_away_what_its_officer_may_read() -> None:
    table = people.opened()
    application = table.first
    joined(application, "statuts.txt", b"Article premier")
    helene = enter(Client(), table.helene)
    # She has declared nothing yet.
    for name in FILES:
        assert helene.get(at(application, name)).status_code == 404
    people.declare(table, table.helene)
    page = helene.get(reverse("reading:admissibility", args=[application.pk])).text
    for name in ("dossier_docx", "pieces_zip"):
        assert at(application, name) in page
    with behind_the_belt(table.helene):
        text = words(helene.get(at(application, "dossier_docx")).content)
    assert "Premiers pas" in text
    assert "Brouillon" not in text
    assert unpacked(table.helene, application).namelist() == ["01-statuts.txt", "manifeste.csv"]
    # A reader reads on the screen; the file leaves with the State service alone.
    people.declare(table, table.rose)
    people.confide(table, application, table.rose)
    rose = enter(Client(), table.rose)
    assert at(application, "dossier_docx") not in rose.get(at(application, "overview")).text
    assert rose.get(at(application, "dossier_docx")).status_code == 404


def test_an_officer_with_a_tie_or_without_a_fresh_proof_takes_nothing() -> None:
    table = people.opened()
    people.declare(table, table.helene, **{table.mission.name: "board"})
    helene = enter(Client(), table.helene)
    assert helene.get(at(table.first, "dossier_docx")).status_code == 200
    for name in FILES:
        assert helene.get(at(table.second, name)).status_code == 404
    stale = clock.now().timestamp() - 7200
    session = helene.session
    prove(session, table.helene, {"mfa": stale, "password": stale})
    session.save()
    for name in FILES:
        assert helene.get(at(table.first, name)).status_code in (302, 403)
