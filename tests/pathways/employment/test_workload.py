"""What each colleague carries: numbers, for who coordinates, and nobody's name."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.core import clock
from o2r.outreach.services.promising import Promised, make_promise
from o2r.pathways.appointments.enums import AppointmentState
from o2r.pathways.appointments.selectors.spans import instants
from o2r.pathways.appointments.services.booking import settle
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.employment.selectors.board import burdens_of, week_of
from o2r.pathways.employment.services.asking import note_answer
from tests.accounts.factories import enter, someone
from tests.pathways.appointments.booked import booked
from tests.pathways.employment.test_checkpoints import RED
from tests.pathways.employment.test_jobs import signed
from tests.people.agreeing import World
from tests.statements import statements

HOUR = timedelta(hours=1)


def this_week() -> tuple[datetime, datetime]:
    return instants(*week_of(clock.today()), ZoneInfo("Europe/Paris"))


def test_the_appointments_of_the_week_are_those_that_stand(client: Client, world: World) -> None:
    monday, next_monday = this_week()
    for start in (monday, next_monday - HOUR, monday - HOUR, next_monday):
        booked(world.by, world.person, start, user=world.ines.pk)
    cancelled = booked(world.by, world.person, monday + HOUR, user=world.ines.pk)
    settle(by=world.by, appointment=cancelled, to=AppointmentState.CANCELLED)
    (one,) = burdens_of(world.operator.pk, this_week())
    assert (one.colleague, one.appointments) == (world.ines, 2)
    enter(client, someone(Role.COORDINATOR, world.operator).user)
    client.get(reverse("employment:workload"))
    with statements() as asked:
        shown = client.get(reverse("employment:workload")).content.decode()
    assert len(asked) <= 12
    assert "Rendez-vous, du" in shown


def test_numbers_of_each_and_nobodys_name(client: Client, world: World) -> None:
    signed(world)
    row = Checkpoint.objects.select_related("job")[0]
    note_answer(by=world.by, checkpoint=row, given=RED)
    make_promise(by=world.by, person=world.person, promised=Promised("Passer", clock.today()))
    claire = someone(Role.COORDINATOR, world.operator).user
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        (one,) = burdens_of(world.operator.pk, this_week())
        assert (one.colleague, one.files) == (world.ines, 1)
        assert (one.alerts, one.late_alerts, one.late_promises) == (1, 1, 1)
        shown = enter(client, claire).get(reverse("employment:workload"))
        assert shown.status_code == 200
        body = shown.content.decode()
        assert "Inès Garnier" in body
        for word in ("Yaya", "Yanis", "Marché", str(world.person.pk)):
            assert word not in body


def test_only_who_coordinates_opens_it(world: World) -> None:
    for name in ("ines", "elodie"):
        page = enter(Client(), getattr(world, name)).get(reverse("employment:workload"))
        assert page.status_code == 404


def test_a_week_begins_on_monday() -> None:
    monday, sunday = week_of(clock.today())
    assert (monday.weekday(), sunday.weekday(), (sunday - monday).days) == (0, 6, 6)
    assert monday <= clock.today() <= sunday
