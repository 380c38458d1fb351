"""Files: what is imported, what is published, what the demonstration invents."""

import csv
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from o2r.accounts.actors import CONSOLE, Actor
from o2r.accounts.errors import DemonstrationOnly, NotAllowed
from o2r.accounts.models import Organisation
from o2r.accounts.services import create_demo_accounts
from o2r.core.documents import docx
from o2r.core.exports import ods_bytes, xlsx_bytes
from o2r.core.notifications.models import Notification
from o2r.projects.conventions import scdl, services
from o2r.projects.conventions.demo import create_demo_conventions
from o2r.projects.conventions.enums import ConventionState
from o2r.projects.conventions.exchange.columns import NAMES, SHEET
from o2r.projects.conventions.exchange.rows import amount
from o2r.projects.conventions.models import (
    AnnualDocument,
    Convention,
    ConventionImport,
    Instalment,
)
from o2r.projects.conventions.papers import convention_paper
from o2r.projects.exchange import values
from o2r.projects.exchange.records import Action
from o2r.projects.exchange.tables import Line, TableError, read
from o2r.projects.models import FundedProject
from tests.projects.conventions.factories import draft as make_draft
from tests.projects.conventions.factories import signed as make_signed

LINE = {
    "reference": "2024-ARA-12",
    "intitule": "Cap sur l’Isère",
    "porteur": "Association Nouvelle",
    "porteur_type": "association",
    "territoire": "dep:38",
    "debut": "01/12/2024",
    "signature": "2024-11-20",
    "engagement": "2104567890",
    "montant_1": "100 000,00",
    "avenant_1_le": "2024-11-20",
    "verse_1": "60000",
    "verse_1_le": "2025-02-01",
    "montant_2": "110000",
    "avenant_2_le": "2025-12-01",
}


def _cells(**changes: str) -> dict[str, str]:
    return {**dict.fromkeys(NAMES, ""), **LINE, **changes}


def _file(kind: str, lines: Sequence[dict[str, str]]) -> bytes:
    rows = [[line[name] for name in NAMES] for line in lines]
    if kind == "ods":
        return ods_bytes("conventions", NAMES, rows)
    if kind == "xlsx":
        return xlsx_bytes("conventions", NAMES, rows)
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows([NAMES, *rows])
    return buffer.getvalue().encode()


def _lines(*cells: dict[str, str]) -> list[Line]:
    return [Line(number, one) for number, one in enumerate(cells, start=2)]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_three_formats_read_the_same(kind: str) -> None:
    lines = read(f"conventions.{kind}", _file(kind, [_cells(), _cells(reference="B")]), SHEET)
    assert [line.cells for line in lines] == [_cells(), _cells(reference="B")]


def test_what_is_not_a_table_of_conventions_is_said() -> None:
    with pytest.raises(TableError, match="ni un CSV, ni un classeur XLSX ou ODS"):
        read("conventions.geojson", b"{}", SHEET)
    with pytest.raises(TableError, match="Il manque la colonne"):
        read("a.csv", b"reference,intitule\n1,2\n", SHEET)
    with pytest.raises(TableError, match="aucune convention"):
        read("a.csv", ",".join(NAMES).encode() + b"\n", SHEET)
    with pytest.raises(TableError, match="contient des conventions"):
        read("a.csv", b" ", SHEET)


def test_an_ods_that_repeats_without_end_is_bounded() -> None:
    odf = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{odf}office:1.0" xmlns:table="{odf}table:1.0" '
        f'xmlns:text="{odf}text:1.0"><office:body><office:spreadsheet><table:table>'
        '<table:table-row table:number-rows-repeated="1000000000">'
        '<table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<m/>")
    with pytest.raises(TableError):
        read("a.ods", output.getvalue(), SHEET)


def test_a_running_convention_is_taken_over_with_its_payments(
    state: Actor, dreets: Organisation
) -> None:
    outcome = services.import_conventions(by=state, lines=_lines(_cells()))
    assert (outcome.written, outcome.summary) == (True, "1 convention reprise.")
    made = Convention.objects.get()
    assert (made.state, made.region, made.dreets) == (ConventionState.SIGNED, "84", dreets)
    assert str(made.ends_on) == "2027-11-30"
    assert [one.amount for one in made.avenants.order_by("number")] == [
        Decimal("100000.00"),
        Decimal("110000.00"),
    ]
    paid = Instalment.objects.get()
    assert (paid.paid_amount, str(paid.paid_on)) == (Decimal("60000.00"), "2025-02-01")
    assert made.project.is_shown
    again = services.import_conventions(by=state, lines=_lines(_cells()))
    assert again.lines[0].action is Action.NOTHING
    assert Convention.objects.count() == 1


