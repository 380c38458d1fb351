"""The logo of an instance: made again by ``core.files``, then kept where anyone may read it."""

import hashlib
import os
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from o2r.accounts.actors import Actor
from o2r.accounts.governance.catalogue import LOGO
from o2r.core.files import storage
from o2r.core.files.content.types import PICTURES, FileType
from o2r.core.files.enums import FileState
from o2r.core.files.errors import FileRefused
from o2r.core.files.models import StoredFile
from o2r.core.files.purposes import Purpose, declare
from o2r.core.files.services import inspect, receive, remove

PURPOSE = declare(
    Purpose(code="logo", label="logo du site", types=PICTURES, max_bytes=300_000, max_files=1)
)
_NAME = re.compile(r"logo-[0-9a-f]{32}\.(?:png|jpg|webp)")


def folder() -> Path:
    """Where public pictures are."""
    made = Path(settings.STORAGE_DIR) / "public"
    made.mkdir(parents=True, exist_ok=True)
    return made


def made_harmless(*, by: Actor, upload: "UploadedFile[Any]") -> str:
    """The name of the picture, once it is judged, made again and kept. Raises FileRefused.

    Judged at once, since it is small and one waits for it; nothing stays in the private files.
    """
    if by.organisation is None:
        raise FileRefused("Choisissez d’abord l’organisation pour laquelle vous agissez.")
    received = receive(
        by=by.author,
        upload=upload,
        organisation=by.organisation,
        attached_kind="setting",
        # Each try is apart: a refused picture must not count in those of the next one.
        attached_id=uuid4(),
        purpose=PURPOSE.code,
    )
    judged = inspect(by=by.author, file=received)
    try:
        return _published(judged)
    finally:
        _forget(by, judged.pk)


def _published(file: StoredFile) -> str:
    kind = file.type
    if file.state != FileState.CLEAN or kind is None:
        raise FileRefused(
            file.reason
            or "La vérification de l’image n’a pas pu se terminer. Réessayez dans une minute."
        )
    content = storage.clean(file.content_name).read_bytes()
    name = f"{LOGO.code}-{hashlib.sha256(content).hexdigest()[:32]}.{kind.value}"
    # Written beside, then put in place: nobody reads half a picture.
    waiting = folder() / f"{uuid4().hex}.part"
    waiting.write_bytes(content)
    os.replace(waiting, folder() / name)
    return name


def _forget(by: Actor, file: UUID) -> None:
    found = StoredFile.objects.filter(pk=file).first()
    if found is not None:
        remove(by=by.author, file=found)


def picture(name: str) -> tuple[bytes, str]:
    """The content and the media type of a kept picture. Raises FileNotFoundError."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    kind = FileType(name.rpartition(".")[2])
    return (folder() / name).read_bytes(), kind.media_type
