"""Activities: announced, held or cancelled; who is expected, and who came."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.typed_text import tidy
from o2r.pathways.appointments.codes import codes
from o2r.pathways.appointments.enums import (
    ACTIVITY_MOVES,
    ATTENDANCE_MOVES,
    ActivityState,
    AttendanceState,
)
from o2r.pathways.appointments.models import Activity, ActivityMove, Attendance, AttendanceMove
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

ANNOUNCE = "annoncer une activité"
ENROL = "inscrire cette personne à une activité"
LONGEST_TIME, FURTHEST, EARLIEST = timedelta(hours=12), timedelta(days=732), timedelta(days=366)


@dataclass(frozen=True)
class ActivityDetails:
    """What is announced. ``capacity``: 0 for no limit."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    capacity: int = 0


@transaction.atomic
def announce(*, by: Actor, details: ActivityDetails, code: UUID) -> Activity:
    """Announce an activity of one's organisation. ``code``: of the form; sent twice, it is one.

    Raises NotAllowed, DomainError.
    """
    if by.organisation is None:
        raise NotAllowed(ANNOUNCE)
    row = Activity(id=code, organisation_id=by.organisation)
    require(by, "create", row, act=ANNOUNCE)
    known = Activity.objects.filter(pk=code).first()
    if known is not None:
        if known.organisation_id != by.organisation:
            raise DomainError("Ce formulaire a déjà servi. Ouvrez-en un nouveau.")
        return known
    _fill(row, details)
    row.save(force_insert=True)
    return row


@transaction.atomic
def change(*, by: Actor, activity: Activity, details: ActivityDetails) -> Activity:
    """Correct what was announced, while it is planned. Raises NotAllowed, DomainError."""
    row = _held(by, activity)
    if not row.is_planned:
        raise DomainError("Cette activité n’est plus prévue : elle ne se corrige plus.")
    _fill(row, details)
    row.save()
    return row


@transaction.atomic
def move_activity(*, by: Actor, activity: Activity, to: ActivityState) -> Activity:
    """Say that it took place, or will not; a second time changes nothing. NotAllowed,
    DomainError."""
    row = _held(by, activity)
    left = ActivityState(row.state)
    if left == to:
        return row
    if to not in ACTIVITY_MOVES[left]:
        raise DomainError(f"Cette activité est « {left.label} » : elle ne peut plus changer.")
    if to == ActivityState.HELD and row.starts_at > clock.now():
        raise DomainError("Cette activité n’a pas commencé. Revenez après l’heure, ou annulez-la.")
    row.state = to
    row.save(update_fields=["state"])
    ActivityMove.objects.create(activity=row, left=left, reached=to, by=by.user)
    return row


@transaction.atomic
def enrol(*, by: Actor, activity: Activity, person: Person) -> Attendance:
    """Expect somebody whom one follows at an activity; a second time changes nothing.

    Raises NotAllowed; DomainError when it is full or cancelled.
    """
    file = _file(by, person)
    row = _held(by, activity)
    known = Attendance.objects.filter(activity=row, person=file).first()
    if known is not None:
        return known
    if row.is_cancelled:
        raise DomainError("Cette activité est annulée. Choisissez-en une autre.", field="person")
    if row.capacity and Attendance.objects.filter(activity=row).count() >= row.capacity:
        raise DomainError(
            f"Cette activité est complète : {row.capacity} places. Ajoutez une place, ou proposez "
            "une autre date.",
            field="person",
        )
    made = Attendance.objects.create(activity=row, person=file)
    touched(file)
    written(by, "update", file, "route")
    return made


@transaction.atomic
def mark(
    *, by: Actor, attendance: Attendance, to: AttendanceState, minutes: int | None = None
) -> Attendance:
    """Say whether somebody came, and for how long: the whole activity when nothing is said.

    A second time, the same, changes nothing. Raises NotAllowed, DomainError.
    """
    file = _file(by, attendance.person)
    activity = _held(by, attendance.activity)
    row = Attendance.objects.select_for_update(no_key=True).get(pk=attendance.pk)
    whole = int(activity.lasts.total_seconds() // 60)
    attended = (whole if minutes is None else minutes) if to == AttendanceState.PRESENT else 0
    if row.state == to and row.minutes == attended:
        return row
    _check_mark(activity, row, to, attended, whole)
    left, row.state, row.minutes, row.noted_at = row.state, to, attended, clock.now()
    row.save()
    AttendanceMove.objects.create(attendance=row, left=left, reached=to, by=by.user)
    if to == AttendanceState.PRESENT:
        file.last_contact_on = max(file.last_contact_on, activity.day)
    touched(file, "last_contact_on")
    written(by, "update", file, "route")
    return row


def _check_mark(
    activity: Activity, row: Attendance, to: AttendanceState, attended: int, whole: int
) -> None:
    left = AttendanceState(row.state)
    if to != left and to not in ATTENDANCE_MOVES[left]:
        raise DomainError(f"Cette présence ne peut pas redevenir « {to.label} ».")
    if activity.is_cancelled:
        raise DomainError("Cette activité est annulée : personne n’y est venu.")
    if to != AttendanceState.EXCUSED and activity.starts_at > clock.now():
        raise DomainError("Cette activité n’a pas commencé : on ne sait pas encore qui viendra.")
    if to == AttendanceState.PRESENT and not 0 < attended <= whole:
        raise DomainError(f"Le temps passé va de 1 à {whole} minutes.", field="minutes")


def _file(by: Actor, person: Person) -> Person:
    file = held(by=by, person=person, act=ENROL)
    if file.organisation_id != by.organisation:
        raise NotAllowed(ENROL)
    return file


def _held(by: Actor, activity: Activity) -> Activity:
    rows = Activity.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("organisation").filter(pk=activity.pk).first()
    if row is None:
        raise NotAllowed(ANNOUNCE)
    require(by, "update", row, act=ANNOUNCE)
    return row


def _fill(row: Activity, details: ActivityDetails) -> None:
    """What was typed, checked. Raises DomainError."""
    title, now = tidy(details.title, lines=False), clock.now()
    if not title or len(title) > 120:
        raise DomainError("Donnez un titre, de 120 caractères au plus.", field="title")
    if details.kind not in codes("activity"):
        raise DomainError("Cette nature n’est pas dans la liste.", field="kind")
    if not timedelta() < details.ends_at - details.starts_at <= LONGEST_TIME:
        raise DomainError("L’activité finit après son début, le même jour.", field="ends")
    if not now - EARLIEST <= details.starts_at <= now + FURTHEST:
        raise DomainError("Ce jour est trop loin. Vérifiez l’année.", field="day")
    row.title, row.kind, row.place = title, details.kind, tidy(details.place, lines=False)[:200]
    row.starts_at, row.ends_at, row.capacity = details.starts_at, details.ends_at, details.capacity
