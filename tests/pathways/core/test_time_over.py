"""Once nine months have passed: what is refused, what stays open, and what was typed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.months import add_months
from o2r.outreach.enums import TrustGround
from o2r.outreach.models import TrustDate
from o2r.pathways.appointments.models import Appointment
from o2r.pathways.appointments.services.booking import move_to
from o2r.pathways.diagnosis.enums import ActionState, ObjectiveState
from o2r.pathways.diagnosis.models import Diagnosis, Objective, PlanAction
from o2r.pathways.diagnosis.services import move_action, move_objective
from o2r.pathways.enums import DerogationGround, EntryGround, PathwayState
from o2r.pathways.models import Pathway
from o2r.pathways.services.derogating import derogate
from o2r.pathways.services.entering import Entry, check_entry
from o2r.pathways.services.moving import move
from o2r.pathways.services.opening import open_pathway
from o2r.people.enums import Support
from o2r.people.models import Person
from o2r.people.services import inform
from tests.accounts.factories import enter
from tests.outreach.noted import note
from tests.pathways.appointments.booked import booked
from tests.pathways.diagnosis.diagnosed import diagnosed, planned, wanted
from tests.people.factories import Operator, acting, person

START = datetime(2026, 1, 15, 10, tzinfo=UTC)
LAST = datetime(2026, 10, 15, 9, tzinfo=UTC)
OVER = LAST + timedelta(days=1)
INTENSIVE = "9 mois"


@pytest.fixture
def place() -> Operator:
    with clock.stopped_at(START):
        return Operator()


@pytest.fixture
def by(place: Operator) -> Actor:
    return acting(place.ines)


@pytest.fixture
def momo(place: Operator) -> Person:
    """Accompanied since the fifteenth of January."""
    with clock.stopped_at(START):
        made, by = person(place.ines), acting(place.ines)
        inform(by=by, person=made, support=Support.SPOKEN, language="fr")
        TrustDate.objects.create(person=made, since=clock.today(), ground=TrustGround.CHOICE)
        check_entry(by=by, person=made, entry=Entry(ground=EntryGround.NOT_REGISTERED))
        row = open_pathway(by=by, person=made)
        move(by=by, pathway=row, to=PathwayState.TRUSTED)
        move(by=by, pathway=row, to=PathwayState.ACCOMPANIMENT)
        return made


@pytest.fixture
def over() -> Iterator[None]:
    with clock.stopped_at(OVER):
        yield


def test_on_the_last_day_every_act_is_open(place: Operator, by: Actor, momo: Person) -> None:
    with clock.stopped_at(LAST):
        assert diagnosed(place.ines, momo).is_validated
        goal = wanted(place.ines, momo)
        planned(place.ines, goal)
        booked(by, momo, clock.now() + timedelta(hours=1))


@pytest.mark.usefixtures("over")
def test_the_day_after_no_act_of_intensive_accompaniment_begins(
    place: Operator, by: Actor, momo: Person
) -> None:
    with clock.stopped_at(LAST):
        goal = wanted(place.ines, momo)
    for act in (
        lambda: diagnosed(place.ines, momo),
        lambda: wanted(place.ines, momo),
        lambda: planned(place.ines, goal),
        lambda: booked(by, momo),
    ):
        with pytest.raises(DomainError, match=INTENSIVE) as refused:
            act()
        assert "restent ouverts" in str(refused.value)
    assert not Diagnosis.objects.exists()
    assert not Appointment.objects.exists()
    assert (Objective.objects.count(), PlanAction.objects.count()) == (1, 0)


@pytest.mark.usefixtures("over")
def test_what_was_begun_goes_on_and_the_rest_stays_open(
    place: Operator, by: Actor, momo: Person
) -> None:
    with clock.stopped_at(LAST):
        goal = wanted(place.ines, momo)
        action = planned(place.ines, goal)
    assert move_action(by=by, action=action, to=ActionState.DONE).state == ActionState.DONE
    assert move_objective(by=by, objective=goal, to=ObjectiveState.REACHED).state
    note(by, momo)
    assert booked(by, momo, motive="ORI").is_booked
    assert booked(by, momo, clock.now() + timedelta(days=3), body="FT").is_booked
    row = Pathway.objects.get(person=momo)
    assert move(by=by, pathway=row, to=PathwayState.FIRST_WEEKS).state == PathwayState.FIRST_WEEKS
    assert booked(by, momo, clock.now() + timedelta(days=4)).is_booked


def test_an_appointment_is_judged_on_its_own_day(by: Actor, momo: Person) -> None:
    with clock.stopped_at(LAST):
        with pytest.raises(DomainError, match="atteindra ses 9 mois le 15/10/2026"):
            booked(by, momo, OVER)
        kept = booked(by, momo, clock.now() + timedelta(hours=2))
        with pytest.raises(DomainError, match="atteindra"):
            move_to(by=by, appointment=kept, starts_at=OVER)
        kept.refresh_from_db()
        assert kept.is_booked
    with clock.stopped_at(OVER):
        assert booked(by, momo, LAST - timedelta(days=1)).pk


def test_a_derogation_opens_again_until_twelve_months(
    place: Operator, by: Actor, momo: Person
) -> None:
    with clock.stopped_at(OVER):
        row = Pathway.objects.get(person=momo)
        derogate(by=by, pathway=row, ground=DerogationGround.LIFE, words="Deuil.")
        assert diagnosed(place.ines, momo).is_validated
    longest = datetime.combine(add_months(START.date(), 12), OVER.timetz())
    with clock.stopped_at(longest):
        assert wanted(place.ines, momo).pk
    with clock.stopped_at(longest + timedelta(days=1)):
        with pytest.raises(DomainError, match="12 mois") as refused:
            wanted(place.ines, momo)
        assert "dérogation avec" not in str(refused.value)


def test_who_has_no_pathway_is_refused_nothing(place: Operator, by: Actor) -> None:
    nadia = person(place.ines, known_as="Nadia")
    with clock.stopped_at(OVER + timedelta(days=900)):
        assert diagnosed(place.ines, nadia).is_validated
        assert booked(by, nadia).is_booked


@pytest.mark.usefixtures("over")
def test_a_page_says_why_and_keeps_what_was_typed(
    place: Operator, momo: Person, client: Client
) -> None:
    enter(client, place.ines)
    pages = {
        reverse("diagnosis:objective", args=[momo.pk]): {
            "key": str(uuid4()),
            "words": "Trouver une chambre à Sète",
        },
        reverse("appointments:new", args=[momo.pk]): {
            "code": str(uuid4()),
            "day": "2026-10-20",
            "starts": "14:00",
            "ends": "15:00",
            "way": "sur-place",
            "with_whom": "Mme Sète",
            "motive": "ACC",
            "body": "IND",
        },
    }
    for page, typed in pages.items():
        answer = client.post(page, typed)
        told = answer.content.decode()
        assert answer.status_code == 200
        assert "a atteint ses 9 mois le 15/10/2026" in told
        assert "Sète" in told
    assert "a atteint ses 9 mois" in client.get(next(iter(pages))).content.decode()


@pytest.mark.usefixtures("over")
def test_a_grid_refused_stays_as_a_draft(place: Operator, momo: Person, client: Client) -> None:
    draft = diagnosed(place.ines, momo, validates=False)
    with pytest.raises(DomainError, match="gardent en brouillon"):
        diagnosed(place.ines, momo, key=draft.pk, revision=draft.revision)
    draft.refresh_from_db()
    assert not draft.is_validated
    enter(client, place.ines)
    page = client.get(reverse("diagnosis:fill", args=[momo.pk])).content.decode()
    assert "a atteint ses 9 mois" in page
    assert "Je dors à la gare." in page
