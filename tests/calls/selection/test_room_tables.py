"""The ranking, a scenario and the decisions as tables: what is in them, and for whom."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.signin.measured_session import prove
from o2r.calls.selection import services
from o2r.calls.selection.entries import Pick
from o2r.calls.selection.models import Decision
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from tests.accounts.factories import enter, someone
from tests.calls.selection.conftest import Committee

Rows = list[dict[str, object]]


def at(committee: Committee, name: str, *more: object, kind: str = "xlsx") -> str:
    return reverse(f"selection:{name}", args=[committee.call.slug, *more, kind])


def taken(browser: Client, address: str) -> Rows:
    """The rows of a workbook, by the titles of its columns."""
    answer = browser.get(address)
    assert answer.status_code == 200
    header, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.values
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_ranking_and_a_scenario_leave_as_tables(helene: Client, committee: Committee) -> None:
    scenario = committee.scenario()
    pick = Pick(True, Decimal(200_000), "Zone blanche")
    services.choose(
        by=committee.by,
        scenario=scenario,
        application=committee["Horizon Limagne"],
        revision=0,
        pick=pick,
    )
    ranked = taken(helene, at(committee, "ranking_table"))
    assert [row["Rang"] for row in ranked] == [1, 2, 3, 4, 5]
    first = ranked[0]
    assert (first["Intitulé"], first["Aide demandée, total (€)"]) == ("Cap Deux Rives", 412_000)
    assert (first["Moyenne des lectures"], first["Personnes accompagnées par an"]) == (4.3, 100)
    assert "Retenue" not in first
    third = taken(helene, at(committee, "scenario_table", scenario.pk))[2]
    assert (third["Retenue"], third["Montant du scénario (€)"]) == ("oui", 200_000)
    assert third["Motif de l’écart"] == "Zone blanche"
    page = helene.get(reverse("selection:scenario", args=[committee.call.slug, scenario.pk])).text
    for address in (
        at(committee, "ranking_table", kind="ods"),
        at(committee, "scenario_table", scenario.pk, kind="csv"),
    ):
        assert address in page
    entries = JournalEntry.objects.filter(action="export", kind="selection")
    assert [entry.count for entry in entries] == [5, 5]
    assert {entry.object_id for entry in entries} == {committee.call.pk}


def test_decisions_leave_as_a_table_with_dates(helene: Client, committee: Committee) -> None:
    scenario = committee.scenario()
    services.choose(
        by=committee.by,
        scenario=scenario,
        application=committee["Cap Deux Rives"],
        revision=0,
        pick=Pick(True),
    )
    services.decide_all(by=committee.by, scenario=scenario, meeting=None)
    Decision.objects.filter(application=committee["Cap Deux Rives"]).update(reasons="=SOMME(1)")
    address = at(committee, "decisions_table")
    assert address in helene.get(reverse("selection:decisions", args=[committee.call.slug])).text
    first, second, *_ = taken(helene, address)
    assert (first["Décision"], first["Montant total (€)"]) == ("retenue", 412_000)
    written = clock.now().astimezone(committee.call.zone_info).date()
    assert first["Écrite le"].date() == written
    assert (first["Confirmée le"], first["Motifs"]) == (None, "=SOMME(1)")
    assert second["Décision"] == "non retenue"


def test_undecided_applications_are_told_as_such(helene: Client, committee: Committee) -> None:
    rows = taken(helene, at(committee, "decisions_table"))
    assert {row["Décision"] for row in rows} == {"pas encore écrite"}


def test_who_has_an_interest_takes_away_no_mark_of_it(committee: Committee) -> None:
    committee.declare(committee.karim, "Cap Deux Rives")
    karim = enter(Client(), committee.karim)
    first, second, *_ = taken(karim, at(committee, "ranking_table"))
    assert (first["Moyenne des lectures"], first["Lectures envoyées"]) == (None, None)
    assert first["Fermée : lien d’intérêts, ou pas encore déclarée"] == "oui"
    assert (
        second["Moyenne des lectures"],
        second["Fermée : lien d’intérêts, ou pas encore déclarée"],
    ) == (4.1, "non")


@pytest.mark.parametrize("name", ["ranking_table", "decisions_table"])
def test_the_tables_of_a_room_ask_for_a_fresh_proof(
    helene: Client, committee: Committee, name: str
) -> None:
    assert enter(Client(), someone().user).get(at(committee, name)).status_code == 404
    assert helene.get(at(committee, name, kind="exe")).status_code == 404
    session, stale = helene.session, clock.now().timestamp() - 7200
    prove(session, committee.helene, {"mfa": stale, "password": stale})
    session.save()
    assert helene.get(at(committee, name)).status_code in (302, 403)
