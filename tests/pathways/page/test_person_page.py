"""The page of a person: one story, tabs that say what waits, and nothing that was not agreed."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.employment.services.asking import note_answer
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Pathway
from o2r.pathways.together.enums import ObligationKind
from o2r.pathways.together.services.asking import Asked, ask
from o2r.people.enums import SharedField
from tests.accounts.factories import enter, someone
from tests.pathways.appointments.booked import booked
from tests.pathways.employment.test_checkpoints import RED
from tests.pathways.employment.test_jobs import signed
from tests.pathways.referrals.sent import days_later, sent, service
from tests.people.agreeing import World, a_world, another, followed_by, given, told
from tests.statements import statements
from tests.test_lists import MOST, TOLD

PAGE = 15
TYPO = str.maketrans({"\u202f": " ", "\u00a0": " "})


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with days_later(0):
        yield


@pytest.fixture
def world() -> World:
    with days_later(-120):
        made = a_world()
        told(made)
        return made


def address(world: World) -> str:
    return reverse("people:person", args=[world.person.pk])


def read(client: Client, page: str) -> str:
    answer: Any = client.get(page)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().translate(TYPO).split())


def page_of(world: World, user: User) -> str:
    return read(enter(Client(), user), address(world))


def tab(page: str, code: str) -> str:
    """A part of the page, from its tab to the next one."""
    return re.split(r'<section id="onglet-', page.split(f'<section id="onglet-{code}"')[1])[0]


def accompanied(world: World, days: int) -> Pathway:
    today = clock.today()
    return Pathway.objects.create(
        person=world.person,
        organisation=world.operator,
        state=PathwayState.ACCOMPANIMENT,
        state_since=today - timedelta(days=days),
        opened_on=today - timedelta(days=days),
        intensive_from=today - timedelta(days=days),
    )


def tomorrow_at(hour: int) -> datetime:
    day = clock.today() + timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo("Europe/Paris"))


def asked_at(world: World, hour: int) -> None:
    ask(
        by=world.by,
        person=world.person,
        asked=Asked(
            kind=ObligationKind.WORKSHOP,
            what="Venir à l’atelier CV",
            due_on=clock.today() + timedelta(days=1),
            starts=time(hour),
            ends=time(hour + 1),
            code=uuid4().hex,
        ),
    )


def filled(world: World) -> None:
    """Something of everything."""
    accompanied(world, 100)
    given(world)
    sent(world, service())
    booked(world.by, world.person, tomorrow_at(9), user=world.ines.pk)
    asked_at(world, 9)
    signed(world)
    note_answer(by=world.by, checkpoint=Checkpoint.objects.order_by("due_on")[0], given=RED)


def test_the_head_says_the_clock_in_words_and_who_reads_what(world: World) -> None:
    accompanied(world, 100)
    given(world)
    page = page_of(world, world.ines)
    assert re.search(r"3 mois et \d+ jours? sur 9 · au-delà, un motif de dérogation", page)
    assert "Accompagnement · référent : Inès Garnier" in page
    assert "Mission locale d’Essai</bdi> (le prénom ou surnom, le téléphone seulement" in page
    assert "Vous ne lisez pas ici" not in page


def test_each_part_is_there_without_a_script_and_says_what_waits(world: World) -> None:
    with days_later(-12):
        sent(world, service())
    page = page_of(world, world.ines)
    for code in ("histoire", "freins", "plan", "relais", "accords"):
        assert f'href="#onglet-{code}"' in page
        assert f'<section id="onglet-{code}"' in page
    assert '<span class="badge badge--waiting">1 sans réponse</span>' in page
    assert "à informer" not in page
    with days_later(-3):
        other = another(world)
    assert '<span class="badge badge--waiting">à informer</span>' in page_of(other, world.ines)
    assert "Sans réponse depuis 12 jours" in tab(page, "histoire")


def test_one_story_holds_all_that_happened(world: World) -> None:
    filled(world)
    story = tab(page_of(world, world.ines), "histoire")
    for title in (
        "Parcours ouvert",
        "Accompagnement intensif",
        "Information donnée",
        "Accord : Mission locale d’Essai",
        "Orientation :",
        "Rendez-vous",
        "Emploi :",
    ):
        assert title in story, title


def test_what_is_due_comes_with_what_does_not_go_together(world: World) -> None:
    filled(world)
    page = page_of(world, world.ines)
    today = page.split('id="aujourdhui"')[1].split("</section>")[0]
    assert "Emploi menacé" in today
    assert "Un rendez-vous est déjà pris au même moment" in today
    assert "Venir à l’atelier CV" in today
    group = read(enter(Client(), world.ines), reverse("together:group", args=[world.person.pk]))
    assert "Un rendez-vous est déjà pris au même moment" in group


def test_one_appointment_that_a_partner_asks_and_the_team_noted_is_one(world: World) -> None:
    start = tomorrow_at(9)
    booked(world.by, world.person, start, user=None, with_whom="Mme Roux")
    ask(
        by=world.by,
        person=world.person,
        asked=Asked(
            kind=ObligationKind.MEETING,
            what="Voir Mme Roux",
            due_on=start.date(),
            starts=time(9),
            ends=time(10),
            code=uuid4().hex,
        ),
    )
    assert "au même moment" not in page_of(world, world.ines)


def test_a_colleague_beside_is_told_what_they_do_not_read(world: World) -> None:
    followed_by(world, world.bastien)
    page = page_of(world, world.bastien)
    assert "Vous ne lisez pas ici : ce qui touche à la santé, ce qui touche à la justice" in page


def test_a_partner_reads_what_was_agreed_and_is_told_what_was_not(world: World) -> None:
    filled(world)
    page = page_of(world, world.elodie)
    assert "Ce que vous ne voyez pas" in page
    assert "N’est pas partagé : le nom et le prénom" in page
    for word in ("Histoire", "atelier CV", "Emploi menacé", "Orientation :", "sur 9"):
        assert word not in page, word


def test_a_partner_with_the_route_sees_no_story(world: World) -> None:
    filled(world)
    given(world, fields=(SharedField.FIRST_NAME, SharedField.ROUTE))
    page = page_of(world, world.elodie)
    assert "atelier CV" not in page
    assert "les rendez-vous et le parcours" not in page.split("Ce que vous ne voyez pas")[1][:400]


def test_the_page_asks_few_questions_however_full(world: World) -> None:
    filled(world)
    for hour in range(12, 16):
        sent(world, service())
        booked(world.by, world.person, tomorrow_at(hour), user=world.ines.pk)
    ines = enter(Client(), world.ines)
    for name in ("people:person", "together:group"):
        page = reverse(name, args=[world.person.pk])
        ines.get(page)
        with statements() as asked:
            ines.get(page)
        assert len(asked) <= PAGE, "\n".join(asked)


def test_the_caseload_says_why_each_waits(world: World) -> None:
    with days_later(-12):
        sent(world, service())
    filled(world)
    ines = enter(Client(), world.ines)
    page = read(ines, reverse("people:caseload"))
    assert "ne répond pas depuis 12 jours" in page
    assert "Emploi menacé, à traiter avant le" in page
    assert "Deux demandes ne vont pas ensemble le" in page
    with statements() as asked:
        ines.get(reverse("people:caseload"))
    assert len(asked) <= MOST + TOLD, "\n".join(asked)


def test_who_coordinates_reads_no_reason(world: World) -> None:
    filled(world)
    claire = someone(Role.COORDINATOR, world.operator).user
    page = read(enter(Client(), claire), f"{reverse('people:caseload')}?voir=equipe")
    for word in ("Emploi menacé", "ne vont pas ensemble", "Yaya"):
        assert word not in page
