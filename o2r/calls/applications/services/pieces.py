"""Documents joined to an application: received in quarantine, never read from there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.models import Application, JoinedPiece, Member
from o2r.calls.applications.services.guarding import editable, refuse_closed, touched
from o2r.calls.models import RequiredPiece
from o2r.core import clock
from o2r.core.files.content.types import OFFICE, PICTURES, FileType
from o2r.core.files.errors import FileRefused
from o2r.core.files.purposes import Purpose, declare
from o2r.core.files.services import receive, remove

JOIN = "joindre un document à cette candidature"
FILE_KIND = "application"
PURPOSE = declare(
    Purpose(
        code="application-piece",
        label="pièce d’une candidature",
        types=PICTURES | OFFICE | {FileType.PDF},
        max_bytes=20_000_000,
        max_files=100,
    )
)


def join_piece(
    *,
    by: Actor,
    application: Application,
    upload: "UploadedFile[Any]",
    piece: RequiredPiece | None = None,
    member: Member | None = None,
) -> JoinedPiece:
    """Join a document: of a required piece, or free; of one member, or of the consortium.

    The file is on the disk before the transaction, as ``core.files`` asks. Raises NotAllowed,
    ApplicationClosed, DomainError for a file that is refused at once or already joined.
    """
    require(by, "update", application, act=JOIN)
    refuse_closed(application)
    return keep_piece(
        by=by,
        upload=upload,
        place=Place(application, piece, member),
        held=lambda: editable(by, application, act=JOIN),
    )


@dataclass(frozen=True)
class Place:
    """Where a document goes: for a piece that the call asks for, or none; of a member, or none."""

    application: Application
    piece: RequiredPiece | None
    member: Member | None


def keep_piece(
    *, by: Actor, upload: "UploadedFile[Any]", place: Place, held: Callable[[], Application]
) -> JoinedPiece:
    """Receive a document, then join it to what ``held`` gives: the application, locked, once it was
    checked that this person may still change it.

    Raises what ``held`` raises, NotAllowed, and DomainError for a file that is refused at once or
    already joined.
    """
    if by.organisation is None:
        raise NotAllowed(JOIN)
    try:
        file = receive(
            by=by.author,
            upload=upload,
            organisation=by.organisation,
            attached_kind=FILE_KIND,
            attached_id=place.application.pk,
            purpose=PURPOSE.code,
        )
    except FileRefused as error:
        raise DomainError(str(error), field="file") from error
    with transaction.atomic():
        application = held()
        known = JoinedPiece.objects.select_related("piece").filter(file=file).first()
        if known is not None:
            return _same(known, place)
        try:
            with transaction.atomic():
                made = JoinedPiece.objects.create(
                    application=application,
                    piece=place.piece,
                    member=place.member,
                    file=file,
                    joined_at=clock.now(),
                )
        except IntegrityError:
            return _same(JoinedPiece.objects.get(file=file), place)
        touched(application)
        written(by, "update", application, "content")
        return made


def _same(known: JoinedPiece, place: Place) -> JoinedPiece:
    """The same content sent again for the same piece is that piece; else raises DomainError."""
    if known.piece == place.piece and known.member == place.member:
        return known
    where = known.piece.label if known.piece else "les autres documents"
    raise DomainError(
        f"Ce fichier est déjà joint : « {where} ». Joignez-en un autre ici.", field="file"
    )


@transaction.atomic
def remove_piece(*, by: Actor, joined: JoinedPiece) -> Application:
    """Take a document away, and erase it. Raises NotAllowed, ApplicationClosed."""
    held = editable(by, joined.application, act="retirer un document")
    return drop_piece(by=by, held=held, joined=joined)


def drop_piece(*, by: Actor, held: Application, joined: JoinedPiece) -> Application:
    """Erase a document of an application that is locked, and may still be changed."""
    remove(by=by.author, file=joined.file)
    touched(held)
    written(by, "update", held, "content")
    return held
