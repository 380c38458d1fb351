"""Taking over an export of Démarches simplifiées: columns, hours, order, and only once."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.calls.applications import services
from o2r.calls.applications.dossiers import free_columns, guess, known_columns, read_dossiers
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Answer, Application, DossierImport
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.projects.exchange.tables import Line, TableError, read_freely
from tests.accounts.factories import OrganisationFactory
from tests.calls.consortium import Someone, person
from tests.calls.factories import ApplicationFactory, CallFactory

HEADERS = [
    *("ID", "Email", "État du dossier", "Établissement SIRET", "Établissement Raison sociale"),
    *("Déposé le", "Intitulé du projet", "Vos partenaires", "Question du service"),
]
ROWS = [
    ["1002", "b@beta.example", "En instruction", "41816609600069", "Beta", "2026-03-02 14:59:59",
     "Deuxième", "Des partenaires", "Rien"],
    ["1001", "pas une adresse", "En construction", "123", "Alpha", "01/03/2026 09:00", "Premier",
     "", ""],
    ["1003", "", "", "", "Gamma", "jamais", "", "", ""],
    ["1001", "", "", "", "Alpha", "2026-03-01", "", "", ""],
    ["", "", "", "", "Delta", "2026-03-01", "", "", ""],
]  # fmt: skip


def csv_file(rows: list[list[str]] | None = None, headers: list[str] | None = None) -> bytes:
    lines = [headers or HEADERS, *(rows or ROWS)]
    return "\n".join(";".join(f'"{cell}"' for cell in row) for row in lines).encode()


def line(**cells: str) -> Line:
    base = {"ID": "7", "Établissement Raison sociale": "Alpha", "Déposé le": "2026-03-01 12:00"}
    return Line(2, base | cells)


def test_the_columns_of_an_export_are_known_whatever_their_accents() -> None:
    found = known_columns(["N° dossier", "ETABLISSEMENT RAISON SOCIALE", "Depose le", "Autre"])
    assert found == {
        "number": "N° dossier",
        "name": "ETABLISSEMENT RAISON SOCIALE",
        "deposited": "Depose le",
    }
    assert free_columns(HEADERS) == HEADERS[6:]
    assert guess(HEADERS[6:]) == {
        "Intitulé du projet": "title",
        "Vos partenaires": "partners",
        "Question du service": "",
    }


@pytest.mark.parametrize(
    ("typed", "zone", "instant"),
    [
        ("2024-08-30 15:00:00", "Indian/Reunion", datetime(2024, 8, 30, 11, tzinfo=UTC)),
        ("30/08/2024 15h00", "Europe/Paris", datetime(2024, 8, 30, 13, tzinfo=UTC)),
        ("2024-08-30T15:00:00+02:00", "Indian/Reunion", datetime(2024, 8, 30, 13, tzinfo=UTC)),
        ("30/08/2024", "Europe/Paris", datetime(2024, 8, 29, 22, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_the_service(typed: str, zone: str, instant: datetime) -> None:
    (found,), wrong = read_dossiers([line(**{"Déposé le": typed})], {}, zone)
    assert found.deposited_at == instant
    assert not wrong


def test_two_columns_for_one_text_are_put_together() -> None:
    (found,), _ = read_dossiers(
        [line(A="Un", B="Deux", C="Titre")],
        {"A": "partners", "B": "partners", "C": "title"},
        "UTC",
    )
    assert found.answers == {"partners": "Un\n\nDeux"}
    assert found.title == "Titre"


def test_lines_that_are_no_dossier_say_why() -> None:
    lines = [
        line(ID=""),
        line(**{"Déposé le": "hier"}),
        line(),
        line(),
        line(ID="8", SIRET="123"),
    ]
    found, wrong = read_dossiers(lines, {}, "UTC")
    assert [one.number for one in found] == ["7", "8"]
    assert "SIRET" in found[1].notes[0]
    assert [one.message for one in wrong] == [
        "la colonne « ID » est vide.",
        "« hier » n’est pas une date de dépôt.",
        "le dossier 7 figure deux fois.",
    ]


def test_a_workbook_keeps_its_hours_and_numbers_its_columns() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Texte", "Texte", None])
    sheet.append([12, "a", "b", None])
    sheet.append([datetime(2026, 3, 1, 14, 59, 31), "", "", None])  # noqa: DTZ001 — no zone there
    content = io.BytesIO()
    book.save(content)
    first, second = read_freely("export.xlsx", content.getvalue())
    assert first.cells == {"ID": "12", "Texte": "a", "Texte (2)": "b"}
    assert second.cells["ID"] == "2026-03-01 14:59:31"
    for name, data in (("a.geojson", b"{}"), ("a.csv", b""), ("a.csv", b"ID;B\n")):
        with pytest.raises(TableError):
            read_freely(name, data)


@pytest.fixture
def helene(db: None) -> Someone:
    return person(MembershipRole.STATE_OFFICER)


@pytest.fixture
def call(helene: Someone) -> Call:
    return CallFactory(dreets=helene.membership.organisation, time_zone="Europe/Paris")


def upload(helene: Someone, call: Call, content: bytes, name: str = "export.csv") -> str:
    answer = helene.client.post(
        reverse("applications:import", args=[call.slug]),
        {"file": SimpleUploadedFile(name, content)},
        follow=True,
    )
    return answer.text


def test_dossiers_become_received_applications_in_the_order_of_their_deposit(
    helene: Someone, call: Call
) -> None:
    ApplicationFactory(call=call, number=4)
    page = upload(helene, call, csv_file())
    assert "Rien n’est écrit tant que" in page
    assert "« jamais » n’est pas une date de dépôt" in page
    assert "il n’est pas repris" in page
    assert Application.objects.count() == 1
    address = reverse("applications:import", args=[call.slug])
    choices = {"column-0": "title", "column-1": "partners", "column-2": "relevance"}
    checked = helene.client.post(address, choices | {"check": "1"})
    assert checked.status_code == 200
    assert Application.objects.count() == 1
    done = helene.client.post(address, choices | {"import": "1"}, follow=True)
    assert "2 dossiers repris." in done.text
    rows = Application.objects.exclude(external_reference="").order_by("number")
    assert [(r.number, r.external_reference, r.title, r.state) for r in rows] == [
        (5, "1001", "Premier", ApplicationState.SUBMITTED),
        (6, "1002", "Deuxième", ApplicationState.SUBMITTED),
    ]
    second = rows[1].members.get()
    assert (second.name, second.siret, second.contact_email, second.is_lead) == (
        "Beta",
        "41816609600069",
        "b@beta.example",
        True,
    )
    assert rows[0].members.get().siret == rows[0].members.get().contact_email == ""
    texts = Answer.objects.filter(application=rows[1]).values_list("field", "text")
    assert dict(texts) == {"partners": "Des partenaires", "relevance": "Rien"}
    move = rows[1].moves.get()
    assert move.moved_at == datetime(2026, 3, 2, 13, 59, 59, tzinfo=UTC)
    assert "1002" in move.reason
    assert not DossierImport.objects.exists()


def test_the_same_export_twice_makes_nothing_more(helene: Someone, call: Call) -> None:
    address = reverse("applications:import", args=[call.slug])
    for _ in range(2):
        upload(helene, call, csv_file())
        helene.client.post(address, {"import": "1"})
    assert Application.objects.count() == 2
    upload(helene, call, csv_file([*ROWS[:2], ["1009", "", "", "", "Zeta", "2026-03-09", *"abc"]]))
    helene.client.post(address, {"import": "1"})
    assert Application.objects.get(external_reference="1009").number == 3


def test_a_file_may_be_given_up_and_replaced(helene: Someone, call: Call) -> None:
    upload(helene, call, csv_file())
    address = reverse("applications:import", args=[call.slug])
    page = helene.client.post(address, {"abandon": "1"}, follow=True).text
    assert "rien n’a été repris" in page
    assert not DossierImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (csv_file(headers=["Nom", *HEADERS[1:]]), "export.csv", "Il manque la colonne « ID »"),
        (b"\xff\xfe", "export.csv", "UTF-8"),
        (b"ID", "export.pdf", "ni un CSV"),
    ],
)
def test_what_is_no_export_is_refused_in_words(
    helene: Someone, call: Call, content: bytes, name: str, said: str
) -> None:
    page = upload(helene, call, content, name).replace("\u00a0", " ")
    assert said in page
    assert not DossierImport.objects.exists()


def test_only_the_service_of_the_call_imports(helene: Someone, call: Call) -> None:
    other = person(MembershipRole.STATE_OFFICER)
    claire = person(MembershipRole.COORDINATOR, OrganisationFactory())
    address = reverse("applications:import", args=[call.slug])
    assert other.client.get(address).status_code == 404
    assert claire.client.get(address).status_code == 404
    for who in (other, claire):
        with pytest.raises(NotAllowed):
            services.keep_dossiers(by=who.actor, call=call, file_name="a.csv", content=csv_file())


def test_a_call_that_is_not_published_takes_nothing_over(helene: Someone, call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(state=CallState.DRAFT)
    assert "Publiez l’appel" in upload(helene, call, csv_file())
    assert not Application.objects.exists()
