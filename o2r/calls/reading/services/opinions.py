"""Recording what committees say."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.models import Application
from o2r.calls.models import Call
from o2r.calls.reading.enums import OpinionSense
from o2r.calls.reading.models import CallOffice, Opinion, OpinionRevision
from o2r.core import clock
from o2r.core.files.content.types import OFFICE, FileType
from o2r.core.files.errors import FileRefused
from o2r.core.files.purposes import Purpose
from o2r.core.files.purposes import declare as declare_purpose
from o2r.core.files.services import receive, remove
from o2r.core.journal.services import record
from o2r.network.committees.models import Attendance, Meeting

FILE_KIND = "opinion"
PURPOSE = declare_purpose(
    Purpose(
        code="committee-opinion",
        label="avis d’une instance",
        types=OFFICE | {FileType.PDF},
        max_bytes=20_000_000,
        max_files=1,
    )
)


@transaction.atomic
def record_opinion(
    *,
    by: Actor,
    office: CallOffice,
    meeting: Meeting,
    sense: OpinionSense,
    text: str = "",
    application: Application | None = None,
    given_on: date | None = None,
    upload: "UploadedFile[Any] | None" = None,
) -> Opinion:
    """Record the opinion that a committee gave in a meeting, with the members who were there.

    ``application``: None when it is on the whole call. ``given_on``: the day of the meeting by
    default. Raises NotAllowed, DomainError.
    """
    made = Opinion(
        call=Call.objects.get(pk=office.pk),
        application=application,
        meeting=meeting,
        sense=sense,
        text=text.strip(),
        given_on=given_on or meeting.day,
        recorded_at=clock.now(),
        recorded_by_id=by.user,
    )
    require(by, "create", made, act="enregistrer un avis")
    made.present = _present(meeting)
    _keep(made)
    if upload is not None:
        made.file = _received(by, made, upload)
        made.save(update_fields=["file"])
    return made


@transaction.atomic
def correct_opinion(
    *,
    by: Actor,
    opinion: Opinion,
    meeting: Meeting,
    sense: OpinionSense,
    reason: str,
    text: str = "",
    application: Application | None = None,
    given_on: date | None = None,
    upload: "UploadedFile[Any] | None" = None,
) -> Opinion:
    """Correct an opinion that was recorded: what it said is kept, with ``reason`` and who did it.

    A new document takes the place of the former one, which is erased. The members present are those
    of the meeting as they are noted now, or as they were while nothing is noted any more. Raises
    NotAllowed, DomainError.
    """
    rows = Opinion.objects.select_for_update(no_key=True, of=("self",)).select_related("call")
    locked = rows.get(pk=opinion.pk)
    require(by, "update", locked, act="corriger un avis")
    if not reason.strip():
        raise DomainError("Dites pourquoi cet avis est corrigé : le motif est gardé.")
    _remember(locked, by, reason.strip()[:300])
    is_moved = locked.meeting_id != meeting.pk
    locked.meeting, locked.application, locked.sense = meeting, application, sense
    locked.text, locked.given_on = text.strip(), given_on or meeting.day
    locked.present = _present(meeting) if is_moved else _noted(meeting) or locked.present
    _keep(locked)
    if upload is not None:
        if locked.file is not None:
            remove(by=by.author, file=locked.file)
        locked.file = _received(by, locked, upload)
        locked.save(update_fields=["file"])
    record(
        by=by.author,
        action="opinion.correct",
        kind=locked.access_kind,
        object_id=locked.pk,
        organisation=locked.chain,
    )
    return locked


def _remember(opinion: Opinion, by: Actor, reason: str) -> None:
    """Keep what an opinion says, before it says something else."""
    OpinionRevision.objects.create(
        opinion=opinion,
        meeting_id=opinion.meeting_id,
        application_id=opinion.application_id,
        sense=opinion.sense,
        text=opinion.text,
        given_on=opinion.given_on,
        present=opinion.present,
        reason=reason,
        corrected_at=clock.now(),
        corrected_by_id=by.user,
    )


def _keep(opinion: Opinion) -> None:
    """Save an opinion if it may be. Raises DomainError."""
    application, meeting = opinion.application, opinion.meeting
    if application is not None and application.call_id != opinion.call_id:
        raise DomainError("Cette candidature répond à un autre appel.")
    if not meeting.is_past or opinion.given_on > clock.today():
        raise DomainError("Cette réunion n’a pas eu lieu : son avis s’enregistre ensuite.")
    others = Opinion.objects.filter(call=opinion.call, meeting=meeting, application=application)
    if others.exclude(pk=opinion.pk).exists():
        raise DomainError(
            "Un avis de cette réunion, sur le même objet, est déjà enregistré. Corrigez-le dans "
            "« Avis rendus », plutôt que d’en enregistrer un second."
        )
    try:
        opinion.full_clean(exclude=["file"])
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    opinion.save()


def _present(meeting: Meeting) -> list[dict[str, str]]:
    """The members who came. Raises DomainError when nobody is noted."""
    found = _noted(meeting)
    if not found:
        raise DomainError(
            "Les présents de cette réunion ne sont pas notés : un avis dit qui l’a rendu. Notez la "
            "présence sur la page de la réunion, puis revenez."
        )
    return found


def _noted(meeting: Meeting) -> list[dict[str, str]]:
    """The bodies and functions of the members who came, as noted in the attendance."""
    rows = Attendance.objects.filter(meeting=meeting, is_present=True).select_related("seat")
    return [
        {"body": row.seat.body, "function": row.seat.function}
        for row in rows.order_by("-seat__is_chair", "seat__body", "seat__function", "pk")
    ]


def _received(by: Actor, opinion: Opinion, upload: "UploadedFile[Any]") -> Any:
    if by.organisation is None:
        raise NotAllowed("déposer un document")
    try:
        return receive(
            by=by.author,
            upload=upload,
            organisation=by.organisation,
            attached_kind=FILE_KIND,
            attached_id=opinion.pk,
            purpose=PURPOSE.code,
        )
    except FileRefused as refusal:
        raise DomainError(str(refusal)) from refusal