def test_a_convention_joins_a_project_already_there(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    known = FundedProject.objects.create(
        slug="portes-du-sud",
        title="Portes du Sud",
        bearer=bearer,
        zone_expression="dep:69",
        zone_vintage=2026,
    )
    cells = _cells(projet="portes-du-sud", porteur="les passerelles", territoire="")
    services.import_conventions(by=state, lines=_lines(cells))
    assert Convention.objects.get().project == known
    other = services.import_conventions(
        by=state, lines=_lines({**cells, "reference": "B", "porteur": "Autre"})
    )
    assert "est porté par « Les Passerelles »" in _error(other.lines[0].errors)
    twice = services.import_conventions(by=state, lines=_lines({**cells, "reference": "B"}))
    assert "a déjà une convention" in _error(twice.lines[0].errors)


def _error(errors: Sequence[object]) -> str:
    return " ".join(map(str, errors)).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"reference": ""}, "reference", "obligatoire"),
        ({"debut": "hier"}, "debut", "n’est pas une date"),
        ({"montant_1": "beaucoup"}, "montant_1", "n’est pas un montant"),
        ({"montant_1": "-5"}, "montant_1", "pas négatif"),
        ({"montant_1": "1,234"}, "montant_1", "pas un montant"),
        ({"territoire": ""}, "territoire", "dites où le projet intervient"),
        ({"territoire": "dep:999"}, "territoire", ""),
        ({"verse_1_le": ""}, "verse_1_le", "porte sa date"),
        ({"verse_1": "100001"}, "verse_1", "dépasse"),
        ({"verse_3": "10", "verse_3_le": "2025-01-01"}, "montant_3", "sans avenant"),
        ({"signature": ""}, "signature", "n’est pas signée"),
        ({"signature": "2090-01-01"}, "signature", "pas encore venue"),
        ({"verse_1_le": "2090-01-01"}, "verse_1_le", "pas encore venue"),
        ({"region": "ARA"}, "region", "deux chiffres"),
        ({"projet": "inconnu"}, "projet", "aucun projet"),
        ({"region": "93"}, "reference", "ne permet pas"),
    ],
)
def test_each_mistake_is_said_beside_its_column(
    state: Actor, changes: dict[str, str], column: str, words: str
) -> None:
    outcome = services.import_conventions(by=state, lines=_lines(_cells(**changes)))
    assert not outcome.written
    errors = outcome.lines[0].errors
    assert column in [error.column for error in errors]
    assert words in _error(errors)
    assert not Convention.objects.exists()


def test_nothing_is_written_when_a_line_is_wrong_unless_asked(state: Actor) -> None:
    lines = _lines(_cells(), _cells(reference="B", debut=""))
    refused = services.import_conventions(by=state, lines=lines)
    assert (refused.written, refused.refused) == (False, 1)
    assert not Convention.objects.exists()
    done = services.import_conventions(by=state, lines=lines, skip_invalid=True)
    assert done.summary == "1 convention reprise, 1 refusée."
    assert Convention.objects.count() == 1


def test_an_operator_imports_nothing(operator: Actor) -> None:
    with pytest.raises(NotAllowed, match="importer des conventions"):
        services.import_conventions(by=operator, lines=_lines(_cells()))


def test_a_siret_of_somebody_else_is_said(state: Actor, bearer: Organisation) -> None:
    outcome = services.import_conventions(
        by=state, lines=_lines(_cells(porteur_siret=bearer.siret))
    )
    assert "est celui de « Les Passerelles »" in _error(outcome.lines[0].errors)


def test_the_import_on_screen(as_helene: Client) -> None:
    def post(address: str, data: dict[str, object]) -> str:
        return as_helene.post(address, data, follow=True).content.decode().replace("\xa0", " ")

    address = "/espace/conventions/importer/"
    assert "Colonnes du fichier" in as_helene.get(address).content.decode()
    assert "Choisissez un fichier." in post(address, {})
    wrong = SimpleUploadedFile("a.csv", b"a,b\n1,2\n", "text/csv")
    assert "Colonne inconnue" in post(address, {"file": wrong})
    upload = SimpleUploadedFile("a.ods", _file("ods", [_cells()]))
    assert "1 convention à reprendre." in post(address, {"file": upload})
    draft = ConventionImport.objects.get()
    assert not Convention.objects.exists()
    assert "Import terminé : 1 convention reprise." in post(f"{address}{draft.pk}/", {})
    assert not ConventionImport.objects.exists()
    as_helene.post(address, {"file": SimpleUploadedFile("b.csv", _file("csv", [_cells()]))})
    other = ConventionImport.objects.get()
    assert "rien n’a été écrit" in post(f"{address}{other.pk}/", {"abandon": "1"})


