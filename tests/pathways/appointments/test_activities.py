"""Activities: announced once, full when they are, and who came is written in each file."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.pathways.appointments.enums import (
    ACTIVITY_MOVES,
    ATTENDANCE_MOVES,
    ActivityState,
    AppointmentState,
    AttendanceState,
)
from o2r.pathways.appointments.models import Activity, Attendance
from o2r.pathways.appointments.selectors.month import month_of
from o2r.pathways.appointments.selectors.spans import instants, monday_of, spans_of, weeks_of
from o2r.pathways.appointments.services.booking import settle
from o2r.pathways.appointments.services.gathering import (
    ActivityDetails,
    announce,
    change,
    enrol,
    mark,
    move_activity,
)
from o2r.people.models import Person
from o2r.people.services import merge
from tests.pathways.appointments.booked import HOUR, announced, at, booked
from tests.people.factories import Operator, acting, person

A, T = AttendanceState, ActivityState


def test_a_form_sent_twice_announces_once(by: Actor) -> None:
    code, start = uuid4(), at()
    details = ActivityDetails("Vélo", "SPORT", start, start + HOUR)
    assert announce(by=by, details=details, code=code) == announce(
        by=by, details=details, code=code
    )
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "kind", "hours", "field"),
    [("", "SPORT", 1, "title"), ("Vélo", "X", 1, "kind"), ("Vélo", "SPORT", 0, "ends")],
)
def test_what_is_no_activity_is_refused(
    by: Actor, title: str, kind: str, hours: int, field: str
) -> None:
    start = at()
    with pytest.raises(DomainError) as refused:
        announce(
            by=by,
            details=ActivityDetails(title, kind, start, start + hours * HOUR),
            code=uuid4(),
        )
    assert refused.value.field == field


def test_it_holds_no_more_people_than_places(by: Actor, momo: Person, place: Operator) -> None:
    activity = announced(by, capacity=1)
    enrol(by=by, activity=activity, person=momo)
    enrol(by=by, activity=activity, person=momo)
    with pytest.raises(DomainError, match="complète"):
        enrol(by=by, activity=activity, person=person(place.ines, "Zaza"))
    assert Attendance.objects.count() == 1


def test_who_does_not_follow_somebody_does_not_enrol_them(
    by: Actor, momo: Person, place: Operator
) -> None:
    with pytest.raises(NotAllowed):
        enrol(by=acting(place.bastien), activity=announced(by), person=momo)


def test_another_operator_changes_nothing(by: Actor) -> None:
    activity, start = announced(by), at(4)
    stranger = acting(Operator().ines)
    with pytest.raises(NotAllowed):
        move_activity(by=stranger, activity=activity, to=T.CANCELLED)
    details = ActivityDetails("Autre", "SPORT", start, start + HOUR)
    with pytest.raises(NotAllowed):
        change(by=stranger, activity=activity, details=details)


def test_nobody_came_yet_to_what_has_not_begun(by: Actor, momo: Person) -> None:
    one = enrol(by=by, activity=announced(by), person=momo)
    with pytest.raises(DomainError, match="pas commencé"):
        mark(by=by, attendance=one, to=A.PRESENT)
    assert mark(by=by, attendance=one, to=A.EXCUSED).state == A.EXCUSED


@pytest.mark.parametrize(("minutes", "kept"), [(None, 120), (45, 45), (120, 120)])
def test_minutes_are_those_of_the_activity_at_most(
    by: Actor, momo: Person, minutes: int | None, kept: int
) -> None:
    one = enrol(by=by, activity=announced(by, at(-1)), person=momo)
    assert mark(by=by, attendance=one, to=A.PRESENT, minutes=minutes).minutes == kept


@pytest.mark.parametrize("minutes", [0, 121])
def test_other_minutes_are_refused(by: Actor, momo: Person, minutes: int) -> None:
    one = enrol(by=by, activity=announced(by, at(-1)), person=momo)
    with pytest.raises(DomainError):
        mark(by=by, attendance=one, to=A.PRESENT, minutes=minutes)


def test_an_attendance_only_goes_where_its_state_leads(by: Actor, momo: Person) -> None:
    one = enrol(by=by, activity=announced(by, at(-1)), person=momo)
    for left, moves in ATTENDANCE_MOVES.items():
        for to in A:
            minutes = 10 if left == A.PRESENT else 0
            Attendance.objects.filter(pk=one.pk).update(state=left, minutes=minutes)
            if to in moves:
                assert mark(by=by, attendance=one, to=to).state == to
            elif to != left:
                with pytest.raises(DomainError):
                    mark(by=by, attendance=one, to=to)


def test_an_activity_only_goes_where_its_state_leads(by: Actor) -> None:
    activity = announced(by, at(-1))
    for left, moves in ACTIVITY_MOVES.items():
        for to in T:
            Activity.objects.filter(pk=activity.pk).update(state=left)
            if to in moves or to == left:
                assert move_activity(by=by, activity=activity, to=to).state == to
            else:
                with pytest.raises(DomainError):
                    move_activity(by=by, activity=activity, to=to)


def test_hours_are_counted_once_even_when_two_files_become_one(
    by: Actor, momo: Person, place: Operator
) -> None:
    other = person(place.ines, "Mo")
    activity = announced(by, at(-1))
    for one in (momo, other):
        mark(by=by, attendance=enrol(by=by, activity=activity, person=one), to=A.PRESENT)
    merge(by=by, kept=momo, gone=other)
    row = booked(by, momo, at(-1, 4))
    settle(by=by, appointment=row, to=AppointmentState.DONE)
    zone, today = ZoneInfo("Europe/Paris"), clock.today()
    first = today - timedelta(days=20)
    spans = spans_of(momo, *instants(first, today, zone), clock.now())
    weeks = weeks_of(spans, zone, first, today)
    assert sum(one.minutes for one in weeks) == 180
    assert [one.monday for one in weeks] == sorted({one.monday for one in weeks}, reverse=True)
    assert {monday_of(one.starts_at.date()) for one in spans} <= {one.monday for one in weeks}


def test_the_month_proposes_less_for_what_was_missed_without_an_excuse(
    by: Actor, momo: Person
) -> None:
    for days, to in ((-3, A.PRESENT), (-2, A.ABSENT), (-1, A.EXCUSED)):
        one = enrol(by=by, activity=announced(by, at(days)), person=momo)
        mark(by=by, attendance=one, to=to)
    born = clock.today().replace(year=2004)
    month = month_of(momo, clock.today().replace(day=1), born)
    assert (month.due, month.minutes, month.missed, month.waits) == (360, 120, 120, 0)
    assert month.proposed is not None
    assert f"{month.proposed.lowest}" == "333.33"
    assert month_of(momo, clock.today().replace(day=1), None).proposed is None
