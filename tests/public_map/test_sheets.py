"""The sheet of a project, its PDF, writing to it, and saying what is wrong."""

import re
import zlib

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from o2r.core.documents import printing
from o2r.projects.models import ErrorReport, FundedProject, RelayMessage
from o2r.core import pdf as core_pdf
from o2r.public_map import pdf
from tests.public_map.world import project

HIDDEN = "equipe-cachee@porteur.example"


@pytest.fixture
def hidden_mailbox() -> FundedProject:
    return project("discret", "dep:26", contact_is_relay_only=True, relay_mailbox=HIDDEN)


def test_a_sheet_says_where_the_project_acts(visitor: Client, projects: object) -> None:
    page = visitor.get("/projets/portes-du-sud/").content.decode()
    assert "Vénissieux et Feyzin" in page or "Feyzin" in page
    assert "Porteur de portes-du-sud" in page
    assert 'class="static-map__zone"' in page


def test_a_project_not_published_is_absent(visitor: Client) -> None:
    project("brouillon", "dep:26", state="draft")
    project("retire", "dep:26", state="withdrawn")
    assert visitor.get("/projets/brouillon/").status_code == 404
    assert visitor.get("/projets/retire/").status_code == 404


def test_a_message_is_relayed_and_the_address_is_never_shown(
    visitor: Client, hidden_mailbox: FundedProject
) -> None:
    for address in ("/projets/discret/", "/projets/discret/ecrire/", "/?department=26"):
        assert HIDDEN not in visitor.get(address).content.decode()
    assert HIDDEN not in visitor.get("/api/v1/projects/discret").content.decode()
    assert HIDDEN not in visitor.get("/donnees/projets-o2r.csv").content.decode()
    typed = {"name": "Amina", "email": "amina@ml.example", "message": "Bonjour"}
    assert visitor.post("/projets/discret/ecrire/", typed).url == "/merci/"
    (message,) = mail.outbox
    assert message.to == [HIDDEN]
    assert message.reply_to == ["amina@ml.example"]
    assert RelayMessage.objects.get().sender_name == "Amina"


def test_a_mail_server_that_is_down_loses_nothing_and_is_said(
    visitor: Client, hidden_mailbox: FundedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    typed = {"name": "Amina", "email": "amina@ml.example", "message": "Bonjour"}
    assert visitor.post("/projets/discret/ecrire/", typed).url == "/merci/"
    assert RelayMessage.objects.get().message == "Bonjour"
    assert "n’a pas pu partir" in visitor.get("/merci/").content.decode()


def test_nothing_typed_is_lost_when_the_form_is_refused(
    visitor: Client, hidden_mailbox: FundedProject
) -> None:
    typed = {"name": "Amina", "email": "pas une adresse", "message": "Un long message"}
    page = visitor.post("/projets/discret/ecrire/", typed)
    assert page.status_code == 200
    assert "Un long message" in page.content.decode()
    assert page.context["form"].errors["email"]
    assert mail.outbox == []


def test_a_robot_that_fills_the_trap_sends_nothing(
    visitor: Client, hidden_mailbox: FundedProject
) -> None:
    typed = {"name": "R", "email": "r@r.example", "message": "Spam", "website": "x"}
    assert visitor.post("/projets/discret/ecrire/", typed).url == "/merci/"
    assert visitor.post("/projets/discret/signaler/", typed).url == "/merci/"
    assert visitor.post("/aide/", typed).url == "/merci/"
    assert mail.outbox == []
    assert not ErrorReport.objects.exists()


def test_a_project_without_mailbox_offers_no_form(visitor: Client, projects: object) -> None:
    assert visitor.get("/projets/rhone/ecrire/").status_code == 404
    page = visitor.get("/projets/rhone/").content.decode()
    assert "/projets/rhone/ecrire/" not in page


def test_a_mistake_is_reported(visitor: Client, projects: object) -> None:
    answer = visitor.post("/projets/rhone/signaler/", {"message": "Le téléphone est faux."})
    assert answer.url == "/merci/"
    report = ErrorReport.objects.get()
    assert report.project.slug == "rhone"
    assert report.message == "Le téléphone est faux."
    assert "enregistré" in visitor.get("/merci/").content.decode()


def test_a_question_reaches_the_team(visitor: Client, settings: Settings) -> None:
    typed = {"name": "Bruno", "email": "bruno@cap.example", "message": "Comment faire ?"}
    assert visitor.post("/aide/", typed).url == "/merci/"
    (message,) = mail.outbox
    assert message.to == [settings.CONTACT_EMAIL]
    assert message.body == "Comment faire ?"


@pytest.mark.skipif(not pdf.available(), reason=pdf.MISSING)
def test_a_sheet_is_a_tagged_pdf(visitor: Client, projects: object) -> None:
    answer = visitor.get("/projets/portes-du-sud/fiche.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\n(.*?)\nendstream", answer.content, re.DOTALL)
    assert any(b"/StructTreeRoot" in _inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_without_pango_the_pdf_is_absent_and_nothing_offers_it(
    visitor: Client, projects: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_weasyprint", lambda: None)
    assert visitor.get("/projets/rhone/fiche.pdf").status_code == 404
    assert "fiche.pdf" not in visitor.get("/projets/rhone/").content.decode()
    with pytest.raises(RuntimeError, match="pango"):
        pdf.render("<p>")


def test_a_pdf_never_makes_a_request() -> None:
    with pytest.raises(ValueError, match="refusée"):
        printing._check_local("https://elsewhere.example/track.png")