def test_the_file_of_somebody_else_is_not_there(as_helene: Client, as_sami: Client) -> None:
    as_helene.post(
        "/espace/conventions/importer/",
        {"file": SimpleUploadedFile("b.csv", _file("csv", [_cells()]))},
    )
    draft = ConventionImport.objects.get()
    assert as_sami.get(f"/espace/conventions/importer/{draft.pk}/").status_code == 404


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_is_read_as_people_write_it(value: Decimal) -> None:
    assert amount(f"{value:,.2f}".replace(",", "\u202f").replace(".", ",") + " €") == value
    assert amount(str(value)) == value


def test_an_amount_that_is_none() -> None:
    assert amount(" ") is None
    with pytest.raises(values.Refused, match="n’est pas un montant"):
        amount("NaN")


# --- What is published ----------------------------------------------------------------------------


def test_signed_conventions_are_open_data(
    client: Client, bearer: Organisation, dreets: Organisation, draft: Convention
) -> None:
    make_signed(bearer, dreets, reference="2026-ARA-02", title="Portes du Sud")
    answer = client.get("/donnees/conventions-scdl.csv")
    assert answer["Access-Control-Allow-Origin"] == "*"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert list(rows[0]) == list(scdl.COLUMNS)
    assert len(rows) == 1
    row = rows[0]
    assert (row["nomAttribuant"], row["idAttribuant"]) == ("DREETS A", dreets.siret)
    assert (row["referenceDecision"], row["idBeneficiaire"]) == ("2026-ARA-02", bearer.siret)
    assert (row["montant"], row["nature"]) == ("100000.00", "aide en numéraire")
    assert row["conditionsVersement"] == "échelonné"
    assert row["datesPeriodeVersement"].count("/") == 1
    assert row["dispositifAide"].startswith("Offre de repérage")
    cached = client.get("/donnees/conventions-scdl.csv", headers={"If-None-Match": answer["ETag"]})
    assert cached.status_code == 304


def test_examples_are_published_in_a_demonstration_only(
    bearer: Organisation, dreets: Organisation, settings: Settings
) -> None:
    made = make_signed(bearer, dreets)
    FundedProject.objects.filter(pk=made.project_id).update(is_example=True, email="")
    settings.DEMONSTRATION = False
    assert list(scdl.rows()) == []
    settings.DEMONSTRATION = True
    assert len(list(scdl.rows())) == 1


def test_the_draft_in_a_word_processor_says_what_the_screen_says(
    bearer: Organisation, dreets: Organisation
) -> None:
    made = make_draft(bearer, dreets, description="Va vers\x01 les gens.\x0b")
    text = "\n".join(
        paragraph.text
        for paragraph in Document(io.BytesIO(docx(convention_paper(made).document))).paragraphs
    )
    assert "Convention pluriannuelle d’objectifs et de moyens" in text
    assert "Va vers les gens." in text
    assert "la version signée fait seule foi" in text.replace("\xa0", " ")


# --- What the demonstration invents ---------------------------------------------------------------


def test_the_demonstration_has_six_conventions_once(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    create_demo_accounts(by=CONSOLE)
    made = create_demo_conventions(by=CONSOLE)
    assert len(made) == 6
    assert [one.pk for one in create_demo_conventions(by=CONSOLE)] == [one.pk for one in made]
    assert all(one.project.is_example for one in Convention.objects.with_parties().order_by("pk"))
    states = [one.state for one in Convention.objects.order_by("pk")]
    assert states.count(ConventionState.SUSPENDED) == 1
    assert states.count(ConventionState.DRAFT) == 1
    assert Instalment.objects.exclude(paid_on=None).count() > 10
    late = AnnualDocument.objects.late().order_by("pk")
    assert [one.kind for one in late] == ["activity-report"]
    news = Notification.objects.filter(kind__startswith="convention").order_by("pk")
    assert set(news.values_list("kind", flat=True)) == {"convention-procedure"}


def test_a_real_instance_has_no_example(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(DemonstrationOnly):
        create_demo_conventions(by=CONSOLE)
