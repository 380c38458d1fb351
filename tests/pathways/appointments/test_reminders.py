"""Nobody is reminded who did not say yes, at an hour they refused, or twice."""

from datetime import time, timedelta
from typing import Any

import pytest

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.core.messaging.enums import MessageState
from o2r.core.messaging.models import OutgoingMessage
from o2r.core.messaging.services import move as move_message
from o2r.core.messaging.services import send_due
from o2r.core.notifications.models import Notification
from o2r.pathways.appointments.enums import (
    REMINDER_MOVES,
    AppointmentState,
    ReminderChannel,
    ReminderState,
    SuspensionReason,
    WhyNot,
)
from o2r.pathways.appointments.models import Appointment, Reminder, ReminderPreference
from o2r.pathways.appointments.services.booking import settle
from o2r.pathways.appointments.services.planning import move_reminder
from o2r.pathways.appointments.services.preferring import Choices, choose
from o2r.pathways.appointments.services.reminding import (
    follow_messages,
    give_letter,
    hand_over_due,
    say_arrived,
)
from o2r.people.models import Person
from o2r.people.services import merge
from o2r.people.services.anonymising import anonymise
from tests.pathways.appointments.booked import SMS, at, booked, says_yes
from tests.people.factories import Operator, acting, person

S = ReminderState
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.SMS_PROVIDER, settings.STORAGE_DIR = "file", tmp_path


@pytest.fixture
def reminded(by: Actor, momo: Person) -> Appointment:
    says_yes(by, momo)
    return booked(by, momo, remind=(SMS,))


def work(after: timedelta = DAY) -> None:
    """What the worker does once, later."""
    with clock.stopped_at(clock.now() + after):
        hand_over_due(clock.now())
        send_due(clock.now())
        follow_messages()


def reminder(of: Appointment) -> Reminder:
    return Reminder.objects.get(appointment=of)


def state(of: Appointment) -> tuple[S, str]:
    row = reminder(of)
    return S(row.state), row.why


def test_it_leaves_the_day_before_once(reminded: Appointment) -> None:
    work(timedelta(hours=23))
    assert state(reminded) == (S.PLANNED, "")
    work()
    work()
    assert state(reminded) == (S.SENT, "")
    assert OutgoingMessage.objects.count() == 1


def test_it_says_neither_who_nor_what(by: Actor, momo: Person, settings: Any) -> None:
    says_yes(by, momo)
    booked(by, momo, about="Dettes", place="Tribunal", remind=(SMS,))
    hand_over_due(clock.now() + DAY)
    row = OutgoingMessage.objects.get()
    said = read_sealed(row, "text", "recipient", organisation=momo.organisation_id)
    assert said == {"text": "Rappel : mercredi 2 décembre à 10 h.", "recipient": "06 12 34 56 78"}


def test_without_a_yes_nothing_leaves(by: Actor, momo: Person) -> None:
    says_yes(by, momo)
    row = booked(by, momo, remind=(SMS,))
    choose(by=by, person=momo, choices=Choices(says_yes=False))
    work()
    assert state(row) == (S.SKIPPED, WhyNot.NO_CONSENT)
    assert not OutgoingMessage.objects.exists()


def test_a_yes_taken_back_just_before_stops_what_was_handed_over(
    by: Actor, momo: Person, reminded: Appointment
) -> None:
    with clock.stopped_at(clock.now() + DAY):
        hand_over_due(clock.now())
        choose(by=by, person=momo, choices=Choices(says_yes=False))
        send_due(clock.now())
        follow_messages()
    assert state(reminded) == (S.SKIPPED, WhyNot.NO_CONSENT)


def test_a_pause_stops_one_channel_until_its_day(
    by: Actor, momo: Person, reminded: Appointment
) -> None:
    later = booked(by, momo, at(9), remind=(SMS,))
    pause = Choices(
        says_yes=True,
        channels=[SMS],
        suspended=[SMS],
        suspended_until=clock.today() + timedelta(days=3),
        reason=SuspensionReason.ASKED,
    )
    choose(by=by, person=momo, choices=pause)
    work()
    assert state(reminded) == (S.SKIPPED, WhyNot.SUSPENDED)
    work(timedelta(days=8))
    assert state(later) == (S.SENT, "")


def test_a_pause_of_another_file_still_protects(
    by: Actor, momo: Person, place: Operator, reminded: Appointment
) -> None:
    other = person(place.ines, "Mo")
    pause = Choices(says_yes=False, suspended=[SMS], reason=SuspensionReason.DANGER)
    choose(by=by, person=other, choices=pause)
    merge(by=acting(place.ines), kept=momo, gone=other)
    work()
    assert state(reminded) == (S.SKIPPED, WhyNot.SUSPENDED)


def test_hours_that_the_person_refused_are_kept(by: Actor, momo: Person) -> None:
    says_yes(by, momo, not_before=time(17))
    row = booked(by, momo, remind=(SMS,))
    # 9 h UTC is 10 h in Paris: it waits for 17 h.
    work()
    assert state(row) == (S.HANDED, "")
    work(DAY + timedelta(hours=6))
    assert state(row)[0] == S.HANDED
    work(DAY + timedelta(hours=7))
    assert state(row) == (S.SENT, "")


