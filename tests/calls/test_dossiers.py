"""Taking over an export of Démarches simplifiées: columns, hours, order, and only once."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications import services
from o2r.calls.applications.dossiers import (
    Rules,
    free_columns,
    guess,
    known_columns,
    read_dossiers,
)
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
    assert guess(HEADERS[6:], 3) == {
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
    read = read_dossiers([line(**{"Déposé le": typed})], {}, Rules(zone))
    assert [one.deposited_at for one in read.dossiers] == [instant]
    assert not read.wrong


def test_two_columns_for_one_text_are_put_together() -> None:
    mapping = {"A": "partners", "B": "partners", "C": "title"}
    (found,) = read_dossiers([line(A="Un", B="Deux", C="Titre")], mapping, Rules("UTC")).dossiers
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
    found = read_dossiers(lines, {}, Rules("UTC"))
    assert [one.number for one in found.dossiers] == ["7", "8"]
    assert "SIRET" in found.dossiers[1].notes[0]
    assert [one.message for one in found.wrong] == [
        "la colonne « ID » est vide.",
        "« hier » n’est pas une date de dépôt.",
        "le dossier 7 figure deux fois.",
    ]


def test_only_what_was_sent_and_not_refused_is_a_dossier() -> None:
    states = ("en_construction", "En instruction", "Accepté", "", "Brouillon", "Refusé")
    lines = [
        line(**{"ID": str(rank), "État du dossier": state})
        for rank, state in enumerate((*states, "Classé sans suite", "Égaré"))
    ]
    # A draft was never sent: it has no day.
    lines[4].cells["Déposé le"] = ""
    found = read_dossiers(lines, {}, Rules("UTC"))
    assert [one.number for one in found.dossiers] == ["0", "1", "2", "3"]
    assert [(one.number, one.reason.split()[2]) for one in found.left_out] == [
        ("4", "encore"),
        ("5", "été"),
        ("6", "été"),
    ]
    assert [one.message for one in found.wrong] == [
        "« Égaré » n’est pas un état de dossier de Démarches simplifiées."
    ]


def test_the_second_of_the_closing_is_too_late() -> None:
    closes = datetime(2026, 3, 1, 12, tzinfo=UTC)
    lines = [
        line(**{"ID": "1", "Déposé le": "2026-03-01 11:59:59"}),
        line(**{"ID": "2", "Déposé le": "2026-03-01 12:00:00"}),
    ]
    found = read_dossiers(lines, {}, Rules("UTC", closes)).dossiers
    assert [one.is_late for one in found] == [False, True]


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


def close(call: Call, at: datetime) -> None:
    Call.objects.filter(pk=call.pk).update(
        state=CallState.EXAMINATION,
        opens_on=at.date() - timedelta(days=30),
        opens_at=at - timedelta(days=30),
        closes_on=at.date(),
        closes_hour=at.time(),
        closes_at=at,
        time_zone="UTC",
    )
    call.refresh_from_db()


@pytest.mark.parametrize("state", [one for one in CallState if one is not CallState.DRAFT])
def test_the_page_of_a_call_leads_to_the_import_once_it_is_announced(
    helene: Someone, call: Call, state: CallState
) -> None:
    address = reverse("applications:import", args=[call.slug])
    Call.objects.filter(pk=call.pk).update(state=state)
    page = helene.client.get(reverse("calls:manage", args=[call.slug]))
    assert address in page.text
    assert helene.client.get(address).status_code == 200


def test_a_late_dossier_enters_only_when_someone_says_why(helene: Someone, call: Call) -> None:
    close(call, datetime(2026, 3, 2, 12, tzinfo=UTC))
    page = upload(helene, call, csv_file())
    assert "Reprendre le dossier 1002 (Beta), déposé le 2\u00a0mars 2026 à 14:59:59" in page
    assert "rien ne dit de le reprendre" in page
    address = reverse("applications:import", args=[call.slug])
    sent = helene.client.post(address, {"late-0": "on", "column-0": "title", "import": "1"})
    assert "Le dossier 1002 est hors délai" in sent.text
    sent = helene.client.post(address, {"late-reason-0": "Panne du site.", "import": "1"})
    assert "Cochez le dossier 1002" in sent.text
    assert not Application.objects.exists()
    choices = {"column-0": "title", "late-0": "on", "late-reason-0": "Panne du site, attestée."}
    done = helene.client.post(address, choices | {"import": "1"}, follow=True)
    assert "2 dossiers repris." in done.text
    assert "Hors délai" in done.text
    rows = Application.objects.order_by("number").values_list("external_reference", "late_reason")
    assert list(rows) == [("1001", ""), ("1002", "Panne du site, attestée.")]


def test_late_drafts_and_refused_dossiers_stay_out_and_it_is_said(
    helene: Someone, call: Call
) -> None:
    close(call, datetime(2026, 3, 2, 12, tzinfo=UTC))
    rows = [
        *ROWS[:2],
        ["1005", "", "Brouillon", "", "Epsilon", "", "", "", ""],
        ["1006", "", "Refusé", "", "Zeta", "2026-03-01", "", "", ""],
    ]
    page = upload(helene, call, csv_file(rows))
    assert "dossier 1005 (Epsilon) : il n’est encore qu’un brouillon" in page
    assert "dossier 1006 (Zeta) : il a été refusé" in page
    address = reverse("applications:import", args=[call.slug])
    done = helene.client.post(address, {"import": "1"}, follow=True)
    assert "1 dossier repris. 3 laissés de côté." in done.text
    assert Application.objects.get().external_reference == "1001"
    # Refused since, where it came from: it is here, and that is said.
    rows[1] = ["1001", "", "Refusé", "", "Alpha", "2026-03-01", "", "", ""]
    assert "Il est déjà repris ici, sous le numéro 1" in upload(helene, call, csv_file(rows))


def test_a_service_never_takes_a_late_dossier_without_a_reason(helene: Someone, call: Call) -> None:
    close(call, datetime(2026, 3, 2, 12, tzinfo=UTC))
    upload(helene, call, csv_file())
    draft = DossierImport.objects.get()
    with pytest.raises(DomainError, match="Dites pourquoi"):
        services.import_dossiers(by=helene.actor, draft=draft, mapping={}, late={"1002": " "})
