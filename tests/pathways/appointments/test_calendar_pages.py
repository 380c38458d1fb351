"""The pages: names for who follows, numbers for the others, the same 404 for a stranger."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.pathways.appointments.enums import AppointmentState, AttendanceState
from o2r.pathways.appointments.models import Activity, Appointment, Attendance, ReminderPreference
from o2r.pathways.appointments.services.gathering import enrol
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.pathways.appointments.booked import SMS, announced, at, booked
from tests.people.factories import Operator, acting, person
from tests.statements import statements
from tests.test_lists import MOST


@pytest.fixture
def ines(place: Operator) -> Client:
    return enter(Client(), place.ines)


@pytest.fixture
def bastien(place: Operator) -> Client:
    return enter(Client(), place.bastien)


def address(name: str, *args: object) -> str:
    return reverse(f"appointments:{name}", args=args)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "code": str(uuid4()),
        "day": "2026-12-03",
        "starts": "14:00",
        "ends": "15:00",
        "way": "sur-place",
        "with_whom": "Mme Petit",
        "motive": "ACC",
        "body": "ML",
    } | more


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_an_appointment_from_the_form_to_what_became_of_it(ines: Client, momo: Person) -> None:
    new = address("new", momo.pk)
    assert ines.get(new).status_code == 200
    sent = typed(place="Mairie", remind=["sms"])
    for _ in range(2):
        assert ines.post(new, sent).status_code == 302
    row = Appointment.objects.get()
    shown = text(ines.get(address("all", momo.pk)))
    assert "3 décembre 2026" in shown
    assert "Mme Petit" in shown
    one = address("one", momo.pk, row.pk)
    assert "Mairie" in text(ines.get(one))
    assert "A eu lieu" not in text(ines.get(one))
    move = address("move", momo.pk, row.pk)
    assert ines.get(move).status_code == 200
    assert ines.post(move, {"day": "2026-12-04", "starts": "09:00"}).status_code == 302
    moved = Appointment.objects.get(follows=row)
    ines.post(address("settle", momo.pk, moved.pk), {"act": "annule"})
    moved.refresh_from_db()
    assert moved.state == AppointmentState.CANCELLED


def test_a_refusal_is_shown_at_its_field(ines: Client, momo: Person) -> None:
    answer = ines.post(address("new", momo.pk), typed(ends="13:00"))
    assert answer.status_code == 200
    assert "entre cinq minutes et douze heures" in text(answer)
    answer = ines.post(address("new", momo.pk), typed(colleague=str(uuid4())))
    assert answer.status_code == 200
    assert not Appointment.objects.exists()


def test_the_same_404_for_who_does_not_follow(bastien: Client, by: Actor, momo: Person) -> None:
    row = booked(by, momo)
    for name, *args in (
        ("all", momo.pk),
        ("new", momo.pk),
        ("one", momo.pk, row.pk),
        ("hours", momo.pk),
        ("month", momo.pk, "2026-11"),
        ("preference", momo.pk),
        ("letter", momo.pk, row.pk, "docx"),
    ):
        assert bastien.get(address(name, *args)).status_code == 404
        args[0] = uuid4()
        assert bastien.get(address(name, *args)).status_code == 404


def test_an_appointment_opens_from_its_own_file_alone(
    ines: Client, by: Actor, momo: Person, place: Operator
) -> None:
    row = booked(by, momo)
    other = person(place.ines, "Zaza")
    assert ines.get(address("one", other.pk, row.pk)).status_code == 404
    sent = ines.post(address("settle", other.pk, row.pk), {"act": "annule"})
    assert sent.status_code == 404


def test_the_calendar_names_those_one_follows_and_nobody_else(
    ines: Client, bastien: Client, by: Actor, momo: Person, place: Operator
) -> None:
    booked(by, momo, user=place.bastien.pk)
    week = f"{address('calendar')}?jour={at().date()}"
    assert "Momo" in text(ines.get(week))
    shown = text(bastien.get(week))
    assert "Momo" not in shown
    assert "Une personne suivie par un collègue" in shown
    assert "Charge de l’équipe" not in shown
    led = text(enter(Client(), place.claire).get(week))
    assert "Charge de l’équipe" in led
    assert "Momo" not in led


@pytest.mark.parametrize("asked", ["?jour=lundi", "?jour=9999-12-31", "?vue=jour", "?vue=x"])
def test_any_address_of_the_calendar_opens(ines: Client, asked: str) -> None:
    assert ines.get(address("calendar") + asked).status_code == 200


def test_the_calendar_asks_few_questions(
    ines: Client, by: Actor, place: Operator, momo: Person
) -> None:
    for rank, name in enumerate(("A", "B", "C", "D")):
        booked(by, person(place.ines, name), at(0, rank + 1))
    announced(by, at(0, 6))
    ines.get(address("calendar"))
    with statements() as asked:
        ines.get(address("calendar"))
    assert len(asked) <= MOST + 3, "\n".join(asked)


def test_what_the_person_says_of_reminders(ines: Client, momo: Person) -> None:
    where = address("preference", momo.pk)
    assert ines.get(where).status_code == 200
    assert ines.post(where, {"says_yes": "on"}).status_code == 200
    assert not ReminderPreference.objects.exists()
    assert ines.post(where, {"says_yes": "on", "channels": ["sms"]}).status_code == 302
    assert ReminderPreference.objects.get().channels == [SMS]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_papers_are_printed_for_who_follows(
    ines: Client, by: Actor, momo: Person, form: str
) -> None:
    row = booked(by, momo)
    for name, *args in (
        ("letter", momo.pk, row.pk, form),
        ("month_paper", momo.pk, "2026-11", form),
    ):
        answer = ines.get(address(name, *args))
        assert answer.status_code in (200, 302)
        if answer.status_code == 200:
            assert len(answer.content) > 1000
    assert ines.get(address("letter", momo.pk, row.pk, "exe")).status_code == 404
    assert ines.get(address("month", momo.pk, "2026-13")).status_code == 404


def test_the_month_is_a_proposal(ines: Client, momo: Person) -> None:
    shown = text(ines.get(address("month", momo.pk, "2026-11")))
    assert "Aucune proposition" in shown
    assert ines.get(address("hours", momo.pk)).status_code == 200


def test_an_activity_from_its_form_to_who_came(
    ines: Client, bastien: Client, momo: Person, place: Operator
) -> None:
    new = address("new_activity")
    assert ines.get(new).status_code == 200
    sent = {
        "code": str(uuid4()),
        "title": "Atelier cuisine",
        "kind": "ATELIER",
        "day": "2026-11-30",
        "starts": "08:00",
        "ends": "09:30",
        "capacity": "0",
    }
    for _ in range(2):
        assert ines.post(new, sent).status_code == 302
    activity = Activity.objects.get()
    one = address("activity", activity.pk)
    assert "Momo" in text(ines.get(one))
    ines.post(address("enrol", activity.pk), {"person": str(momo.pk)})
    row = Attendance.objects.get()
    mark = address("mark", activity.pk)
    sent = {"attendance": str(row.pk), "act": "present", "minutes": "60"}
    bastien.post(mark, sent)
    row.refresh_from_db()
    assert row.state == AttendanceState.EXPECTED
    ines.post(mark, sent)
    row.refresh_from_db()
    assert (row.state, row.minutes) == (AttendanceState.PRESENT, 60)
    shown = text(bastien.get(one))
    assert "Momo" not in shown
    assert "dont 1 que vous ne suivez pas" in shown
    ines.post(one, {"act": "tenue"})
    activity.refresh_from_db()
    assert activity.state == "tenue"


def test_an_activity_of_another_operator_does_not_exist(by: Actor, momo: Person) -> None:
    activity = announced(by)
    stranger = enter(Client(), Operator().ines)
    for where in (address("activity", activity.pk), address("change_activity", activity.pk)):
        assert stranger.get(where).status_code == 404
    theirs = announced(acting(Operator().ines))
    ours = enter(Client(), Operator(momo.organisation).ines)
    sent = ours.post(address("enrol", theirs.pk), {"person": str(momo.pk)})
    assert sent.status_code == 404


def test_the_agenda_says_neither_who_nor_where(by: Actor, momo: Person) -> None:
    booked(by, momo, place="Tribunal")
    enrol(by=by, activity=announced(by, at(3)), person=momo)
    dues = [one for one in due_for(by) if one.kind in ("appointment", "activity")]
    assert [one.feed_title for one in dues] == ["Rendez-vous", "Activité"]
    assert "Momo" not in " ".join(one.title for one in dues)
    assert "Tribunal" not in " ".join(one.title for one in dues)
    assert dues[0].on.tzinfo is not None  # type: ignore[union-attr]
    assert clock.today() < dues[0].day


def test_the_page_of_the_person_shows_what_comes(ines: Client, by: Actor, momo: Person) -> None:
    booked(by, momo)
    shown = text(ines.get(reverse("people:person", args=[momo.pk])))
    assert "Tous ses rendez-vous" in shown
    assert "2 décembre 2026" in shown
