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
from o2r.calls.reading.models import CallOffice, Opinion
from o2r.core import clock
from o2r.core.files.content.types import OFFICE, FileType
from o2r.core.files.errors import FileRefused
from o2r.core.files.purposes import Purpose
from o2r.core.files.purposes import declare as declare_purpose
from o2r.core.files.services import receive
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
    if application is not None and application.call_id != office.pk:
        raise DomainError("Cette candidature répond à un autre appel.")
    if not meeting.is_past or made.given_on > clock.today():
        raise DomainError("Cette réunion n’a pas eu lieu : son avis s’enregistre ensuite.")
    made.present = _present(meeting)
    try:
        made.full_clean(exclude=["file"])
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    made.save()
    if upload is not None:
        made.file = _received(by, made, upload)
        made.save(update_fields=["file"])
    return made


def _present(meeting: Meeting) -> list[dict[str, str]]:
    """The bodies and functions of the members who came, as noted in the attendance."""
    rows = Attendance.objects.filter(meeting=meeting, is_present=True).select_related("seat")
    found = [
        {"body": row.seat.body, "function": row.seat.function}
        for row in rows.order_by("-seat__is_chair", "seat__body", "seat__function", "pk")
    ]
    if not found:
        raise DomainError(
            "Les présents de cette réunion ne sont pas notés : un avis dit qui l’a rendu. Notez la "
            "présence sur la page de la réunion, puis revenez."
        )
    return found


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
