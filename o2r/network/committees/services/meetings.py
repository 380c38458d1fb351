"""Meetings: planned, held, their attendance and their minutes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core.files.errors import FileRefused
from o2r.core.files.models import StoredFile
from o2r.core.files.services import receive, remove
from o2r.network.committees.minutes import ATTACHED_KIND, PURPOSE, current_minutes, minutes_of
from o2r.network.committees.models import Attendance, Instance, Meeting
from o2r.network.committees.selectors import members_on
from o2r.network.committees.services.checking import put, saved


@dataclass(frozen=True)
class MeetingDetails:
    """What is said of a meeting. ``quorum``: how many members must come, None when not said."""

    starts_at: datetime
    place: str = ""
    is_plenary: bool = True
    agenda: str = ""
    quorum: int | None = None


@transaction.atomic
def plan_meeting(*, by: Actor, instance: Instance, details: MeetingDetails) -> Meeting:
    """Put a meeting in the calendar of an instance. Raises NotAllowed, DomainError."""
    meeting = Meeting(instance=instance)
    require(by, "update", meeting, act="réunir cette instance")
    if instance.closed_on and details.starts_at.date() > instance.closed_on:
        raise DomainError(
            "Cette instance aura cessé son activité à cette date. Choisissez une date d’avant, ou "
            "corrigez la fin d’activité de l’instance."
        )
    put(meeting, details)
    saved(meeting)
    return meeting


@transaction.atomic
def change_meeting(*, by: Actor, meeting: Meeting, details: MeetingDetails) -> Meeting:
    """Correct what is said of a meeting. Raises NotAllowed, DomainError."""
    require(by, "update", meeting, act="modifier cette réunion")
    put(meeting, details)
    saved(meeting)
    return meeting


@transaction.atomic
def cancel_meeting(*, by: Actor, meeting: Meeting) -> None:
    """Take a meeting out of the calendar. Raises NotAllowed, DomainError once something is kept."""
    require(by, "update", meeting, act="annuler cette réunion")
    if meeting.present_count is not None or minutes_of(meeting):
        raise DomainError(
            "Cette réunion a eu lieu : sa présence ou son compte rendu sont enregistrés. Elle ne "
            "s’annule plus."
        )
    meeting.delete()


@transaction.atomic
def record_attendance(*, by: Actor, meeting: Meeting, present: Collection[UUID]) -> Meeting:
    """Say who came, among the members in office that day: ``present`` are seats, others were away.

    Raises NotAllowed, DomainError before the meeting, or when nobody is in office.
    """
    require(by, "update", meeting, act="noter les présences de cette réunion")
    if not meeting.is_past:
        raise DomainError("Cette réunion n’a pas commencé : les présences se notent ensuite.")
    seats = list(members_on(meeting.instance, meeting.day))
    if not seats:
        raise DomainError(
            "Aucun membre n’était en exercice ce jour-là. Ajoutez d’abord les membres de "
            "l’instance, avec les dates de leur mandat."
        )
    for seat in seats:
        require(by, "update", seat, act="noter la présence de ce membre")
    Attendance.objects.filter(meeting=meeting).delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=seat, is_present=seat.pk in present) for seat in seats
    )
    meeting.present_count = sum(seat.pk in present for seat in seats)
    meeting.entitled_count = len(seats)
    saved(meeting)
    written(by, "update", seats[0], "identity", count=len(seats))
    return meeting


@transaction.atomic
def deposit_minutes(*, by: Actor, meeting: Meeting, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep the minutes of a meeting; they replace the last ones once they are verified.

    Raises NotAllowed, DomainError.
    """
    require(by, "update", meeting, act="déposer le compte rendu de cette réunion")
    if by.organisation is None:
        raise NotAllowed("déposer un compte rendu")
    if not meeting.is_past:
        raise DomainError("Cette réunion n’a pas commencé : son compte rendu se dépose ensuite.")
    _forget_older(by=by, meeting=meeting)
    try:
        return receive(
            by=by.author,
            upload=upload,
            organisation=by.organisation,
            attached_kind=ATTACHED_KIND,
            attached_id=meeting.pk,
            purpose=PURPOSE.code,
        )
    except FileRefused as refusal:
        raise DomainError(str(refusal)) from refusal


def _forget_older(*, by: Actor, meeting: Meeting) -> None:
    """Keep the last minutes that may be read, and nothing older."""
    readable = current_minutes(meeting)
    for file in minutes_of(meeting):
        if readable is None or file.pk != readable.pk:
            remove(by=by.author, file=file)
