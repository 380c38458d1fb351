"""The evidence that a participant could enter: received in quarantine, kept with the sheet."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core.files.content.types import PICTURES, FileType
from o2r.core.files.errors import FileRefused
from o2r.core.files.models import StoredFile
from o2r.core.files.purposes import Purpose, declare
from o2r.core.files.services import receive, remove
from o2r.pathways.fse.models import ParticipantSheet
from o2r.pathways.fse.services.settling import hold_sheet

JOIN = "joindre un justificatif à cette fiche FSE+"
FILE_KIND = "fse-sheet"
EVIDENCE = declare(
    Purpose(
        code="fse-evidence",
        label="justificatif d’éligibilité",
        types=PICTURES | {FileType.PDF},
        max_bytes=10_000_000,
        max_files=10,
    )
)


def join_evidence(
    *, by: Actor, sheet: ParticipantSheet, upload: "UploadedFile[Any]"
) -> ParticipantSheet:
    """Join a document to a sheet; the same one twice is joined once. Raises NotAllowed,
    DomainError for a file that is refused at once."""
    require(by, "update", sheet, act=JOIN)
    try:
        receive(
            by=by.author,
            upload=upload,
            organisation=sheet.organisation_id,
            attached_kind=FILE_KIND,
            attached_id=sheet.pk,
            purpose=EVIDENCE.code,
        )
    except FileRefused as error:
        raise DomainError(str(error), field="file") from error
    with transaction.atomic():
        held = hold_sheet(by, sheet, JOIN)
        held.has_evidence = True
        held.save(update_fields=["has_evidence"])
        written(by, "update", held, "evidence")
    return held


@transaction.atomic
def remove_evidence(*, by: Actor, sheet: ParticipantSheet, file: StoredFile) -> None:
    """Erase a document of a sheet. A second time changes nothing. Raises NotAllowed."""
    held = hold_sheet(by, sheet, "retirer un justificatif de cette fiche FSE+")
    kept = StoredFile.objects.attached_to(FILE_KIND, held.pk)
    row = kept.filter(pk=file.pk).first()
    if row is None:
        return
    remove(by=by.author, file=row)
    held.has_evidence = kept.exists()
    held.save(update_fields=["has_evidence"])
    written(by, "update", held, "evidence")
