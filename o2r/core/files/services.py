"""Receiving files, giving their verdict, removing them."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django_tasks import task

from o2r.core import clock
from o2r.core.files import antivirus, storage
from o2r.core.files.content.recognising import recognise
from o2r.core.files.content.types import OFFICE, FileType, Refused
from o2r.core.files.content.workshop import WorkshopFailed, make_harmless
from o2r.core.files.enums import AWAITING_VERDICT, TRANSITIONS, FileState
from o2r.core.files.errors import FileRefused, Infected, MoveRefused, NoVerdict
from o2r.core.files.models import StoredFile
from o2r.core.files.names import check_extensions, clean_name, extension_of
from o2r.core.files.purposes import Purpose, purpose_of
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record

KIND = "stored-file"
FIRST_RETRY = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
ORPHAN_SECONDS = 3600
INSPECTOR = Author.system("file-inspection")
WAITS_FOR_ANTIVIRUS = (
    "Ce document de bureautique attend : aucun antivirus ne peut le vérifier sur cette plateforme. "
    "Pour qu’il soit lisible dès maintenant, envoyez-le en PDF."
)
TRIED_AGAIN = (
    "La vérification n’a pas pu se terminer. Elle sera refaite automatiquement ; le fichier n’est "
    "lisible par personne d’ici là."
)


def receive(
    *,
    by: Author,
    upload: "UploadedFile[Any]",
    organisation: UUID,
    attached_kind: str,
    attached_id: UUID,
    purpose: str,
) -> StoredFile:
    """Put a file in quarantine and ask for its verification. Sent twice, it is received once.

    ``attached_kind`` and ``attached_id`` say what it is joined to; ``purpose`` is the code of a
    declared purpose. Raises FileRefused, in words for the sender.
    """
    known = purpose_of(purpose)
    declared = upload.size or 0
    if declared > known.max_bytes:
        raise FileRefused(storage.too_big(known.max_bytes))
    storage.check_room(declared)
    content_name = storage.new_name()
    path = storage.quarantined(content_name)
    # On the disk before the transaction: the database is not kept waiting for a long file.
    size, digest = storage.spool(upload.chunks(), path, known.max_bytes)
    try:
        _check_size(size, declared)
        file = StoredFile(
            organisation=organisation,
            uploaded_by=by.user,
            attached_kind=attached_kind,
            attached_id=attached_id,
            purpose=purpose,
            original_name=clean_name(upload.name or ""),
            declared_size=declared,
            size=size,
            sha256=digest,
            content_name=content_name,
        )
        kept = _register(by=by, file=file, purpose=known)
    except BaseException:
        storage.erase(path)
        raise
    if kept.content_name != content_name:
        storage.erase(path)
    return kept


def _check_size(size: int, declared: int) -> None:
    if not size:
        raise FileRefused("Le fichier est vide. Choisissez un fichier qui contient quelque chose.")
    if size != declared:
        raise FileRefused(
            "Le fichier est arrivé incomplet. Vérifiez votre connexion, puis renvoyez-le."
        )


@transaction.atomic
def _register(*, by: Author, file: StoredFile, purpose: Purpose) -> StoredFile:
    """Write the row, or give the one that the same content already has here."""
    here = StoredFile.objects.attached_to(file.attached_kind, file.attached_id).kept()
    same = here.filter(
        organisation=file.organisation, purpose=file.purpose, sha256=file.sha256
    ).order_by("received_at")
    if (known := same.first()) is not None:
        return known
    if here.filter(purpose=purpose.code).count() >= purpose.max_files:
        raise FileRefused(
            f"Il y a déjà {purpose.max_files} fichiers ici, c’est le maximum. Retirez-en un, ou "
            "réunissez plusieurs documents dans un seul PDF."
        )
    file.received_at = clock.now()
    file.next_try_at = file.received_at + FIRST_RETRY
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except IntegrityError:
        # The same file was sent twice at the same instant.
        return same.get()
    record(
        by=by,
        action="file.receive",
        kind=KIND,
        object_id=file.pk,
        organisation=file.organisation,
        fields=["content"],
    )
    # A task lost before it is queued is found again by the recurring verification.
    transaction.on_commit(partial(inspect_later.enqueue, str(file.pk)))
    return file


@dataclass(frozen=True)
class _Verdict:
    """What the verification concluded; ``content_name``: of the harmless version, when clean."""

    state: FileState
    reason: str = ""
    kind: FileType | None = None
    content_name: str = ""


def inspect(*, by: Author, file: StoredFile) -> StoredFile:
    """Give a file its verdict; a file that has one is left as it is.

    To be called from a task: an antivirus may take half a minute, a heavy PDF as long.
    """
    if file.state not in AWAITING_VERDICT:
        return file
    verdict = _examine(file)
    try:
        return _settle(by=by, file=file, verdict=verdict)
    except BaseException:
        if verdict.content_name:
            storage.erase(storage.clean(verdict.content_name))
        raise


def _examine(file: StoredFile) -> _Verdict:
    path = storage.quarantined(file.content_name)
    purpose = purpose_of(file.purpose)
    kind = None
    try:
        check_extensions(file.original_name)
        if storage.sha256_of(path) != file.sha256:
            raise NoVerdict("content changed on the disk")
        with storage.mapped(path) as data:
            kind = recognise(data, extension_of(file.original_name), purpose.limits)
        if kind not in purpose.types:
            raise Refused(
                f"Ce fichier est : {kind.label}. Types acceptés ici : {purpose.accepted}."
            )
        if settings.CLAMD:
            antivirus.scan(path, settings.CLAMD)
        return _made_harmless(file, kind, purpose)
    except Infected:
        return _Verdict(
            FileState.REFUSED,
            "L’antivirus a reconnu un programme malveillant. Ne rouvrez pas ce fichier et prévenez "
            "votre service informatique.",
            kind,
        )
    except Refused as refusal:
        return _Verdict(FileState.REFUSED, str(refusal), kind)
    except (NoVerdict, WorkshopFailed, OSError, ValueError):
        # A read error is an error: never « clean ».
        return _Verdict(FileState.FAILED, TRIED_AGAIN, kind)


def _made_harmless(file: StoredFile, kind: FileType, purpose: Purpose) -> _Verdict:
    source = storage.quarantined(file.content_name)
    name = storage.new_name()
    target = storage.clean(name)
    storage.reserve(target)
    try:
        make_harmless(source, target, kind, purpose.limits)
        target.chmod(0o600)
    except BaseException:
        storage.erase(target)
        raise
    if kind in OFFICE and not settings.CLAMD:
        storage.erase(target)
        return _Verdict(FileState.QUARANTINE, WAITS_FOR_ANTIVIRUS, kind)
    return _Verdict(FileState.CLEAN, "", kind, name)


@transaction.atomic
def _settle(*, by: Author, file: StoredFile, verdict: _Verdict) -> StoredFile:
    """Write the verdict, unless another verification was quicker."""
    current = StoredFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    if current.state not in AWAITING_VERDICT:
        if verdict.content_name:
            storage.erase(storage.clean(verdict.content_name))
        return current
    received = storage.quarantined(current.content_name)
    current.inspected_at = clock.now()
    current.reason = verdict.reason[:400]
    current.detected_type = verdict.kind.value if verdict.kind else ""
    current.attempts = min(current.attempts + 1, 1000)
    wait = min(FIRST_RETRY * 2 ** min(current.attempts, 10), LONGEST_WAIT)
    current.next_try_at = current.inspected_at + wait
    if verdict.state in (FileState.CLEAN, FileState.REFUSED):
        current.content_name = verdict.content_name
        transaction.on_commit(partial(storage.erase, received))
    if verdict.state is FileState.CLEAN:
        current.size = storage.clean(verdict.content_name).stat().st_size
    if current.state != verdict.state:
        _move(by, current, verdict.state)
    current.save()
    return current


def _move(by: Author, file: StoredFile, state: FileState) -> None:
    if state not in TRANSITIONS[FileState(file.state)]:
        raise MoveRefused(f"{file.state} → {state}")
    file.state = state
    record(
        by=by,
        action=f"file.{state.value}",
        kind=KIND,
        object_id=file.pk,
        organisation=file.organisation,
        fields=["content"],
    )


@transaction.atomic
def remove(*, by: Author, file: StoredFile) -> None:
    """Erase a file, its row and its content."""
    record(
        by=by,
        action="file.remove",
        kind=KIND,
        object_id=file.pk,
        organisation=file.organisation,
        fields=["content"],
    )
    if file.content_name:
        for place in (storage.quarantined, storage.clean):
            transaction.on_commit(partial(storage.erase, place(file.content_name)))
    file.delete()


@task()
def inspect_later(reference: str) -> str:
    """Give its verdict to the file of this identifier, from the queue; gives its state."""
    file = StoredFile.objects.filter(pk=reference).first()
    if file is None:
        return "removed"
    return inspect(by=INSPECTOR, file=file).state


def sweep() -> int:
    """Erase the contents that no file claims, left by a stop at a bad moment; gives their number.

    A content of less than an hour may be on its way to its row.
    """
    limit = clock.now().timestamp() - ORPHAN_SECONDS
    erased = 0
    for path in storage.contents():
        is_old = path.stat().st_mtime < limit
        if is_old and not StoredFile.objects.filter(content_name=path.name).exists():
            storage.erase(path)
            erased += 1
    return erased
