"""What State officers do of committees, and what is refused, in words."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE, Actor
from o2r.accounts.errors import DemonstrationOnly, DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.network.committees import examples, services
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.minutes import minutes_of
from o2r.network.committees.models import Attendance, Instance, Meeting, Seat
from o2r.network.committees.selectors import attendance, meetings_of
from o2r.network.committees.services import InstanceDetails, MeetingDetails, SeatDetails
from tests.network.committees.factories import InstanceFactory, MeetingFactory, SeatFactory

CDE = InstanceDetails(kind=InstanceKind.DEPARTMENTAL, name="CDE", region="84")
PARIS = ZoneInfo("Europe/Paris")


def instance_of(**changes: Any) -> InstanceDetails:
    return InstanceDetails(**{**CDE.__dict__, **changes})


def test_an_officer_records_an_instance_of_their_region(by: Actor) -> None:
    made = services.create_instance(by=by, details=instance_of(zone_expression="dep:38"))
    assert (made.zone_expression, made.zone_vintage is not None) == ("dep:38", True)
    assert made.territory_label == "Isère"
    whole = services.create_instance(by=by, details=instance_of(name="CRE", kind="regional"))
    assert whole.territory_label == "Auvergne-Rhône-Alpes"


def test_nobody_records_nor_moves_an_instance_elsewhere(by: Actor, zoe: User, karim: User) -> None:
    with pytest.raises(NotAllowed):
        services.create_instance(by=by, details=instance_of(region="93"))
    made = services.create_instance(by=by, details=CDE)
    with pytest.raises(NotAllowed):
        services.change_instance(by=by, instance=made, details=instance_of(region="93"))
    made.refresh_from_db()
    for stranger in (zoe, karim):
        with pytest.raises(NotAllowed):
            services.change_instance(by=actor_for(stranger), instance=made, details=CDE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone_expression": "dep:13"}, "sort de la région Auvergne-Rhône-Alpes"),
        ({"zone_expression": "dep:XX"}, "XX"),
        ({"region": "84", "name": ""}, "vide"),
        ({"kind": InstanceKind.COMMISSION}, "dépend d’un comité départemental"),
        (
            {"installed_on": date(2026, 2, 1), "closed_on": date(2026, 1, 1)},
            "La fin d’activité précède",
        ),
        ({"seat_count": 0}, "au moins 1"),
    ],
)
def test_what_an_instance_may_not_be(by: Actor, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DomainError, match=said):
        services.create_instance(by=by, details=instance_of(**changes))


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(DomainError, match="code officiel"):
        services.create_instance(by=CONSOLE, details=instance_of(region="00"))


def test_a_name_is_taken_once_in_a_region(by: Actor) -> None:
    services.create_instance(by=by, details=CDE)
    with pytest.raises(DomainError, match="porte déjà ce nom"):
        services.create_instance(by=by, details=instance_of(name="cde"))


def test_a_commission_depends_on_the_committee_of_its_region(by: Actor) -> None:
    parent = services.create_instance(by=by, details=CDE)
    commission = instance_of(name="Commission", kind=InstanceKind.COMMISSION, parent=parent)
    assert services.create_instance(by=by, details=commission).parent == parent
    elsewhere = InstanceFactory(region="93")
    with pytest.raises(DomainError, match="de la même région"):
        services.create_instance(
            by=by,
            details=instance_of(name="Autre", kind=InstanceKind.COMMISSION, parent=elsewhere),
        )


def test_a_member_sits_for_three_years_and_is_renewed(by: Actor) -> None:
    instance = InstanceFactory()
    seat = services.appoint(
        by=by,
        instance=instance,
        details=SeatDetails(function="maire", body="Ville", mandate_start=date(2026, 3, 1)),
    )
    assert seat.mandate_end == date(2029, 2, 28)
    assert services.renew_mandate(by=by, seat=seat).mandate_end == date(2032, 2, 29)
    entries = JournalEntry.objects.filter(kind="committee-member")
    assert entries.filter(action="create").exists()
    assert entries.filter(action="update").exists()


def test_a_member_sits_for_some_body(by: Actor, karim: User) -> None:
    instance = InstanceFactory()
    with pytest.raises(DomainError, match="pour quel organisme"):
        services.appoint(by=by, instance=instance, details=SeatDetails(function="maire"))
    partner = karim.memberships.get().organisation
    details = SeatDetails(function="conseiller", organisation=partner)
    assert services.appoint(by=by, instance=instance, details=details).body == partner.name
    with pytest.raises(NotAllowed):
        services.appoint(by=actor_for(karim), instance=instance, details=details)


def test_an_example_writes_to_nobody(by: Actor) -> None:
    instance = InstanceFactory(is_example=True)
    details = SeatDetails(function="maire", body="Ville", email="vraie@ville.fr")
    with pytest.raises(DomainError, match=r"finit par \.example"):
        services.appoint(by=by, instance=instance, details=details)


def test_a_mandate_ends_at_once_and_once(by: Actor) -> None:
    seat = SeatFactory(mandate_start=clock.today() - timedelta(days=9))
    services.end_mandate(by=by, seat=seat)
    assert seat.is_over
    with pytest.raises(DomainError, match="déjà fini"):
        services.end_mandate(by=by, seat=seat)
    fresh = SeatFactory(mandate_start=clock.today())
    with pytest.raises(DomainError, match="corrigez ses dates"):
        services.end_mandate(by=by, seat=fresh)


def test_a_mandate_does_not_end_before_it_starts(by: Actor) -> None:
    seat = SeatFactory()
    details = SeatDetails(
        function="maire",
        body="Ville",
        mandate_start=date(2026, 2, 1),
        mandate_end=date(2026, 1, 1),
    )
    with pytest.raises(DomainError, match="précède son début"):
        services.change_seat(by=by, seat=seat, details=details)


def meeting_on(start: datetime, **more: Any) -> MeetingDetails:
    return MeetingDetails(starts_at=start, **more)


def test_a_meeting_is_said_in_the_time_of_its_region() -> None:
    instance = InstanceFactory(region="04")
    start = datetime(2026, 5, 4, 0, 30, tzinfo=ZoneInfo("Indian/Reunion"))
    meeting = services.plan_meeting(by=CONSOLE, instance=instance, details=meeting_on(start))
    meeting.refresh_from_db()
    assert (meeting.day, f"{meeting.hour:%H:%M}") == (date(2026, 5, 4), "00:30")
    with pytest.raises(DomainError, match="déjà une réunion à cette heure"):
        services.plan_meeting(by=CONSOLE, instance=instance, details=meeting_on(start))


def test_an_instance_that_ended_does_not_meet(by: Actor) -> None:
    instance = InstanceFactory(closed_on=date(2026, 1, 1))
    with pytest.raises(DomainError, match="cessé son activité"):
        services.plan_meeting(by=by, instance=instance, details=meeting_on(clock.now()))


def test_attendance_counts_those_in_office_that_day(by: Actor) -> None:
    instance = InstanceFactory()
    came, away = SeatFactory(instance=instance, is_chair=True), SeatFactory(instance=instance)
    SeatFactory(instance=instance, mandate_end=date(2026, 1, 2))
    start = datetime(2026, 6, 1, 9, tzinfo=PARIS)
    meeting = MeetingFactory(instance=instance, starts_at=start, quorum=2)
    assert meeting.is_quorate is None
    services.record_attendance(by=by, meeting=meeting, present={came.pk})
    assert attendance(meeting) == [(came, True), (away, False)]
    assert (meeting.present_count, meeting.entitled_count, meeting.is_quorate) == (1, 2, False)
    services.record_attendance(by=by, meeting=meeting, present={came.pk, away.pk})
    assert meeting.is_quorate is True
    assert Attendance.objects.count() == 2


def test_attendance_waits_for_the_meeting_and_for_members(by: Actor) -> None:
    later = MeetingFactory(starts_at=clock.now() + timedelta(days=1))
    with pytest.raises(DomainError, match="n’a pas commencé"):
        services.record_attendance(by=by, meeting=later, present=())
    with pytest.raises(DomainError, match="Aucun membre n’était en exercice"):
        services.record_attendance(by=by, meeting=MeetingFactory(), present=())


def test_a_meeting_is_cancelled_until_something_is_kept_of_it(by: Actor) -> None:
    meeting = MeetingFactory()
    instance = meeting.instance
    SeatFactory(instance=instance)
    services.record_attendance(by=by, meeting=meeting, present=())
    with pytest.raises(DomainError, match="ne s’annule plus"):
        services.cancel_meeting(by=by, meeting=meeting)
    other = MeetingFactory(instance=instance, starts_at=clock.now() + timedelta(days=3))
    services.cancel_meeting(by=by, meeting=other)
    assert list(meetings_of(instance)) == [meeting]


def test_minutes_are_received_after_the_meeting(by: Actor, karim: User) -> None:
    meeting = MeetingFactory()
    upload = SimpleUploadedFile("cr.pdf", b"%PDF-1.4 essai")
    services.deposit_minutes(by=by, meeting=meeting, upload=upload)
    again = SimpleUploadedFile("cr-2.pdf", b"%PDF-1.4 autre")
    services.deposit_minutes(by=by, meeting=meeting, upload=again)
    assert [file.original_name for file in minutes_of(meeting)] == ["cr-2.pdf"]
    later = MeetingFactory(starts_at=clock.now() + timedelta(days=1))
    with pytest.raises(DomainError, match="n’a pas commencé"):
        services.deposit_minutes(by=by, meeting=later, upload=upload)
    with pytest.raises(NotAllowed):
        services.deposit_minutes(by=actor_for(karim), meeting=meeting, upload=upload)
    with pytest.raises(DomainError, match="vide"):
        services.deposit_minutes(by=by, meeting=meeting, upload=SimpleUploadedFile("a.pdf", b""))


def test_the_examples_come_once_and_only_in_a_demonstration(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(DemonstrationOnly):
        services.create_demo_committees(by=CONSOLE)
    settings.DEMONSTRATION = True
    assert len(services.create_demo_committees(by=CONSOLE)) == len(examples.INSTANCES)
    assert services.create_demo_committees(by=CONSOLE) == []
    assert all("(exemple)" in one.name for one in Instance.objects.all())
    assert not Seat.objects.exclude(email__endswith=".example").exists()
    assert Meeting.objects.filter(present_count__isnull=False).exists()
