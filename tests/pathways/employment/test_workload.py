"""What each colleague carries: numbers, for who coordinates, and nobody's name."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.core import clock
from o2r.outreach.services.promising import Promised, make_promise
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.employment.selectors.board import burdens_of, week_of
from o2r.pathways.employment.services.asking import note_answer
from tests.accounts.factories import enter, someone
from tests.pathways.employment.test_checkpoints import RED
from tests.pathways.employment.test_jobs import signed
from tests.people.agreeing import World


def test_numbers_of_each_and_nobodys_name(client: Client, world: World) -> None:
    signed(world)
    row = Checkpoint.objects.select_related("job")[0]
    note_answer(by=world.by, checkpoint=row, given=RED)
    make_promise(by=world.by, person=world.person, promised=Promised("Passer", clock.today()))
    claire = someone(Role.COORDINATOR, world.operator).user
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        (one,) = burdens_of(world.operator.pk)
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
