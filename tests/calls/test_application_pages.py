"""The pages of an application, through their addresses, by people who may and who may not."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Answer, Application, BudgetLine, ReadingAccess
from o2r.calls.enums import CallState
from o2r.core import clock
from tests.calls.consortium import Consortium, at, close, consortium, person
from tests.calls.factories import ApplicationFactory, CallFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db
PAGES = ("overview", "check", "read", "consortium", "budget", "pieces")


@pytest.fixture
def made() -> Consortium:
    return consortium()


def every_page(made: Consortium) -> list[str]:
    return [
        *(at(made, name) for name in PAGES),
        *(at(made, "section", code) for code in ("project", "pathway", "needs", "economy")),
        at(made, "member", made.member.pk),
        at(made, "sign", made.member.pk),
        at(made, "remove_member", made.member.pk),
        at(made, "grid", made.member.pk, 1),
        at(made, "revisions", "relevance"),
        at(made, "revisions", "renseignements"),
        at(made, "revisions", "has_analytic_accounts"),
        at(made, "member_revisions", made.member.pk),
        at(made, "grid_revisions", made.member.pk, 1),
    ]


def test_both_members_open_every_page(made: Consortium) -> None:
    for who in (made.claire, made.omar):
        for address in every_page(made):
            assert who.client.get(address).status_code == 200, address


def test_a_stranger_and_the_state_open_no_page_of_a_draft(made: Consortium) -> None:
    for who in (made.samira, made.helene):
        for address in every_page(made):
            assert who.client.get(address).status_code == 404, address
        assert "Aller vers la Savoie" not in who.client.get(reverse("applications:home")).text


def test_a_received_application_opens_to_its_cleared_readers_alone(made: Consortium) -> None:
    Application.objects.filter(pk=made.application.pk).update(
        state=ApplicationState.SUBMITTED, number=1
    )
    listed = made.helene.client.get(reverse("applications:home")).text
    assert "Aller vers la Savoie" in listed
    assert at(made, "overview") not in listed
    assert made.helene.client.get(at(made, "read")).status_code == 404
    ReadingAccess.objects.create(
        application=made.application, user=made.helene.membership.user, opened_at=clock.now()
    )
    page = made.helene.client.get(at(made, "section", "needs"))
    assert page.status_code == 200
    assert "<textarea" not in page.text


def test_the_list_says_what_is_left_and_takes_few_queries(made: Consortium) -> None:
    address = reverse("applications:home")
    made.claire.client.get(address)
    with statements() as few:
        made.claire.client.get(address)
    for rank in range(15):
        ApplicationFactory(lead=made.claire.membership.organisation, title=f"Dossier {rank}")
        CallFactory()
    with statements() as many:
        page = made.claire.client.get(address).text
    assert len(many) == len(few) <= 12
    assert sum('FROM "applications_' in asked for asked in many) == 4
    assert "Il reste 6\u00a0jours" in page.replace("&nbsp;", "\u00a0")
    assert "Dossier 14" in page
    assert page.count("Commencer un dossier") >= 15


def test_starting_twice_opens_the_same_draft(made: Consortium) -> None:
    call = CallFactory()
    address = reverse("applications:start", args=[call.slug])
    first = made.claire.client.post(address)
    second = made.claire.client.post(address)
    assert first["Location"] == second["Location"]
    assert "déjà commencé" in made.claire.client.get(first["Location"]).text
    draft = Application.objects.get(call=call)
    assert draft.members.get().name == "Alpha"
    assert draft.members.get().siret == "13003013300016"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": CallState.EXAMINATION}, "est clos depuis"),
        ({"receives_here": False, "form_url": "https://x.example/"}, "ne se déposent pas sur"),
    ],
)
def test_a_call_that_receives_nothing_here_opens_no_draft(
    made: Consortium, fields: dict[str, object], said: str
) -> None:
    call = CallFactory(**fields)
    answer = made.claire.client.post(reverse("applications:start", args=[call.slug]), follow=True)
    assert said in answer.text
    assert not Application.objects.filter(call=call).exists()


def test_texts_are_saved_together_without_javascript(made: Consortium) -> None:
    address = at(made, "section", "needs")
    answer = made.omar.client.post(
        address,
        {"relevance": "Nos besoins", "revision-relevance": "0", "complementarity": "", "x": "y"},
        follow=True,
    )
    assert "Les textes sont enregistrés." in answer.text
    assert "Nos besoins" in answer.text
    kept = Answer.objects.get(field="relevance")
    assert (kept.revision, str(kept.changed_by)) == (1, "Omar Haddad")


def test_two_people_on_one_text_both_see_both(made: Consortium) -> None:
    address = at(made, "section", "needs")
    made.claire.client.post(address, {"relevance": "De Claire", "revision-relevance": "0"})
    answer = made.omar.client.post(address, {"relevance": "D’Omar", "revision-relevance": "0"})
    assert answer.status_code == 200
    assert "Claire Morel a enregistré un autre texte" in answer.text
    assert "De Claire" in answer.text
    assert "D’Omar" in answer.text
    assert 'name="revision-relevance" value="1"' in " ".join(answer.text.split())
    made.omar.client.post(address, {"relevance": "Les deux", "revision-relevance": "1"})
    assert Answer.objects.get(field="relevance").text == "Les deux"
    journal = made.claire.client.get(at(made, "revisions", "relevance")).text
    assert "écarté par un conflit" in journal
    assert "D’Omar" in journal


def test_a_text_is_saved_while_it_is_typed(made: Consortium) -> None:
    address = at(made, "save", "governance")
    saved = made.claire.client.post(address, {"governance": "Un", "revision-governance": "0"})
    assert saved.json()["state"] == "saved"
    assert saved.json()["revision"] == 1
    again = made.claire.client.post(address, {"governance": "Un", "revision-governance": "0"})
    assert again.json()["revision"] == 1
    late = made.omar.client.post(address, {"governance": "Deux", "revision-governance": "x"})
    assert late.status_code == 409
    assert late.json() == {
        "state": "conflict",
        "revision": 1,
        "theirs": "Un",
        "by": "Claire Morel",
        "at": late.json()["at"],
    }
    assert made.samira.client.post(address, {"governance": "Trois"}).status_code == 404
    unknown = made.claire.client.post(at(made, "save", "nothing"), {"nothing": "x"})
    assert unknown.json()["state"] == "refused"
    long = made.claire.client.post(
        address, {"governance": "x" * 30_001, "revision-governance": "1"}
    )
    assert "dépasse 30000 caractères" in long.json()["message"]


def test_after_the_deadline_the_draft_is_read_and_not_written(made: Consortium) -> None:
    close(made.call)
    page = made.claire.client.get(at(made, "section", "needs")).text
    assert "L’appel est clos depuis le" in page
    assert "<textarea" not in page
    late = made.claire.client.post(
        at(made, "save", "relevance"), {"relevance": "Trop tard", "revision-relevance": "0"}
    )
    assert late.json()["state"] == "closed"
    for address, data in (
        (at(made, "section", "project"), {"seen": "{}", "title": "Autre"}),
        (at(made, "consortium"), {"name": "Gamma"}),
        (at(made, "member", made.lead.pk), {"seen": "{}", "role": "Autre"}),
        (at(made, "grid", made.lead.pk, 1), {"seen": "{}", "64-wages": "5"}),
    ):
        answer = made.claire.client.post(address, data, follow=True)
        assert answer.status_code == 200
        assert "est clos depuis le" in answer.text
    assert not Answer.objects.exists()
    assert not BudgetLine.objects.exists()
    assert Application.objects.get(pk=made.application.pk).title == "Aller vers la Savoie"


def test_facts_are_kept_and_two_people_see_both(made: Consortium) -> None:
    address = at(made, "section", "project")
    seen = made.claire.client.get(address).context["form"].initial["seen"]
    data = {"seen": seen, "title": "Nouveau titre", "zone": "dep:73", "publics": ["jeunes"]}
    done = made.claire.client.post(address, data | {"places": "80"}, follow=True)
    assert "Les renseignements du projet sont enregistrés." in done.text
    held = Application.objects.get(pk=made.application.pk)
    assert (held.title, held.places, held.publics) == ("Nouveau titre", 80, ["jeunes"])
    late = made.omar.client.post(address, data | {"title": "Titre d’Omar", "places": "80"})
    assert late.status_code == 200
    assert "Quelqu’un vient d’enregistrer «\u00a0Nouveau titre\u00a0» ici" in late.text
    assert "Titre d’Omar" in late.text
    fresh = json.loads(late.context["form"].data["seen"])
    assert fresh["title"] == "Nouveau titre"
    made.omar.client.post(
        address,
        data | {"title": "Titre d’Omar", "places": "80", "seen": json.dumps(fresh)},
    )
    assert Application.objects.get(pk=made.application.pk).title == "Titre d’Omar"


def test_a_zone_outside_of_the_call_is_kept_and_said(made: Consortium) -> None:
    address = at(made, "section", "project")
    made.claire.client.post(address, {"seen": "{}", "title": "T", "zone": "com:38344"})
    page = made.claire.client.get(at(made, "check")).text
    assert "Roussillon est dans CC Entre Bièvre et Rhône, exclue par l’appel" in page
    edited = made.claire.client.post(
        address, {"seen": "{}", "zone": "dep:73", "zone-act": "add", "zone-text": "Isère"}
    )
    assert "Isère" in edited.text
    assert Application.objects.get(pk=made.application.pk).zone_expression == "com:38344"


def test_presence_is_said_to_the_others(made: Consortium) -> None:
    address = at(made, "presence", "needs")
    assert made.claire.client.post(address).json() == {"others": [], "sentence": ""}
    heard = made.omar.client.post(address).json()
    assert heard["sentence"] == "Claire Morel modifie cette section."
    assert "Claire Morel modifie" in made.omar.client.get(at(made, "overview")).text
    made.claire.client.post(address, {"leaving": "1"})
    assert made.omar.client.post(address).json()["others"] == []
    assert made.samira.client.post(address).status_code == 404
    assert made.claire.client.post(at(made, "presence", "nothing")).status_code == 404


def test_a_budget_is_typed_as_people_type(made: Consortium) -> None:
    address = at(made, "grid", made.lead.pk, 1)
    data = {"seen": "{}", "64-wages": "12 000,50", "74-o2r": "12\u202f000,50 €"}
    page = made.claire.client.post(address, data, follow=True).text
    assert "est enregistré" in page
    assert "12\u202f000,50\u00a0€" in page
    assert BudgetLine.objects.count() == 2
    wrong = made.claire.client.post(address, data | {"64-wages": "douze"})
    assert "Ce n’est pas un montant" in wrong.text
    late = made.claire.client.post(address, data | {"64-wages": "7"})
    assert "Quelqu’un vient d’enregistrer «\u00a012\u202f000,50\u00a0€\u00a0» ici" in late.text
    assert made.claire.client.get(at(made, "grid", made.lead.pk, 9)).status_code == 404
    following = made.claire.client.post(
        address,
        {"seen": json.dumps({"64-wages": "12000.50", "74-o2r": "12000.50"}), "next": "1"},
    )
    assert following["Location"] == at(made, "grid", made.lead.pk, 2)
    assert not BudgetLine.objects.exists()


def test_a_budget_is_saved_while_it_is_typed(made: Consortium) -> None:
    address = at(made, "grid", made.lead.pk, 1)

    def typed(**data: str) -> tuple[int, dict[str, Any]]:
        answer = made.claire.client.post(address, data, headers={"Accept": "application/json"})
        return answer.status_code, answer.json()

    status, saved = typed(**{"seen": "{}", "64-wages": "5"})
    assert (status, saved["state"]) == (200, "saved")
    assert json.loads(saved["seen"])["64-wages"] == "5.00"
    status, unread = typed(**{"seen": saved["seen"], "64-wages": "cinq"})
    assert (status, unread["state"]) == (409, "refused")
    assert "Ce n’est pas un montant" in unread["message"]
    status, late = typed(**{"seen": "{}", "64-wages": "7"})
    assert (status, late["state"]) == (409, "conflict")
    assert [(one["name"], one["said"], one["values"]) for one in late["theirs"]] == [
        ("64-wages", "5\u00a0€", ["5"])
    ]
    close(made.call)
    assert "est clos depuis" in typed(**{"seen": saved["seen"], "64-wages": "7"})[1]["message"]
    assert BudgetLine.objects.get().amount == 5


def test_each_member_writes_its_own_budget_and_the_lead_all(made: Consortium) -> None:
    refused = made.omar.client.post(
        at(made, "grid", made.lead.pk, 1), {"seen": "{}", "64-wages": "5"}
    )
    assert "s’écrit par Alpha ou par le chef de file" in refused.text
    for who in (made.omar, made.claire):
        made_it = who.client.post(
            at(made, "grid", made.member.pk, 1),
            {"seen": json.dumps(_lines(made)), "64-wages": "5" if who is made.omar else "6"},
        )
        assert made_it.status_code == 302
    assert BudgetLine.objects.get().amount == 6


def _lines(made: Consortium) -> dict[str, str]:
    return {line.account: str(line.amount) for line in made.member.budget.all()}


def test_the_declaration_is_kept(made: Consortium) -> None:
    address = at(made, "budget")
    seen = made.claire.client.get(address).context["form"].initial["seen"]
    made.claire.client.post(address, {"seen": seen, "has_analytic_accounts": "on"})
    assert Application.objects.get(pk=made.application.pk).has_analytic_accounts
    late = made.omar.client.post(address, {"seen": seen})
    assert late.status_code == 302 or "Quelqu’un vient" in late.text


def test_the_whole_application_reads_on_one_page(made: Consortium) -> None:
    made.claire.client.post(
        at(made, "section", "needs"), {"relevance": "Nos besoins", "revision-relevance": "0"}
    )
    page = made.omar.client.get(at(made, "read")).text
    for text in ("Nos besoins", "Alpha", "Beta", "Savoie", "non attestée"):
        assert text in page


def test_pages_of_an_application_take_few_queries(made: Consortium) -> None:
    made.claire.client.get(at(made, "overview"))
    for address in every_page(made):
        with statements() as asked:
            made.claire.client.get(address)
        assert len(asked) <= 20, (address, len(asked))


def test_who_cannot_answer_calls_starts_nothing() -> None:
    marc = person(MembershipRole.RESEARCHER)
    call = CallFactory()
    assert marc.client.post(reverse("applications:start", args=[call.slug])).status_code == 404
    visitor = Client().post(reverse("applications:start", args=[call.slug]))
    assert visitor.status_code == 302
