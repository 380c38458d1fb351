"""The pages of effects: for who follows the person; figures for who coordinates."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.measured_statements import statements_asked
from o2r.pathways.measures.enums import Dimension, Moment, Outcome, Quote
from o2r.pathways.measures.models import Measure, MostSignificantChange, Satisfaction, Slider
from o2r.pathways.measures.services import (
    Answered,
    Told,
    write_change,
    write_measure,
    write_sliders,
)
from o2r.pathways.measures.services.checking import When
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.pathways.measures.scale_files import SCALES
from tests.people.factories import Operator, acting, person

PAGES = ("results", "sliders", "change", "satisfaction", "questionnaire", "take_back")
MOST_QUERIES = 15


def page(name: str, person: Person) -> str:
    return reverse(f"measures:{name}", args=[person.pk])


def sent(moment: Moment = Moment.ENTRY, **fields: object) -> dict[str, object]:
    day = clock.today().isoformat()
    return {"entry": str(uuid4()), "moment": moment.value, "on": day, **fields}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_who_follows_and_exists_for_nobody_else(
    client: Client, place: Operator, momo: Person, sacha: User, name: str
) -> None:
    for user, status in (
        (place.ines, 200),
        (place.bastien, 200),
        (place.claire, 404),
        (sacha, 404),
    ):
        assert enter(client, user).get(page(name, momo)).status_code == status
    enter(client, place.ines)
    unknown = reverse(f"measures:{name}", args=[uuid4()])
    assert client.get(unknown).status_code == 404


def test_sliders_are_written_from_the_page_and_health_is_the_referent_s(
    client: Client, place: Operator, momo: Person
) -> None:
    enter(client, place.ines)
    body = client.get(page("sliders", momo)).content.decode()
    assert "Comment va votre santé" in body
    client.post(page("sliders", momo), sent(avenir="7", sante="2"))
    kept = dict(Slider.objects.order_by("pk").values_list("dimension", "value"))
    assert kept == {"avenir": 7, "agir": None, "liens": None, "sante": 2}
    assert "Santé ressentie" in client.get(page("results", momo)).content.decode()
    enter(client, place.bastien)
    assert "santé" not in client.get(page("sliders", momo)).content.decode()
    assert "Santé ressentie" not in client.get(page("results", momo)).content.decode()


def test_a_number_that_is_no_choice_is_refused_with_what_was_typed(
    client: Client, place: Operator, momo: Person
) -> None:
    answer = enter(client, place.ines).post(page("sliders", momo), sent(avenir="11", liens="4"))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"avenir"}
    assert not Slider.objects.exists()


@pytest.mark.usefixtures("wordings")
@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        ("repondre", Outcome.ANSWERED),
        ("passer", Outcome.SKIPPED),
        ("refuser", Outcome.REFUSED),
        ("non-propose", Outcome.NOT_OFFERED),
    ],
)
def test_a_questionnaire_is_answered_or_left_in_one_gesture(
    client: Client, place: Operator, momo: Person, act: str, outcome: Outcome
) -> None:
    address = page("questionnaire", momo) + "?echelle=fasku3"
    assert "Question d’essai 3" in enter(client, place.ines).get(address).content.decode()
    answers = {"item_0": "3", "item_1": "4", "item_2": "4"}
    client.post(address, sent(act=act, **answers))
    assert Measure.objects.get().outcome == outcome


@pytest.mark.usefixtures("wordings")
def test_a_colleague_is_not_offered_a_scale_of_health(
    client: Client, place: Operator, momo: Person
) -> None:
    answered = Answered(SCALES["who5"], [2] * 5)
    write_measure(by=acting(place.ines), person=momo, answered=answered, when=When(Moment.ENTRY))
    assert "Ce n’est pas un diagnostic" in enter(client, place.ines).get(
        page("results", momo)
    ).content.decode().replace("\u00a0", " ")
    enter(client, place.bastien)
    for name in ("questionnaire", "results", "take_back"):
        assert "WHO-5" not in client.get(page(name, momo)).content.decode()
    assert client.get(page("questionnaire", momo) + "?echelle=who5").context.get("form") is None


def test_words_are_kept_quoted_taken_back_and_erased_from_the_page(
    client: Client, place: Operator, momo: Person
) -> None:
    enter(client, place.ines)
    client.post(page("change", momo), sent(words="J’ose téléphoner", quote="oui"))
    row = MostSignificantChange.objects.get()
    body = client.get(page("results", momo)).content.decode()
    assert "J’ose téléphoner" in body
    assert "Retirer l’accord" in body
    client.post(page("quote", momo), {"change": str(row.pk), "quote": "retire"})
    row.refresh_from_db()
    assert row.quote == Quote.WITHDRAWN
    # Nothing named, or what is not there: said, and nothing more.
    for wrong in ({}, {"change": str(uuid4()), "quote": "oui"}):
        assert client.post(page("quote", momo), wrong).status_code == 302
    client.post(page("take_back", momo), {"answer": f"paroles:{row.pk}"})
    assert not MostSignificantChange.objects.exists()


def test_words_of_another_file_are_not_reached(
    client: Client, place: Operator, momo: Person, sacha: User
) -> None:
    theirs = person(sacha, "Zoé")
    told, when = Told("À elle", Quote.YES), When(Moment.EXIT)
    row = write_change(by=acting(sacha), person=theirs, told=told, when=when)
    enter(client, place.ines)
    client.post(page("quote", momo), {"change": str(row.pk), "quote": "retire"})
    client.post(page("take_back", momo), {"answer": f"paroles:{row.pk}"})
    row.refresh_from_db()
    assert row.quote == Quote.YES


def test_an_opinion_may_be_passed(client: Client, place: Operator, momo: Person) -> None:
    enter(client, place.ines)
    client.post(page("satisfaction", momo), sent(Moment.EXIT, useful="plutot-non"))
    row = Satisfaction.objects.get()
    assert (row.useful, row.respected) == ("plutot-non", "")


@pytest.mark.usefixtures("wordings")
def test_pages_ask_few_questions(client: Client, place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    for _ in range(3):
        answered = Answered(SCALES["fasku3"], [3, 4, 4])
        write_measure(by=ines, person=momo, answered=answered, when=When(Moment.ENTRY))
        values = dict.fromkeys(Dimension, 5)
        write_sliders(by=ines, person=momo, values=values, when=When(Moment.ENTRY))
        write_change(by=ines, person=momo, told=Told("Oui"), when=When(Moment.EXIT))
    enter(client, place.ines)
    addresses = [page(name, momo) for name in PAGES]
    addresses += [
        f"{page('questionnaire', momo)}?echelle=fasku3",
        reverse("people:person", args=[momo.pk]),
    ]
    for address in addresses:
        client.get(address)
        with statements_asked() as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES, (address, *asked)


def test_figures_are_for_who_coordinates_and_name_nobody(
    client: Client, place: Operator, momo: Person, sacha: User
) -> None:
    people = [momo, *(person(place.ines, f"Personne{rank}") for rank in range(5))]
    for one in people:
        for moment, value in ((Moment.ENTRY, 3), (Moment.EXIT, 6)):
            values = {Dimension.TIES: value}
            write_sliders(by=acting(place.ines), person=one, values=values, when=When(moment))
    told, when = Told("Personne ne lit cela"), When(Moment.EXIT)
    write_change(by=acting(place.ines), person=momo, told=told, when=when)
    write_sliders(
        by=acting(sacha),
        person=person(sacha),
        values={Dimension.HEALTH: 9},
        when=When(Moment.ENTRY),
    )
    address = reverse("measures:effects")
    for user in (place.ines, sacha):
        assert enter(client, user).get(address).status_code == 404
    body = enter(client, place.claire).get(address).content.decode()
    assert "+3" in body
    assert "lien avec les autres" in body
    for hidden in ("Momo", "Personne0", "Personne ne lit cela", "santé ressentie"):
        assert hidden not in body


@pytest.mark.usefixtures("wordings")
def test_each_chart_stands_beside_its_table_and_says_what_is_missing(
    client: Client, place: Operator, momo: Person
) -> None:
    ines = acting(place.ines)
    for moment, answers in ((Moment.ENTRY, [2, 2, 2]), (Moment.EXIT, [5, 4, 4])):
        answered = Answered(SCALES["fasku3"], answers)
        write_measure(by=ines, person=momo, answered=answered, when=When(moment))
    answered = Answered(SCALES["fasku3"], [5, None, 4])
    write_measure(by=ines, person=momo, answered=answered, when=When(Moment.SIX_MONTHS_AFTER))
    for value in (3, 7):
        values = dict.fromkeys(Dimension, value)
        write_sliders(by=ines, person=momo, values=values, when=When(Moment.ENTRY))
    body = enter(client, place.ines).get(page("results", momo)).content.decode()
    assert body.count('class="line-chart"') == len(Dimension) + 1
    assert body.count('class="table"') == len(Dimension) + 1
    assert "Sans réponse\u00a0: 1 fois sur 3 (33\u00a0%)" in body
    assert "Sans réponse\u00a0: aucune fois, sur 2" in body
    assert "depuis la première réponse" in body
