"""Appointments are read beside promises and days agreed: missed, kept, cancelled, not written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.outreach.enums import PromisedBy
from o2r.outreach.services.promising import Promised, make_promise, miss_promise
from o2r.pathways.appointments.enums import AppointmentState
from o2r.pathways.appointments.models import Appointment
from o2r.pathways.appointments.services.booking import settle
from o2r.pathways.silence.models import SilenceAlert
from o2r.pathways.silence.rules import limits
from o2r.pathways.silence.selectors.facts import known_of
from o2r.pathways.silence.services import notice_silences
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.pathways.appointments.booked import booked
from tests.people.factories import Operator, acting, person

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _june() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def by(operator: Operator) -> Actor:
    return acting(operator.ines)


@pytest.fixture
def momo(operator: Operator) -> Person:
    return person(operator.ines)


@pytest.fixture
def kept_late(by: Actor, momo: Person) -> Appointment:
    """An appointment on the third of June."""
    return booked(by, momo, clock.now() + 2 * DAY)


def became(by: Actor, row: Appointment, to: AppointmentState, days: int = 3) -> None:
    with clock.stopped_at(NOON + days * DAY):
        settle(by=by, appointment=row, to=to)


def codes(after: int) -> list[str]:
    with clock.stopped_at(NOON + after * DAY):
        notice_silences()
    return [one["code"] for row in SilenceAlert.objects.all() for one in row.reasons]


def broken_word(by: Actor, momo: Person) -> None:
    promised = Promised("Appeler", clock.today() + DAY, PromisedBy.PERSON)
    made = make_promise(by=by, person=momo, promised=promised)
    with clock.stopped_at(NOON + 2 * DAY):
        miss_promise(by=by, promise=made)


def test_a_missed_appointment_with_a_broken_word_is_worth_a_call(
    by: Actor, momo: Person, kept_late: Appointment, operator: Operator
) -> None:
    became(by, kept_late, AppointmentState.ABSENT)
    assert codes(after=6) == []
    broken_word(by, momo)
    assert sorted(codes(after=7)) == ["parole-de-la-personne", "rendez-vous-manque"]
    with clock.stopped_at(NOON + 7 * DAY):
        page = enter(Client(), operator.ines).get("/espace/alertes-silence/").content.decode()
    assert "Le rendez-vous du 3 juin 2026 n’a pas eu lieu" in page.replace("\u00a0", " ")


@pytest.mark.parametrize("to", [AppointmentState.CANCELLED, AppointmentState.EXCUSED])
def test_cancelled_or_excused_it_says_nothing(
    by: Actor, momo: Person, kept_late: Appointment, to: AppointmentState
) -> None:
    broken_word(by, momo)
    became(by, kept_late, to)
    assert codes(after=20) == []


def test_kept_it_is_a_contact(by: Actor, momo: Person, kept_late: Appointment) -> None:
    broken_word(by, momo)
    became(by, kept_late, AppointmentState.DONE)
    assert codes(after=20) == []
    momo.refresh_from_db()
    known = known_of([momo], momo.organisation)[momo.pk]
    assert list(known.contacts) == [(NOON + 2 * DAY).date()]


def test_without_an_end_written_it_counts_after_a_while(
    by: Actor, momo: Person, kept_late: Appointment
) -> None:
    broken_word(by, momo)
    patience = limits().unwritten + 2
    assert codes(after=patience) == []
    assert codes(after=patience + 1)[:2] == ["sans-suite-ecrite", "parole-de-la-personne"]


def test_the_facts_of_many_people_take_six_queries(
    by: Actor, operator: Operator, django_assert_max_num_queries: object
) -> None:
    people = [person(operator.ines, known_as=f"P{rank}") for rank in range(4)]
    for one in people:
        booked(by, one)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        known_of(people, operator.organisation)
