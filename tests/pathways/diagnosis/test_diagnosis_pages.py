"""The pages of a diagnosis and of a plan: who opens them, what each one reads there."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import Client

from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.diagnosis.enums import Degree
from o2r.pathways.diagnosis.models import Diagnosis, Objective, PlanAction
from o2r.pathways.diagnosis.services import Said
from o2r.people.models import FollowUp, Person
from tests.accounts.factories import enter
from tests.pathways.diagnosis.diagnosed import HOUSING, diagnosed, planned, wanted
from tests.people.factories import Operator, person
from tests.statements import statements

SECRET = "Une affaire dont on ne dit rien."
PAGES = (
    "freins/",
    "freins/remplir/",
    "freins/imprimer/",
    "plan/",
    "plan/objectif/",
    "plan/action/",
)


def address(of: Person, page: str) -> str:
    return f"/espace/personnes-suivies/{of.pk}/{page}"


def opened(client: Client, user: User, of: Person, page: str) -> str:
    answer: Any = enter(client, user).get(address(of, page))
    assert answer.status_code == 200, page
    return str(answer.content.decode())


@pytest.fixture
def momo(operator: Operator) -> Person:
    """Somebody with two versions, a plan, and what is hard to say."""
    made = person(operator.ines)
    diagnosed(operator.ines, made, hard_to_say=SECRET, strengths=("langues",))
    now = {
        "logement": Said(Degree.REAL, Degree.REAL, (), "Je dors à la gare."),
        "mobilite": Said(Degree.SLIGHT, Degree.BLOCKING),
        "sante": Said(Degree.REAL, Degree.REAL, (), "Mon dos."),
        "finances": Said(Degree.UNSAID, Degree.REAL),
    }
    diagnosed(operator.ines, made, said=now, hard_to_say=SECRET, strengths=("langues",))
    planned(operator.ines, wanted(operator.ines, made))
    return Person.objects.get(pk=made.pk)


def test_the_referent_reads_gaps_changes_and_what_is_hard(
    client: Client, operator: Operator, momo: Person
) -> None:
    page = opened(client, operator.ines, momo, "freins/")
    for told in ("plus léger", "nettement plus lourd", "c’est sa réponse", SECRET, "<svg"):
        assert told in page
    assert "Version 2" in page
    assert opened(client, operator.ines, momo, "freins/?version=1").count(SECRET) == 1
    paper = opened(client, operator.ines, momo, "freins/imprimer/")
    assert "Parle plusieurs langues" in paper
    assert "Avoir une chambre" in paper
    assert "Momo" not in paper.split("<main")[1]


def test_who_accompanies_beside_reads_neither_health_nor_what_is_hard(
    client: Client, operator: Operator, momo: Person
) -> None:
    FollowUp.objects.create(person=momo, user=operator.bastien)
    for page in ("freins/", "freins/remplir/", "freins/imprimer/", ""):
        told = opened(client, operator.bastien, momo, page)
        assert SECRET not in told
        assert "Mon dos." not in told
    assert "Je dors à la gare." in opened(client, operator.bastien, momo, "freins/")


def test_a_stranger_and_who_coordinates_find_nothing(
    client: Client, operator: Operator, momo: Person
) -> None:
    absent = Person(pk=uuid4())
    for user in (operator.claire, Operator().ines):
        enter(client, user)
        for page in PAGES:
            there, nowhere = client.get(address(momo, page)), client.get(address(absent, page))
            assert (there.status_code, nowhere.status_code) == (404, 404)
            assert client.post(address(momo, page), {"what": str(uuid4())}).status_code in (
                404,
                405,
            )


def test_pages_ask_few_questions(client: Client, operator: Operator, momo: Person) -> None:
    enter(client, operator.ines)
    for page in ("", *PAGES):
        client.get(address(momo, page))
        with statements() as asked:
            assert client.get(address(momo, page)).status_code == 200
        assert len(asked) <= 15, (page, "\n".join(asked))


def filled(client: Client, of: Person, **given: str) -> dict[str, Any]:
    """What the form sends as it is shown, changed."""
    form = client.get(address(of, "freins/remplir/")).context["form"]
    sent: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value not in (None, "", [], False):
            sent[field.name] = "on" if value is True else value
    return sent | given


def test_the_grid_keeps_a_draft_then_validates_a_new_version(
    client: Client, operator: Operator, momo: Person
) -> None:
    enter(client, operator.ines)
    where = address(momo, "freins/remplir/")
    sent = filled(client, momo, **{"mobilite-person": "1", "keep": "1"})
    assert client.post(where, sent).status_code == 302
    draft = Diagnosis.objects.drafts().get()
    again = filled(client, momo, validate="1")
    assert again["mobilite-person"] == "1"
    assert client.post(where, again).url == address(momo, "freins/")
    assert client.post(where, again).status_code == 302
    draft.refresh_from_db()
    assert draft.is_validated
    assert Diagnosis.objects.count() == 3


def test_what_is_refused_is_said_at_its_field(
    client: Client, operator: Operator, momo: Person
) -> None:
    enter(client, operator.ines)
    sent = filled(client, momo, made_on="2990-01-01", validate="1")
    told = client.post(address(momo, "freins/remplir/"), sent).content.decode()
    assert "Ce jour est à venir" in told
    assert "Je dors à la gare." in told


def test_a_grid_of_nonsense_is_refused_without_a_fault(
    client: Client, operator: Operator, momo: Person
) -> None:
    enter(client, operator.ines)
    sent = QueryDict(mutable=True)
    sent.update({"key": "x", "revision": "-1", "mobilite-person": "77", "first_1": "autre"})
    answer = client.post(address(momo, "freins/remplir/"), sent)
    assert answer.status_code == 200
    assert Diagnosis.objects.count() == 2


def test_a_plan_is_written_and_moved_by_its_pages(
    client: Client, operator: Operator, momo: Person
) -> None:
    enter(client, operator.ines)
    sent = {"words": "Passer le permis", "barrier": "mobilite", "key": str(uuid4())}
    for _ in range(2):
        assert client.post(address(momo, "plan/objectif/"), sent).status_code == 302
    goal = Objective.objects.get(barrier="mobilite")
    assert Objective.objects.count() == 2
    where = address(momo, f"plan/action/?objectif={goal.pk}")
    today = clock.today().isoformat()
    act = {"words": "Voir l’auto-école", "by": "ensemble", "due_on": today, "key": str(uuid4())}
    for _ in range(2):
        assert client.post(where, act).status_code == 302
    row = PlanAction.objects.get(objective=goal)
    where = address(momo, f"plan/action/?action={row.pk}")
    assert "Voir l’auto-école" in client.get(where).content.decode()
    assert client.post(where, act | {"words": "L’appeler"}).status_code == 302
    client.post(address(momo, "plan/"), {"what": str(row.pk), "to": "faite"})
    client.post(address(momo, "plan/"), {"what": str(goal.pk), "to": "atteint"})
    row.refresh_from_db()
    goal.refresh_from_db()
    assert (row.state, goal.state) == ("faite", "atteint")


@pytest.mark.parametrize("sent", [{"what": "x", "to": "faite"}, {"to": "faite"}])
def test_a_move_of_nothing_is_not_found(
    client: Client, operator: Operator, momo: Person, sent: dict[str, str]
) -> None:
    assert enter(client, operator.ines).post(address(momo, "plan/"), sent).status_code == 404
    row = PlanAction.objects.get()
    wrong = {"what": str(row.pk), "to": "autre"}
    assert client.post(address(momo, "plan/"), wrong).status_code == 404
    assert client.get(address(momo, f"plan/action/?action={uuid4()}")).status_code == 404
    assert client.post(address(momo, "plan/"), {}).status_code == 302
    row.refresh_from_db()
    assert row.state != "faite"


def test_the_page_of_the_person_shows_both(
    client: Client, operator: Operator, momo: Person
) -> None:
    page = opened(client, operator.ines, momo, "")
    assert "Freins et points forts" in page
    assert "Appeler le 115" in page
    assert HOUSING["logement"].words not in page.split('id="plan"')[0].split('id="freins"')[0]