def test_no_hour_is_left_before_the_appointment(by: Actor, momo: Person) -> None:
    says_yes(by, momo, not_before=time(18))
    row = booked(by, momo, at(0, 5), remind=(SMS,))
    work(timedelta())
    assert state(row) == (S.SKIPPED, WhyNot.NO_HOUR)


def test_without_a_telephone_it_is_said(by: Actor, momo: Person) -> None:
    choose(by=by, person=momo, choices=Choices(says_yes=True, channels=[SMS]))
    row = booked(by, momo, remind=(SMS,))
    work()
    assert state(row) == (S.SKIPPED, WhyNot.NO_CONTACT)


def test_what_does_not_take_place_is_not_recalled(by: Actor, reminded: Appointment) -> None:
    settle(by=by, appointment=reminded, to=AppointmentState.CANCELLED)
    work()
    assert state(reminded) == (S.SKIPPED, WhyNot.NOT_BOOKED)
    assert not OutgoingMessage.objects.exists()


def test_one_cancelled_while_it_waits_for_its_hour_does_not_leave(
    by: Actor, momo: Person, reminded: Appointment
) -> None:
    with clock.stopped_at(clock.now() + DAY):
        hand_over_due(clock.now())
        settle(by=by, appointment=reminded, to=AppointmentState.CANCELLED)
        send_due(clock.now())
        follow_messages()
    assert state(reminded) == (S.SKIPPED, WhyNot.NOT_BOOKED)


def test_one_that_perhaps_left_is_told_and_settled_by_somebody(
    by: Actor, momo: Person, reminded: Appointment
) -> None:
    with clock.stopped_at(clock.now() + DAY):
        hand_over_due(clock.now())
        row = OutgoingMessage.objects.get()
        row.claimed_until = clock.now()
        move_message(row, MessageState.SENDING)
        move_message(row, MessageState.UNKNOWN)
        follow_messages()
        follow_messages()
    assert state(reminded) == (S.UNKNOWN, "")
    told = Notification.objects.get(kind="reminder-lost")
    assert told.recipient == by.user
    assert "Momo" not in told.subject + told.body
    say_arrived(by=by, reminder=reminder(reminded), arrived=False)
    say_arrived(by=by, reminder=reminder(reminded), arrived=True)
    assert state(reminded)[0] == S.FAILED
    row.refresh_from_db()
    assert row.state == MessageState.FAILED


def test_without_a_referent_who_coordinates_is_told(
    momo: Person, place: Operator, reminded: Appointment
) -> None:
    Person.objects.filter(pk=momo.pk).update(referent=None)
    with clock.stopped_at(clock.now() + DAY):
        hand_over_due(clock.now())
        row = OutgoingMessage.objects.get()
        move_message(row, MessageState.FAILED, why="numero")
        follow_messages()
    assert state(reminded) == (S.FAILED, WhyNot.REFUSED)
    assert Notification.objects.get(kind="reminder-lost").recipient == place.claire.pk


def test_a_letter_is_given_by_somebody_once(by: Actor, momo: Person, place: Operator) -> None:
    row = booked(by, momo, at(10), remind=(ReminderChannel.LETTER,))
    work(timedelta(days=5))
    assert state(row) == (S.PLANNED, "")
    with pytest.raises(NotAllowed):
        give_letter(by=acting(place.bastien), reminder=reminder(row))
    give_letter(by=by, reminder=reminder(row))
    give_letter(by=by, reminder=reminder(row))
    assert state(row) == (S.SENT, "")


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        (Choices(says_yes=True), "channels"),
        (Choices(says_yes=False, suspended=[SMS]), "reason"),
    ],
)
def test_half_a_choice_is_refused(by: Actor, momo: Person, choices: Choices, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        choose(by=by, person=momo, choices=choices)
    assert refused.value.field == field


def test_the_day_of_a_yes_stays(by: Actor, momo: Person) -> None:
    says_yes(by, momo)
    first = ReminderPreference.objects.get().said_yes_on
    with clock.stopped_at(clock.now() + 3 * DAY):
        choose(by=by, person=momo, choices=Choices(says_yes=True, channels=[SMS]))
    assert ReminderPreference.objects.get().said_yes_on == first


def test_a_reminder_only_goes_where_its_state_leads(reminded: Appointment) -> None:
    row = reminder(reminded)
    for left, moves in REMINDER_MOVES.items():
        for to in S:
            row.state = left
            row.save(update_fields=["state"])
            if to in moves:
                move_reminder(row, to)
                assert row.state == to
            else:
                with pytest.raises(DomainError):
                    move_reminder(row, to)


def test_nothing_stays_of_somebody_who_is_erased(
    by: Actor, momo: Person, reminded: Appointment
) -> None:
    hand_over_due(clock.now() + DAY)
    anonymise(by=by, person=momo)
    for model in (Appointment, Reminder, ReminderPreference, OutgoingMessage):
        assert not model._base_manager.exists()
