"""Facts, parts and amounts: saved while they are typed, by several people, each change kept."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from o2r.calls.applications import services
from o2r.calls.applications.models import AnswerRevision, Application, BudgetLine, Member
from o2r.core import clock
from tests.calls.consortium import Consortium, Someone, at, close, consortium

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Consortium:
    return consortium()


def seen(who: Someone, address: str) -> str:
    """What the page of a form shows to a person now."""
    found: str = who.client.get(address).context["form"].initial["seen"]
    return found


def opened(who: Someone, address: str) -> dict[str, Any]:
    """What the form of a page holds, as the browser would send it untouched."""
    form = who.client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def save(who: Someone, address: str, data: dict[str, Any]) -> dict[str, Any]:
    """What the script of the page hears when it sends the form."""
    answer = who.client.post(address, data, headers={"Accept": "application/json"})
    assert answer.status_code == (200 if answer.json()["state"] == "saved" else 409)
    found: dict[str, Any] = answer.json()
    return found


# --- Saved while it is typed ----------------------------------------------------------------------


def test_facts_are_saved_while_they_are_typed(made: Consortium) -> None:
    address = at(made, "section", "project")
    data = {"title": "Un", "zone": "dep:73", "publics": ["jeunes"], "places": "80"}
    saved = save(made.claire, address, data | {"seen": seen(made.claire, address)})
    assert saved["state"] == "saved"
    assert json.loads(saved["seen"])["places"] == "80"
    held = Application.objects.get(pk=made.application.pk)
    assert (held.title, held.publics, held.places) == ("Un", ["jeunes"], 80)
    again = save(made.claire, address, data | {"title": "Deux", "seen": saved["seen"]})
    assert again["state"] == "saved"
    assert Application.objects.get(pk=made.application.pk).title == "Deux"
    close(made.call)
    late = save(made.claire, address, data | {"seen": again["seen"]})
    assert late["state"] == "closed"
    assert "est clos depuis" in late["message"]
    sent = {"seen": "{}", "title": "x"}
    headers = {"Accept": "application/json"}
    assert made.samira.client.post(address, sent, headers=headers).status_code == 404


def test_what_cannot_be_read_does_not_hold_back_the_rest(made: Consortium) -> None:
    address = at(made, "member", made.member.pk)
    data = {"siret": made.member.siret, "role": "Va vers", "contact_email": "omar@"}
    answer = save(made.omar, address, data | {"seen": seen(made.omar, address)})
    assert answer["state"] == "refused"
    assert "« Adresse électronique »" in answer["message"]
    assert "Le reste est enregistré." in answer["message"]
    kept = Member.objects.get(pk=made.member.pk)
    assert (kept.role, kept.contact_email) == ("Va vers", made.member.contact_email)
    data |= {"contact_email": "omar@beta.example", "seen": answer["seen"]}
    assert save(made.omar, address, data)["state"] == "saved"
    assert Member.objects.get(pk=made.member.pk).contact_email == "omar@beta.example"


def test_two_people_keep_what_each_changed_and_see_both_where_they_met(made: Consortium) -> None:
    address = at(made, "section", "project")
    data = opened(made.claire, address)
    save(made.claire, address, data | {"title": "De Claire", "stages": ["reperer"]})
    other = save(made.omar, address, data | {"places": "41"})
    assert other["state"] == "saved"
    held = Application.objects.get(pk=made.application.pk)
    assert (held.title, held.places, held.stages) == ("De Claire", 41, ["reperer"])
    mine = data | {"title": "D’Omar", "places": "41"}
    met = save(made.omar, address, mine | {"seen": other["seen"]})
    assert met["state"] == "conflict"
    assert [(one["label"], one["said"], one["values"]) for one in met["theirs"]] == [
        ("Intitulé du projet", "De Claire", ["De Claire"])
    ]
    assert Application.objects.get(pk=made.application.pk).title == "De Claire"
    # « Garder les miennes » : knowingly, and the stages of the other stay.
    assert save(made.omar, address, mine | {"seen": met["seen"]})["state"] == "saved"
    held = Application.objects.get(pk=made.application.pk)
    assert (held.title, held.stages) == ("D’Omar", ["reperer"])


def test_the_declaration_is_saved_while_it_is_ticked(made: Consortium) -> None:
    address = at(made, "budget")
    ticked = {"has_analytic_accounts": "on", "seen": seen(made.omar, address)}
    saved = save(made.omar, address, ticked)
    assert saved["state"] == "saved"
    assert Application.objects.get(pk=made.application.pk).has_analytic_accounts
    late = save(made.claire, address, {"seen": ticked["seen"]})
    # Who changed nothing takes nothing away.
    assert late["state"] == "saved"
    assert Application.objects.get(pk=made.application.pk).has_analytic_accounts


def test_a_part_saved_twice_alike_changes_nothing(made: Consortium) -> None:
    values = {"role": "Va vers"}
    services.change_member(by=made.omar.actor, member=made.member, values=values, seen={})
    before = Application.objects.get(pk=made.application.pk).revision
    services.change_member(by=made.omar.actor, member=made.member, values=values, seen={})
    assert Application.objects.get(pk=made.application.pk).revision == before


@pytest.mark.parametrize("name", ["section", "member", "budget", "grid"])
def test_every_form_saves_itself_and_says_so(made: Consortium, name: str) -> None:
    more: dict[str, list[object]] = {
        "section": ["project"],
        "member": [made.member.pk],
        "grid": [made.member.pk, 1],
    }
    page = made.omar.client.get(at(made, name, *more.get(name, []))).text
    assert "data-o2r-form-autosave" in page
    assert "applications/js/form-autosave.js" in page
    assert 'role="status" data-o2r-state' in " ".join(page.split())


# --- Who writes where -----------------------------------------------------------------------------


def test_who_writes_is_said_on_every_page_and_of_its_section(made: Consortium) -> None:
    member = f"member-{made.member.pk.hex}"
    grid = f"grid-{made.member.pk.hex}-1"
    pages = {
        "consortium": at(made, "consortium"),
        "budget": at(made, "budget"),
        "pieces": at(made, "pieces"),
        member: at(made, "member", made.member.pk),
        grid: at(made, "grid", made.member.pk, 1),
    }
    for place, page in pages.items():
        address = at(made, "presence", place)
        assert address in made.claire.client.get(page).text
        assert made.claire.client.post(address).status_code == 200
        assert "Claire Morel modifie cette section." in made.omar.client.get(page).text
        made.claire.client.post(address, {"leaving": "1"})
    made.claire.client.post(at(made, "presence", member))
    said = made.omar.client.post(at(made, "presence", "consortium")).json()
    assert said["others"] == ["Claire Morel"]
    other = f"member-{made.lead.pk.hex}"
    assert made.omar.client.post(at(made, "presence", other)).json()["others"] == []
    for unknown in ("member-x", f"grid-{made.member.pk.hex}-9", f"{member}-1"):
        assert made.claire.client.post(at(made, "presence", unknown)).status_code == 404


# --- Whose part -----------------------------------------------------------------------------------


def test_who_may_not_write_amounts_reads_them_and_is_told_why(made: Consortium) -> None:
    for name, more in (("grid", [made.lead.pk, 1]), ("member", [made.lead.pk])):
        refused = made.omar.client.get(at(made, name, *more)).text
        assert "s’écrit par Alpha ou par le chef de file" in refused
        assert "data-o2r-form-autosave" not in refused
        assert 'name="64-wages"' not in refused
        assert 'name="role"' not in refused
    for who, member in ((made.omar, made.member), (made.claire, made.member)):
        page = who.client.get(at(made, "grid", member.pk, 1)).text
        assert 'name="64-wages"' in page
    answer = save(made.omar, at(made, "grid", made.lead.pk, 1), {"seen": "{}", "64-wages": "5"})
    assert answer["state"] == "refused"
    assert not BudgetLine.objects.exists()


# --- The journal ----------------------------------------------------------------------------------


def test_facts_leave_revisions_with_who_and_what(made: Consortium) -> None:
    def write(who: Someone, title: str) -> None:
        services.write_facts(
            by=who.actor, application=made.application, values={"title": title}, seen={}
        )

    start = clock.now()
    with clock.stopped_at(start):
        write(made.claire, "Un")
        write(made.claire, "Un deux")
    with clock.stopped_at(start + timedelta(minutes=1)):
        write(made.omar, "Trois")
    rows = AnswerRevision.objects.order_by("written_at", "number")
    assert [(row.before, row.text, str(row.written_by)) for row in rows] == [
        ("Aller vers la Savoie", "Un deux", "Claire Morel"),
        ("Un deux", "Trois", "Omar Haddad"),
    ]
    page = made.claire.client.get(at(made, "revisions", "renseignements")).text
    for text in ("Intitulé du projet", "Omar Haddad", "Trois", "<del>"):
        assert text in page
    assert made.claire.client.get(at(made, "revisions", "nothing")).status_code == 404
    assert made.samira.client.get(at(made, "revisions", "renseignements")).status_code == 404


def test_a_value_put_back_in_one_sitting_is_told(made: Consortium) -> None:
    for ticked in (True, False):
        services.write_facts(
            by=made.claire.actor,
            application=made.application,
            values={"has_analytic_accounts": ticked},
            seen={},
        )
    rows = AnswerRevision.objects.order_by("number").values_list("before", "text")
    assert list(rows) == [("non", "oui"), ("oui", "non")]
    assert (
        "Claire Morel" in made.omar.client.get(at(made, "revisions", "has_analytic_accounts")).text
    )


def test_a_part_and_its_amounts_leave_revisions_and_the_person_to_call_none(
    made: Consortium,
) -> None:
    services.change_member(
        by=made.claire.actor,
        member=made.member,
        values={"role": "Va vers", "contact_email": "omar@beta.example"},
        seen={},
    )
    for amount in (Decimal(5), Decimal(0)):
        services.write_budget(
            by=made.omar.actor,
            member=made.member,
            year=2,
            amounts={"64-wages": amount, "74-o2r": Decimal(0)},
            seen={"64-wages": Decimal(5) - amount},
        )
    rows = AnswerRevision.objects.order_by("number").values_list("field", "year", "before", "text")
    assert list(rows) == [
        ("role", None, "", "Va vers"),
        ("64-wages", 2, "", "5\u00a0€"),
        ("64-wages", 2, "5\u00a0€", ""),
    ]
    part = made.omar.client.get(at(made, "member_revisions", made.member.pk)).text
    assert "Rôle dans le projet" in part
    assert "omar@beta.example" not in part
    amounts = made.claire.client.get(at(made, "grid_revisions", made.member.pk, 2)).text
    assert "5\u00a0€" in amounts
    assert "Omar Haddad" in amounts
    assert made.claire.client.get(at(made, "grid_revisions", made.member.pk, 9)).status_code == 404
    assert made.samira.client.get(at(made, "grid_revisions", made.member.pk, 2)).status_code == 404


def test_a_text_and_a_part_have_each_their_own_journal(made: Consortium) -> None:
    services.write_answer(
        by=made.claire.actor, application=made.application, field="partners", text="x", revision=0
    )
    services.change_member(
        by=made.claire.actor, member=made.lead, values={"role": "Porte"}, seen={}
    )
    assert "Porte" not in made.claire.client.get(at(made, "revisions", "partners")).text
    assert "Porte" not in made.claire.client.get(at(made, "member_revisions", made.member.pk)).text
