"""An appointment is taken once, moved once, and only goes where its state leads."""

from datetime import timedelta
from uuid import uuid4

import pytest

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.core.journal.models import JournalEntry
from o2r.pathways.appointments.enums import (
    APPOINTMENT_MOVES,
    AppointmentState,
    ReminderChannel,
    ReminderState,
)
from o2r.pathways.appointments.models import Appointment, AppointmentMove
from o2r.pathways.appointments.selectors.spans import appointments_between
from o2r.pathways.appointments.services.booking import _move, move_to, settle
from o2r.people.models import Person
from o2r.people.services import cancel_opening, merge
from tests.accounts.factories import someone
from tests.pathways.appointments.booked import HOUR, SMS, at, booked
from tests.people.factories import Operator, acting, person

S = AppointmentState


def test_words_are_sealed_and_the_act_is_journaled(by: Actor, momo: Person) -> None:
    before = JournalEntry.objects.count()
    row = booked(by, momo, about="Ouvrir un compte", place="12 rue des Lilas")
    assert b"Lilas" not in bytes(row.place)
    assert read_sealed(row, "place", "about", organisation=momo.organisation_id) == {
        "place": "12 rue des Lilas",
        "about": "Ouvrir un compte",
    }
    assert JournalEntry.objects.count() == before + 1


def test_a_form_sent_twice_takes_one_appointment(by: Actor, momo: Person) -> None:
    code = uuid4()
    first, second = booked(by, momo, code=code), booked(by, momo, code=code)
    assert first == second
    assert Appointment.objects.count() == 1


def test_a_form_code_opens_no_file_of_somebody_else(
    by: Actor, momo: Person, place: Operator
) -> None:
    code = booked(by, momo).pk
    with pytest.raises(DomainError):
        booked(by, person(place.ines, "Zaza"), code=code)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lasts": timedelta(minutes=1)}, "ends"),
        ({"lasts": timedelta(hours=-1)}, "ends"),
        ({"lasts": timedelta(hours=13)}, "ends"),
        ({"motive": "XYZ"}, "motive"),
        ({"user": None}, "with_whom"),
        ({"place": "x" * 301}, "place"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    by: Actor, momo: Person, more: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        booked(by, momo, **more)
    assert refused.value.field == field
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("days", [-400, 800])
def test_a_day_too_far_is_refused(by: Actor, momo: Person, days: int) -> None:
    with pytest.raises(DomainError, match="trop loin"):
        booked(by, momo, at(days))


def test_nobody_is_in_two_places_at_once(by: Actor, momo: Person) -> None:
    booked(by, momo)
    with pytest.raises(DomainError, match="déjà un rendez-vous"):
        booked(by, momo, at(2, 0.5))
    booked(by, momo, at(2, 1))


def test_a_colleague_of_elsewhere_is_refused(by: Actor, momo: Person) -> None:
    with pytest.raises(DomainError, match="travaille plus ici"):
        booked(by, momo, user=someone().user.pk)


def test_who_does_not_follow_the_person_takes_nothing(momo: Person, place: Operator) -> None:
    with pytest.raises(NotAllowed):
        booked(acting(place.bastien), momo)


def test_moved_twice_it_moves_once_with_the_same_words(by: Actor, momo: Person) -> None:
    row = booked(by, momo, lasts=2 * HOUR, remind=(SMS,))
    to = at(5)
    first = move_to(by=by, appointment=row, starts_at=to)
    assert move_to(by=by, appointment=row, starts_at=to) == first
    row.refresh_from_db()
    assert (row.state, first.follows_id, first.lasts) == (S.MOVED, row.pk, 2 * HOUR)
    said = read_sealed(first, "place", organisation=momo.organisation_id)
    assert said == {"place": "Local"}
    assert [one.state for one in row.reminders.order_by("pk")] == [ReminderState.SKIPPED]
    assert [one.channel for one in first.reminders.order_by("pk")] == [ReminderChannel.SMS]
    with pytest.raises(DomainError):
        move_to(by=by, appointment=row, starts_at=at(6))


def test_it_may_move_to_an_hour_that_it_overlaps_itself(by: Actor, momo: Person) -> None:
    row = booked(by, momo)
    assert move_to(by=by, appointment=row, starts_at=at(2, 0.5)).starts_at == at(2, 0.5)


def test_nobody_came_yet_to_what_has_not_begun(by: Actor, momo: Person) -> None:
    row = booked(by, momo)
    for to in (S.DONE, S.ABSENT):
        with pytest.raises(DomainError, match="pas commencé"):
            settle(by=by, appointment=row, to=to)
    assert settle(by=by, appointment=row, to=S.EXCUSED).state == S.EXCUSED


def test_said_twice_it_is_written_once(by: Actor, momo: Person) -> None:
    row = booked(by, momo, at(-1))
    settle(by=by, appointment=row, to=S.DONE)
    settle(by=by, appointment=row, to=S.DONE)
    assert AppointmentMove.objects.filter(appointment=row).count() == 1


def test_who_came_is_not_silent_and_a_mistake_is_undone(by: Actor, momo: Person) -> None:
    old = clock.today() - timedelta(days=30)
    Person.objects.filter(pk=momo.pk).update(last_contact_on=old, opened_on=old)
    row = booked(by, momo, at(-1))
    settle(by=by, appointment=row, to=S.DONE)
    momo.refresh_from_db()
    assert momo.last_contact_on == row.day
    settle(by=by, appointment=row, to=S.ABSENT)
    momo.refresh_from_db()
    assert momo.last_contact_on == old


def test_an_appointment_only_goes_where_its_state_leads(by: Actor, momo: Person) -> None:
    row = booked(by, momo)
    for left, moves in APPOINTMENT_MOVES.items():
        for to in S:
            row.state = left
            row.save(update_fields=["state"])
            if to in moves:
                _move(by, row, to)
                assert row.state == to
            else:
                with pytest.raises(DomainError):
                    _move(by, row, to)


def test_what_is_cancelled_is_in_no_span(by: Actor, momo: Person) -> None:
    row, gone = booked(by, momo), booked(by, momo, at(3))
    settle(by=by, appointment=gone, to=S.CANCELLED)
    assert list(appointments_between(momo, at(0), at(9))) == [row]
    assert list(appointments_between(momo, at(2, 1), at(9))) == []


def test_appointments_pass_to_the_file_that_is_kept(
    by: Actor, momo: Person, place: Operator
) -> None:
    other = person(place.ines, "Mo")
    row = booked(by, other)
    merge(by=by, kept=momo, gone=other)
    row.refresh_from_db()
    assert row.person_id == momo.pk
    assert read_sealed(row, "place", organisation=momo.organisation_id) == {"place": "Local"}


def test_a_file_with_an_appointment_is_not_cancelled(by: Actor, momo: Person) -> None:
    booked(by, momo)
    with pytest.raises(DomainError):
        cancel_opening(by=by, person=momo)
