"""What a call received, as tables: who takes which rows away, and what is in the cells."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin.measured_session import prove
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, ApplicationMove, BudgetLine
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from tests.accounts.factories import enter
from tests.calls.behind import behind_the_belt
from tests.calls.factories import ApplicationFactory
from tests.calls.reading import people
from tests.statements import statements

TABLES = ("applications_table", "budgets_table")


@pytest.fixture
def table() -> people.Table:
    made = people.opened()
    people.declare(made, made.helene)
    return made


def at(table: people.Table, name: str, kind: str = "xlsx") -> str:
    return reverse(f"reading:{name}", args=[table.call.slug, kind])


def browser(user: User) -> Client:
    return enter(Client(), user)


def taken(user: User, address: str) -> list[dict[str, object]]:
    """The rows of a workbook, by the titles of its columns, under the role of the web server."""
    client = browser(user)
    with behind_the_belt(user):
        answer = client.get(address)
    assert answer.status_code == 200
    header, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.values
    return [dict(zip(header, row, strict=True)) for row in rows]


def asked(application: Application, **amounts: str) -> None:
    """Lines of the chef de file: ``asked(first, y1="1200.50")``."""
    lead = application.members.get(is_lead=True)
    for year, amount in amounts.items():
        BudgetLine.objects.create(
            application=application,
            member=lead,
            year=int(year[1:]),
            account="74-o2r",
            amount=Decimal(amount),
        )


def test_each_application_is_a_row_of_texts_numbers_and_dates(table: people.Table) -> None:
    Application.objects.filter(pk=table.first.pk).update(title="=HYPERLINK(1)", places=40)
    asked(table.first, y1="1200.50", y2="800")
    ApplicationMove.objects.create(
        application=table.first,
        from_state=ApplicationState.DRAFT,
        to_state=ApplicationState.SUBMITTED,
        moved_at=clock.now().replace(year=2026, month=3, day=4, hour=23),
    )
    ApplicationFactory(call=table.call, state=ApplicationState.DRAFT, number=None)

    first, second = taken(table.helene, at(table, "applications_table"))

    assert (first["Numéro"], first["Intitulé"]) == (1, "=HYPERLINK(1)")
    assert (first["État"], first["Personnes accompagnées par an"]) == ("déposée", 40)
    assert first["Aide demandée, année 1 (€)"] == 1200.5
    assert first["Aide demandée, année 3 (€)"] == 0
    assert first["Aide demandée, total (€)"] == 2000.5
    assert first["Jour d’arrivée"].date() == date(2026, 3, 4)
    assert "Jeunes" in first["Publics"]
    assert "Clermont" in first["Territoire"]
    assert (second["Membres"], second["Nombre de membres"]) == (table.mission.name, 2)
    entry = JournalEntry.objects.get(action="export", kind="application")
    assert (entry.count, entry.organisation) == (2, table.call.dreets_id)


def test_a_budget_is_told_line_by_line(table: people.Table) -> None:
    asked(table.first, y2="800", y1="1200.50")
    first, second = taken(table.helene, at(table, "budgets_table"))
    assert (first["Année"], first["Montant (€)"]) == (1, 1200.5)
    assert (second["Année"], second["Montant (€)"]) == (2, 800)
    assert (first["Compte"], first["Sens"]) == ("74-o2r", "produits")
    assert (first["Aide demandée à l’appel"], first["En nature"]) == ("oui", "non")
    assert first["Membre"] == table.first.members.get().name


def test_the_mean_is_there_once_it_is_unveiled(table: people.Table) -> None:
    for user in (table.rose, table.karim):
        people.declare(table, user)
    mine = people.confide(table, table.first, table.rose)
    theirs = people.confide(table, table.first, table.karim)
    people.admit(table, table.first)
    people.read(table, mine, table.rose, "3", "3")
    assert taken(table.helene, at(table, "applications_table"))[0]["Moyenne des lectures"] is None
    people.read(table, theirs, table.karim, "4", "4")
    assert taken(table.helene, at(table, "applications_table"))[0]["Moyenne des lectures"] == 3.5


def test_a_closed_application_stays_out_of_every_table() -> None:
    table = people.opened()
    asked(table.second, y1="500")
    # Nothing is declared: the page says why the files would be empty.
    assert taken(table.helene, at(table, "applications_table")) == []
    page = browser(table.helene).get(reverse("reading:examination", args=[table.call.slug])).text
    said = "2 candidatures qui vous sont fermées ne sont pas dans ces fichiers"
    assert said in " ".join(page.split())
    assert at(table, "budgets_table", "ods") in page
    people.declare(table, table.helene, **{table.mission.name: "board"})
    titles = [row["Intitulé"] for row in taken(table.helene, at(table, "applications_table"))]
    assert titles == ["Premiers pas"]
    assert taken(table.helene, at(table, "budgets_table")) == []


def test_tables_leave_after_a_fresh_proof_and_only_with_the_service(table: people.Table) -> None:
    candidate = table.first.members.get().organisation
    assert candidate is not None
    for name in TABLES:
        for user in (table.rose, table.karim, table.stranger):
            assert browser(user).get(at(table, name)).status_code == 404
        assert browser(table.helene).get(at(table, name, "exe")).status_code == 404
    helene, stale = browser(table.helene), clock.now().timestamp() - 7200
    session = helene.session
    prove(session, table.helene, {"mfa": stale, "password": stale})
    session.save()
    for name in TABLES:
        assert helene.get(at(table, name)).status_code in (302, 403)


def test_the_other_kinds_of_tables(table: people.Table) -> None:
    Application.objects.filter(pk=table.first.pk).update(title="=1+1")
    helene = browser(table.helene)
    text = helene.get(at(table, "applications_table", "csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[0]["Intitulé"] == "'=1+1"
    ApplicationMove.objects.create(
        application=table.first,
        from_state=ApplicationState.DRAFT,
        to_state=ApplicationState.SUBMITTED,
        moved_at=clock.now().replace(year=2026, month=3, day=4),
    )
    content = helene.get(at(table, "applications_table", "ods")).content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        told = book.read("content.xml").decode()
    assert 'office:value-type="date" office:date-value="2026-03-04"' in told


def test_a_table_asks_the_database_the_same_whatever_its_length(table: people.Table) -> None:
    helene = browser(table.helene)

    def asking() -> int:
        with statements() as found:
            assert helene.get(at(table, "applications_table")).status_code == 200
        return len(found)

    asking()
    before = asking()
    for number in range(3, 9):
        ApplicationFactory(call=table.call, number=number, asks=1000)
    people.declare(table, table.helene)
    assert asking() <= before
