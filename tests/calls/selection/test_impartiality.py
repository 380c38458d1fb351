"""The gate of interests in the committee: undeclared or recused, one sees nothing and decides
nothing."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.selection import services
from o2r.calls.selection.entries import Pick
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.errors import Interested, NotDeclared
from o2r.calls.selection.models import Choice, Decision, Letter, Minutes, Scenario
from o2r.calls.selection.services import DecisionFields
from tests.calls.selection.conftest import PROJECTS, Committee
from tests.calls.selection.test_deciding import decided, refuse, scenario_keeping

BrowserOf = Callable[[User], Client]
CLOSED = "Jeunes d’Allier"
SECRET = "Le budget ne tient pas."
ACTS = {
    "choose": lambda by, committee, scenario: services.choose(
        by=by,
        scenario=scenario,
        application=committee[CLOSED],
        revision=scenario.revision,
        pick=Pick(True),
    ),
    "decide": lambda by, committee, _: services.decide(
        by=by,
        room=committee.room,
        application=committee[CLOSED],
        fields=DecisionFields(Outcome.REJECTION, reasons="Non."),
    ),
    "replace": lambda by, committee, _: services.replace_decision(
        by=by,
        room=results_of(committee),
        decision=Decision.objects.current().get(application=committee[CLOSED]),
        fields=DecisionFields(Outcome.WAITING, rank=2, departure_reason="Un désistement."),
    ),
    "open a convention": lambda by, committee, _: services.open_convention_of(
        by=by, room=committee.room, application=committee[CLOSED], starts_on=date(2027, 1, 1)
    ),
    "edit the letter": lambda by, committee, _: services.edit_letter(
        by=by, room=committee.room, letter=letter_of(committee), heading="Autre", body="Autre."
    ),
    "send the letter": lambda by, committee, _: services.send_letter(
        by=by, room=results_of(committee), letter=letter_of(committee)
    ),
}


def results_of(committee: Committee):
    Call.objects.filter(pk=committee.call.pk).update(state=CallState.RESULTS)
    return committee.room


def letter_of(committee: Committee) -> Letter:
    return Letter.objects.select_related("application__call").get(
        application=committee[CLOSED], replaced_at=None
    )


def addresses(committee: Committee, scenario: Scenario) -> dict[str, str]:
    """Every page of the room that could tell something of the application."""
    slug, key = committee.call.slug, committee[CLOSED].pk
    minutes = Minutes.objects.filter(call=committee.call.pk).order_by("-version").first()
    found = {
        "room": reverse("selection:scenario", args=[slug, scenario.pk]),
        "compare": reverse("selection:compare", args=[slug]),
        "decisions": reverse("selection:decisions", args=[slug]),
        "decision": reverse("selection:decision", args=[slug, key]),
        "replace": reverse("selection:replace", args=[slug, key]),
        "convention": reverse("selection:convention", args=[slug, key]),
        "letters": reverse("selection:letters", args=[slug]),
        "letter": reverse("selection:letter", args=[slug, letter_of(committee).pk]),
    }
    if minutes is not None:
        found["minutes"] = reverse("selection:minutes_version", args=[slug, minutes.pk])
    return found


def told(committee: Committee) -> Scenario:
    """All is decided, written and in the minutes; the last project is refused, with its reasons."""
    decided(committee)
    Decision.objects.filter(application=committee[CLOSED]).update(reasons=SECRET)
    services.write_letters(by=committee.by, room=committee.room)
    services.generate_minutes(by=committee.by, room=committee.room)
    return Scenario.objects.get()


def test_who_declared_nothing_is_told_what_to_declare_and_sees_no_mark(
    committee: Committee, browser_of: BrowserOf
) -> None:
    scenario = told(committee)
    newcomer = committee.newcomer()
    client = browser_of(newcomer)
    link = reverse("reading:interests", args=[committee.call.slug])
    for name, address in addresses(committee, scenario).items():
        text = client.get(address).content.decode()
        assert SECRET not in text, name
        assert "3,6" not in text, name
        assert "4,3" not in text, name
        assert name == "compare" or link in text, name
    room = client.get(addresses(committee, scenario)["room"]).content.decode()
    assert "5 candidatures vous sont fermées" in " ".join(room.split())
    assert 'role="switch"' not in room
    committee.answers(newcomer)
    room = client.get(addresses(committee, scenario)["room"]).content.decode()
    assert "4,3" in room
    assert "fermée" not in room
    page = client.get(addresses(committee, scenario)["letter"]).content.decode()
    assert SECRET in page


def test_who_is_recused_reads_neither_the_mark_nor_the_decision(
    helene: Client, committee: Committee
) -> None:
    scenario = told(committee)
    pages = addresses(committee, scenario)
    assert SECRET in helene.get(pages["decision"]).content.decode()
    committee.declare(committee.helene, CLOSED)
    for name, address in pages.items():
        text = helene.get(address).content.decode()
        assert SECRET not in text, name
        assert "3,6" not in text, name
    assert "Un lien avec un organisme" in helene.get(pages["decision"]).content.decode()
    minutes = " ".join(helene.get(pages["minutes"]).content.decode().split())
    assert "Extrait" in minutes
    assert "n° 5 Jeunes d’Allier" in minutes
    assert "4,3" in minutes
    slug, letter = committee.call.slug, letter_of(committee)
    assert helene.get(reverse("selection:letter_docx", args=[slug, letter.pk])).status_code == 404
    packed = helene.get(reverse("selection:letters_zip", args=[slug]))
    names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert [name[:3] for name in names] == ["001", "002", "003", "004"]


@pytest.mark.parametrize("act", ACTS)
def test_no_act_passes_the_gate(act: str, committee: Committee) -> None:
    scenario = committee.scenario("Scénario libre")
    services.decide_all(by=committee.by, scenario=scenario_keeping(committee, "Cap Deux Rives"))
    for title in set(PROJECTS) - {"Cap Deux Rives"}:
        refuse(committee, title)
    if act not in ("choose", "decide"):
        services.confirm_decisions(by=committee.by, room=committee.room)
        services.write_letters(by=committee.by, room=committee.room)
    newcomer = committee.newcomer()
    with pytest.raises(NotDeclared, match="Déclarez d’abord vos liens.*Jeunes d’Allier"):
        ACTS[act](actor_for(newcomer), committee, scenario)
    committee.declare(committee.helene, CLOSED)
    with pytest.raises(Interested, match="Un lien d’intérêts vous écarte"):
        ACTS[act](committee.by, committee, scenario)


def test_who_declared_nothing_saves_drafts_and_confirms_nothing(committee: Committee) -> None:
    scenario = committee.scenario()
    newcomer = committee.newcomer()
    by = actor_for(newcomer)
    services.save_choices(
        by=by, scenario=scenario, revision=0, picks={committee[CLOSED].pk: Pick(True)}
    )
    assert not Choice.objects.exists()
    with pytest.raises(NotDeclared, match="et 2 autres"):
        services.decide_all(by=by, scenario=scenario)
    scenario.refresh_from_db()
    assert scenario.frozen_at is None
    services.decide_all(by=committee.by, scenario=scenario)
    for title in PROJECTS:
        refuse(committee, title)
    with pytest.raises(DomainError, match="Déclarez d’abord vos liens"):
        services.confirm_decisions(by=by, room=committee.room)
    assert not Decision.objects.confirmed().exists()
    committee.answers(newcomer)
    assert len(services.confirm_decisions(by=by, room=committee.room)) == 5


def test_a_choice_of_another_tells_nothing_of_a_line_that_is_closed(
    helene: Client, committee: Committee
) -> None:
    scenario = committee.scenario()
    committee.declare(committee.helene, "Cap Deux Rives")
    answer = helene.post(
        reverse("selection:choose", args=[committee.call.slug, scenario.pk]),
        {"revision": 0, "application": committee["Pas à pas Savoie"].pk, "kept": "on"},
    ).json()
    keys = [key for key, _, _ in answer["rows"]]
    assert keys == [str(committee["Pas à pas Savoie"].pk)]


def test_an_application_without_a_known_body_stays_closed(committee: Committee) -> None:
    Application.objects.get(pk=committee[CLOSED].pk).members.all().delete()
    with pytest.raises(NotDeclared):
        refuse(committee, CLOSED)
