"""The professional space, through its addresses."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from o2r.accounts.models import User
from o2r.projects.enums import DeliveryState, PublicationState, ReportState
from o2r.projects.exchange.tables import MAX_BYTES
from o2r.projects.models import ErrorReport, FundedProject, ImportDraft, RelayMessage
from tests.accounts.factories import enter
from tests.projects.factories import ErrorReportFactory, ProjectFactory, RelayMessageFactory

HOME, UPLOAD, INBOX = (reverse(f"projects:{name}") for name in ("home", "upload", "inbox"))
HEADER = "identifiant,intitule,porteur,porteur_type,territoire\n"
RIGHT = "un-projet,Un projet,Porteur,association,dep:38\n"
WRONG = "faux,Faux,Porteur,association,dep:100\n"


def text(response: object) -> str:
    return response.content.decode().replace("\u00a0", " ")


def send(client: Client, content: str, name: str = "projets.csv") -> object:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content.encode())})


def test_each_person_finds_their_projects(
    as_malik: Client, project: FundedProject, claire: User
) -> None:
    other = ProjectFactory(title="Le projet d’à côté")
    page = as_malik.get(HOME)
    assert project.title in text(page)
    assert other.title not in text(page)
    assert "Importer" not in text(page)
    enter(as_malik, claire)
    page = as_malik.get(HOME)
    assert other.title in text(page)
    assert "Importer" in text(page)


def test_someone_without_a_project_is_told_what_to_do(as_rosa: Client) -> None:
    assert "Demandez à l’équipe" in text(as_rosa.get(HOME))


def test_the_list_costs_the_same_for_any_number(as_claire: Client) -> None:
    costs = []
    for _ in range(3):
        ProjectFactory.create_batch(15)
        with CaptureQueriesContext(connection) as asked:
            page = as_claire.get(HOME)
        costs.append(len(asked))
    assert costs[1] == costs[2]
    assert len(page.context["page"]) == 25


def test_a_project_is_confirmed_by_those_who_carry_it(
    as_malik: Client, project: FundedProject, rosa: User
) -> None:
    address = reverse("projects:confirm", args=[project.slug])
    assert as_malik.post(address, follow=True).status_code == 200
    project.refresh_from_db()
    assert project.confirmed_on is not None
    assert as_malik.get(address).status_code == 405
    enter(as_malik, rosa)
    assert as_malik.post(address).status_code == 404


def test_publishing_is_for_who_runs_the_platform(
    as_claire: Client, project: FundedProject, malik: User
) -> None:
    withdraw = reverse("projects:withdraw", args=[project.slug])
    publish = reverse("projects:publish", args=[project.slug])
    assert "n’est plus publié" in text(as_claire.post(withdraw, follow=True))
    project.refresh_from_db()
    assert project.state == PublicationState.WITHDRAWN
    assert "ne peut pas passer" in text(as_claire.post(withdraw, follow=True))
    assert "est publié" in text(as_claire.post(publish, follow=True))
    assert "ne peut pas passer" in text(as_claire.post(publish, follow=True))
    enter(as_claire, malik)
    assert as_claire.post(withdraw).status_code == 404


def test_a_report_is_read_and_treated(as_malik: Client, project: FundedProject) -> None:
    report = ErrorReportFactory(project=project, reporter_email="voisin@quartier.example")
    foreign = ErrorReportFactory(message="Ailleurs")
    assert "1 signalement à traiter" in text(as_malik.get(HOME))
    assert "Ailleurs" not in text(as_malik.get(INBOX))
    address = reverse("projects:report", args=[report.pk])
    assert "voisin@quartier.example" in text(as_malik.get(address))
    done = as_malik.post(address, {"treatment": "Corrigé."}, follow=True)
    assert "Le signalement est traité" in text(done)
    assert ErrorReport.objects.get(pk=report.pk).state == ReportState.TREATED
    assert "Corrigé." in text(as_malik.get(address))
    assert "déjà traité" in text(as_malik.post(address, {"treatment": ""}, follow=True))
    assert as_malik.get(reverse("projects:report", args=[foreign.pk])).status_code == 404


def test_a_message_that_did_not_leave_is_sent_again(
    as_malik: Client, project: FundedProject, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = RelayMessageFactory(project=project, state=DeliveryState.FAILED)
    assert "1 message non remis" in text(as_malik.get(HOME))
    assert "Non remis" in text(as_malik.get(INBOX))
    address = reverse("projects:resend", args=[message.pk])
    assert "Le message est parti" in text(as_malik.post(address, follow=True))
    assert RelayMessage.objects.get().state == DeliveryState.SENT
    assert len(mail.outbox) == 1
    assert "déjà parti" in text(as_malik.post(address, follow=True))
    enter(as_malik, rosa)
    assert as_malik.post(address).status_code == 404


def test_a_refusal_of_the_mail_server_is_said(
    as_malik: Client, project: FundedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    message = RelayMessageFactory(project=project)
    address = reverse("projects:resend", args=[message.pk])
    assert "n’est pas parti" in text(as_malik.post(address, follow=True))


def test_the_inbox_costs_the_same_for_any_number(as_claire: Client) -> None:
    costs = []
    for _ in range(3):
        ErrorReportFactory.create_batch(2)
        RelayMessageFactory.create_batch(2)
        with CaptureQueriesContext(connection) as asked:
            assert as_claire.get(INBOX).status_code == 200
        costs.append(len(asked))
    assert costs[1] == costs[2]


def test_a_file_is_checked_then_imported(as_claire: Client) -> None:
    checked = send(as_claire, HEADER + RIGHT)
    assert checked.url == reverse("projects:check", args=[ImportDraft.objects.get().pk])
    page = as_claire.get(checked.url)
    assert "Le fichier est juste" in text(page)
    assert "à créer" in text(page)
    assert not FundedProject.objects.exists()
    done = as_claire.post(checked.url, follow=True)
    assert "Import terminé : 1 créé" in text(done)
    assert FundedProject.objects.get().slug == "un-projet"
    assert not ImportDraft.objects.exists()


def test_nothing_is_lost_when_a_line_is_wrong(as_claire: Client) -> None:
    address = send(as_claire, HEADER + RIGHT + WRONG).url
    page = text(as_claire.get(address))
    assert "Des lignes sont refusées" in page
    assert "<code>territoire</code> :" in page
    again = as_claire.post(address)
    assert again.status_code == 200
    assert not FundedProject.objects.exists()
    assert ImportDraft.objects.exists()
    done = as_claire.post(address, {"skip_invalid": "on"}, follow=True)
    assert "1 créé" in text(done)
    assert FundedProject.objects.get().slug == "un-projet"


def test_an_import_may_be_given_up(as_claire: Client) -> None:
    address = send(as_claire, HEADER + RIGHT).url
    assert "rien n’a été écrit" in text(as_claire.post(address, {"abandon": "1"}, follow=True))
    assert not ImportDraft.objects.exists()
    assert as_claire.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("projets.pdf", HEADER + RIGHT, "ni un CSV"),
        ("projets.csv", HEADER, "aucun projet"),
        ("projets.csv", "", "Le fichier est vide"),
        ("projets.csv", "x" * (MAX_BYTES + 1), "la limite est de 10 Mo"),
    ],
)
def test_an_unreadable_file_is_said_beside_the_field(
    as_claire: Client, name: str, content: str, said: str
) -> None:
    page = send(as_claire, content, name)
    assert page.status_code == 200
    assert said in text(page)
    assert not ImportDraft.objects.exists()


def test_a_missing_file_is_said(as_claire: Client) -> None:
    assert "Choisissez un fichier." in text(as_claire.post(UPLOAD))


def test_imports_do_not_exist_for_others(as_claire: Client, malik: User) -> None:
    address = send(as_claire, HEADER + RIGHT).url
    enter(as_claire, malik)
    assert as_claire.get(UPLOAD).status_code == 404
    assert as_claire.get(address).status_code == 404
    assert as_claire.post(address).status_code == 404
    assert as_claire.get(reverse("projects:export", args=["csv"])).status_code == 404


def test_a_manager_does_not_see_the_files_of_another(as_claire: Client, claire: User) -> None:
    address = send(as_claire, HEADER + RIGHT).url
    ImportDraft.objects.update(owner=User.objects.create(email="autre@x.example", display_name="A"))
    assert as_claire.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
def test_everything_is_exported_for_who_runs_the_platform(
    as_claire: Client, project: FundedProject, kind: str
) -> None:
    response = as_claire.get(reverse("projects:export", args=[kind]))
    assert response.headers["Content-Disposition"] == f'attachment; filename="projets.{kind}"'
    assert "no-store" in response.headers["Cache-Control"]
    if kind != "xlsx":
        assert project.slug in text(response)
    assert as_claire.get(reverse("projects:export", args=["pdf"])).status_code == 404
