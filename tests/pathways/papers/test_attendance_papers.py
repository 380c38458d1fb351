"""The attendance of a month in a document made from a template: DOCX and PDF."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from o2r.core import clock
from o2r.core.documents import Table, docx
from o2r.pathways.appointments.enums import AttendanceState
from o2r.pathways.appointments.services.gathering import enrol, mark
from o2r.pathways.papers.models import PaperTemplate
from o2r.pathways.papers.selectors.papers import content_of
from o2r.pathways.papers.services import Order, issue
from o2r.pathways.papers.services.demonstration import add_product_templates
from o2r.people.models import Person
from tests.pathways.appointments.booked import announced, booked
from tests.people.factories import Operator, acting, person

NOVEMBER = datetime(2026, 11, 3, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def place() -> Operator:
    with clock.stopped_at(NOVEMBER):
        return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    with clock.stopped_at(NOVEMBER):
        return person(place.ines)


def sheet(place: Operator, momo: Person) -> tuple[str, list[Table]]:
    add_product_templates()
    template = PaperTemplate.objects.get(title="Présences du mois")
    by = acting(place.ines)
    made = issue(by=by, person=momo, template=template, order=Order(uuid4()))
    document = content_of(made, momo.organisation_id)
    assert docx(document)[:2] == b"PK"
    said = " ".join(getattr(one, "text", "") for one in document.blocks).replace("\u00a0", " ")
    return said, [one for one in document.blocks if isinstance(one, Table)]


def test_hours_and_presences_of_the_month_that_ended(place: Operator, momo: Person) -> None:
    with clock.stopped_at(NOVEMBER):
        by = acting(place.ines)
        came = enrol(by=by, activity=announced(by, clock.now() + timedelta(days=1)), person=momo)
        away = enrol(by=by, activity=announced(by, clock.now() + timedelta(days=8)), person=momo)
        booked(by, momo, clock.now() + timedelta(days=2))
    with clock.stopped_at(NOVEMBER + timedelta(days=20)):
        by = acting(place.ines)
        mark(by=by, attendance=came, to=AttendanceState.PRESENT, minutes=90)
        mark(by=by, attendance=away, to=AttendanceState.ABSENT)
    with clock.stopped_at(NOVEMBER + timedelta(days=30)):
        said, (presences, weeks) = sheet(place, momo)
    assert "novembre 2026" in said
    assert "Heures suivies : 1 h 30" in said
    assert "Heures manquées sans excuse : 2 h" in said
    assert len(presences.rows) == 3
    assert [one[2].replace("\u00a0", " ") for one in weeks.rows][:2] == ["0 h", "1 h 30"]


def test_a_month_without_anything_says_so(place: Operator, momo: Person) -> None:
    with clock.stopped_at(NOVEMBER + timedelta(days=17)):
        said, (presences, _) = sheet(place, momo)
    assert "novembre 2026" in said
    assert presences.rows[0][0] == "Aucun rendez-vous ni activité ce mois-ci."
