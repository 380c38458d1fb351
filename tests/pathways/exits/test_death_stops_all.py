"""After a death nothing is awaited, recalled nor asked; and nobody is told that it was missed."""

from datetime import timedelta

import pytest

from o2r.core import clock
from o2r.core.messaging.models import OutgoingMessage
from o2r.core.notifications.models import Notification
from o2r.outreach.models import Promise
from o2r.outreach.services.promising import Promised, make_promise
from o2r.pathways.appointments.enums import AppointmentState, AttendanceState, ReminderState
from o2r.pathways.appointments.models import Appointment, Attendance, Reminder
from o2r.pathways.appointments.services.gathering import enrol
from o2r.pathways.employment.enums import (
    AlertState,
    Answer,
    CheckpointState,
    ContractKind,
    JobState,
    Side,
)
from o2r.pathways.employment.models import Checkpoint, EmployerContact, EmploymentAlert, Job
from o2r.pathways.employment.services.asking import Given, note_answer
from o2r.pathways.employment.services.following import Reached, agree_contact
from o2r.pathways.employment.services.jobs import JobDetails, sign
from o2r.pathways.exits.enums import ExitKind
from o2r.pathways.exits.services import Leaving, leave
from o2r.pathways.models import Pathway
from o2r.pathways.silence.models import SilenceAlert
from o2r.pathways.silence.services.noting import notice_silences
from o2r.people.enums import Support
from o2r.people.models import Person
from o2r.people.services import inform
from tests.pathways.appointments.booked import SMS, announced, booked, says_yes
from tests.people.factories import Operator, acting

LONG_AFTER = timedelta(days=400)


@pytest.fixture
def busy(place: Operator, momo: Person, pathway: Pathway) -> Person:
    """A promise, an appointment with its reminder, an activity, a job with its questions."""
    by = acting(place.ines)
    inform(by=by, person=momo, support=Support.SPOKEN, language="fr")
    make_promise(by=by, person=momo, promised=Promised("Rappeler", clock.today()))
    says_yes(by, momo)
    booked(by, momo, remind=(SMS,))
    enrol(by=by, activity=announced(by), person=momo)
    job = sign(
        by=by,
        person=momo,
        details=JobDetails(
            employer="Cuisine",
            contract=ContractKind.CDI,
            starts_on=clock.today(),
            ends_on=None,
            code="c" * 40,
        ),
    )
    contact = Reached("Mme Sorel", clock.today(), "oui, elle", phone="0639980009")
    agree_contact(by=by, job=job, given=contact)
    row = Checkpoint.objects.filter(job=job, side=Side.PERSON).order_by("due_on")[0]
    note_answer(by=by, checkpoint=row, given=Given(Answer.RED))
    return momo


def ended(place: Operator, pathway: Pathway, kind: ExitKind) -> None:
    given = {"where": "Mission locale", "who": "Mme Roche"} if kind.needs_referent else {}
    leave(by=acting(place.ines), pathway=pathway, leaving=Leaving(kind, clock.today(), **given))


def test_a_death_stops_everything(place: Operator, pathway: Pathway, busy: Person) -> None:
    told = Notification.objects.count()
    ended(place, pathway, ExitKind.DEATH)
    assert Promise.objects.get().state == "sans-objet"
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    assert Reminder.objects.get().state == ReminderState.SKIPPED
    assert Attendance.objects.get().state == AttendanceState.EXCUSED
    states = set(Checkpoint.objects.exclude(answer=Answer.RED).values_list("state", flat=True))
    assert states == {CheckpointState.CANCELLED}
    assert EmploymentAlert.objects.get().state == AlertState.CLOSED
    assert not Job.objects.live().exists()
    assert Job.objects.get().state == JobState.VOID
    assert not EmployerContact.objects.exists()
    assert not OutgoingMessage.objects.filter(state="attente").exists()
    assert Notification.objects.count() == told


def test_another_exit_leaves_what_was_agreed(
    place: Operator, pathway: Pathway, busy: Person
) -> None:
    ended(place, pathway, ExitKind.COMMON_LAW)
    assert Promise.objects.get().state == "ouverte"
    assert Appointment.objects.get().is_booked
    assert Reminder.objects.get().state == ReminderState.PLANNED
    assert Checkpoint.objects.filter(state=CheckpointState.PLANNED).exists()
    assert Job.objects.live().exists()


def test_nobody_looks_for_somebody_who_died(
    place: Operator, pathway: Pathway, momo: Person
) -> None:
    with clock.stopped_at(clock.now() + LONG_AFTER):
        assert notice_silences() == (1, 0)
        ended(place, pathway, ExitKind.DEATH)
        assert not SilenceAlert.objects.active().exists()
        assert notice_silences() == (0, 0)
    with clock.stopped_at(clock.now() + LONG_AFTER + LONG_AFTER):
        assert notice_silences() == (0, 0)
