"""The safe of a person: papers added, checked, sealed, read, given back, erased."""

import base64
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django_tasks import task

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.files import storage
from o2r.core.files.content.types import PICTURES, FileType, Refused
from o2r.core.files.enums import FileState
from o2r.core.files.models import StoredFile
from o2r.core.files.names import extension_of
from o2r.core.files.purposes import Purpose, declare
from o2r.core.files.services import receive, remove
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.typed_text import tidy
from o2r.pathways.papers.enums import MOVES, Leaving, SafeKind, SafeState
from o2r.pathways.papers.models import SafeContent, SafeDocument
from o2r.pathways.papers.services.saving import saved_once
from o2r.pathways.rules import number
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

KEEP = "garder un papier pour cette personne"
ATTACHED = "safe-document"
KEEPER = Author.system("safe-keeping")
LOST = "Le fichier s’est perdu en route. Ajoutez-le de nouveau."
PURPOSE = declare(
    Purpose(
        code="safe-document",
        label="papier du coffre",
        types=PICTURES | {FileType.PDF},
        max_bytes=5_000_000,
        max_files=1,
    )
)


@dataclass(frozen=True)
class Paper:
    """What is said of a paper. ``key``: of its form, so that it is added once."""

    key: UUID
    kind: SafeKind
    title: str
    expires_on: date | None = None


@transaction.atomic
def keep(*, by: Actor, person: Person, paper: Paper, upload: "UploadedFile[Any]") -> SafeDocument:
    """Add a paper to the safe of somebody: its file is checked, then sealed.

    Raises NotAllowed; DomainError at the field to correct, for a safe that is full, and for a file
    that cannot be received.
    """
    file = held(by=by, person=person, act=KEEP)
    if by.user is None:
        raise NotAllowed(KEEP)
    same = SafeDocument.objects.filter(pk=paper.key, person=file)
    if (known := same.first()) is not None:
        return known
    title = _checked(file, paper)
    row = SafeDocument(
        pk=paper.key,
        subject=file.pk,
        person=file,
        kind=paper.kind,
        expires_on=paper.expires_on,
        added_by_id=by.user,
    )
    write_sealed(row, organisation=file.organisation_id, title=title)
    saved_once(row)
    # Its name might tell who the person is: the title, sealed, says what it is.
    extension = extension_of(upload.name or "")
    upload.name = f"papier.{extension}" if extension else "papier"
    try:
        receive(
            by=by.author,
            upload=upload,
            organisation=file.organisation_id,
            attached_kind=ATTACHED,
            attached_id=row.pk,
            purpose=PURPOSE.code,
        )
    except Refused as error:
        raise DomainError(str(error), field="file") from error
    touched(file)
    written(by, "safe.add", file, "identity")
    # After the verification, which was queued before.
    transaction.on_commit(partial(settle_later.enqueue, str(row.pk)))
    return row


def _checked(file: Person, paper: Paper) -> str:
    title = tidy(paper.title, lines=False)
    if not title:
        raise DomainError("Dites quel papier c’est : « carte d’identité ».", field="title")
    most = number("safe-most-papers")
    if SafeDocument.objects.filter(person=file).count() >= most:
        raise DomainError(
            f"Le coffre garde déjà {most} papiers, c’est le maximum. Voyez avec la personne ce "
            "qu’elle reprend."
        )
    return title


@transaction.atomic
def take_out(*, by: Actor, document: SafeDocument, why: Leaving) -> None:
    """Erase a paper from a safe, with its file and its codes: nothing of it stays.

    A second time changes nothing. Raises NotAllowed.
    """
    file = held(by=by, person=document.person, act="retirer un papier du coffre de cette personne")
    row = SafeDocument.objects.filter(pk=document.pk, person=file).first()
    if row is None:
        return
    forget_file(by.author, row)
    row.delete()
    touched(file)
    action = "safe.give_back" if why == Leaving.TAKEN else "safe.erase"
    written(by, action, file, "identity")


@transaction.atomic
def tell_read(*, by: Actor, document: SafeDocument) -> None:
    """Write that a paper is read: the person sees it on the page of their card."""
    written(by, "safe.read", document.person, "identity")


@task()
def settle_later(reference: str) -> str:
    """Seal the file of this paper if it has its verdict, from the queue; gives its state."""
    document = SafeDocument.objects.filter(pk=reference).first()
    return settle(document=document) if document is not None else "removed"


def settle(*, document: SafeDocument) -> str:
    """Seal the file of a paper once it is clean, or keep why it was refused; gives its state."""
    with key_scope(), transaction.atomic():
        file = Person.objects.select_for_update(no_key=True).get(pk=document.person_id)
        row = SafeDocument.objects.select_for_update(no_key=True, of=("self",)).filter(
            pk=document.pk
        )
        held_one = row.first()
        if held_one is None or held_one.state != SafeState.CHECKED:
            return held_one.state if held_one else "removed"
        return _settle(file, held_one)


def _settle(person: Person, row: SafeDocument) -> str:
    files = StoredFile.objects.attached_to(ATTACHED, row.pk).order_by("-received_at", "pk")
    file = files.first()
    if file is not None and file.state not in (FileState.CLEAN, FileState.REFUSED):
        return row.state
    if file is None or file.state == FileState.REFUSED:
        row.reason = file.reason if file is not None else LOST
        _move(row, SafeState.REFUSED)
    else:
        content = storage.clean(file.content_name).read_bytes()
        row.file_type, row.size = file.detected_type, len(content)
        kept = SafeContent(subject=row.subject, person=person, document=row)
        text = base64.b64encode(content).decode()
        write_sealed(kept, organisation=person.organisation_id, content=text)
        _move(row, SafeState.KEPT)
        kept.save(force_insert=True)
    if file is not None:
        remove(by=KEEPER, file=file)
    record(
        by=KEEPER,
        action="safe.settle",
        kind=person.access_kind,
        object_id=person.pk,
        organisation=person.chain,
        fields=["identity"],
    )
    return row.state


def _move(row: SafeDocument, state: SafeState) -> None:
    if state not in MOVES[SafeState(row.state)]:
        raise ValueError(f"{row.state} → {state}")
    row.state = state
    row.save(update_fields=["state", "reason", "file_type", "size"])


def settle_due() -> int:
    """Settle every paper that waits, when its task was lost; gives how many are settled."""
    due = list(SafeDocument.objects.due().order_by("added_on", "pk")[:50])
    return sum(settle(document=one) != SafeState.CHECKED for one in due)


def forget_file(by: Author, row: SafeDocument) -> None:
    """Erase the file of a paper that still waits outside the safe."""
    for file in StoredFile.objects.attached_to(ATTACHED, row.pk).order_by("pk"):
        remove(by=by, file=file)
