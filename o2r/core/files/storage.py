"""Where contents are: private files with random names, in no folder that a server shows.

``quarantine/`` holds what was received, ``clean/`` what may be served. A content moves from one to
the other only by being made again.
"""

import hashlib
import mmap
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from o2r.core.files.content.types import Data
from o2r.core.files.errors import FileRefused, NoRoom

BALLAST_BYTES = 64_000_000
_BLOCK = 1 << 16


def root() -> Path:
    """The private folder of files, made at need."""
    folder = Path(settings.STORAGE_DIR) / "files"
    for made in (folder, folder / "quarantine", folder / "clean"):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def quarantined(name: str) -> Path:
    """The place of a content that nobody may read."""
    return root() / "quarantine" / name


def clean(name: str) -> Path:
    """The place of a content that may be served."""
    return root() / "clean" / name


def new_name() -> str:
    """A name that cannot be guessed and says nothing."""
    return secrets.token_hex(20)


def reserve(path: Path) -> None:
    """Make an empty file that only this account reads. Raises FileExistsError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def spool(chunks: Iterable[bytes], path: Path, limit: int) -> tuple[int, str]:
    """Write chunks to the disk for good; give their size in bytes and their SHA-256.

    Raises FileRefused past ``limit`` bytes, NoRoom when the disk is full; nothing is left then.
    """
    size, digest = 0, hashlib.sha256()
    reserve(path)
    try:
        with path.open("wb") as output:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise FileRefused(too_big(limit))
                digest.update(chunk)
                output.write(chunk)
            output.flush()
            os.fsync(output.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise NoRoom from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


def too_big(limit: int) -> str:
    """The sentence for a file over the limit, in bytes."""
    return (
        f"Le fichier dépasse la limite de {limit // 1_000_000} Mo. Réduisez-le (moins de pages, "
        "images plus petites), puis renvoyez-le."
    )


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def mapped(path: Path) -> Iterator[Data]:
    """The content of a file, without reading it into memory. The file must not be empty."""
    with (
        path.open("rb") as content,
        mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        yield data


def check_room(incoming: int) -> None:
    """Refuse a file that would leave too little room on the disk. Raises NoRoom.

    An embedded database needs room even to erase: see :func:`ensure_ballast`.
    """
    disk = shutil.disk_usage(root())
    floor = disk.total * settings.MIN_FREE_DISK_PERCENT // 100
    if disk.free - incoming < floor or not ensure_ballast():
        raise NoRoom


def ballast() -> Path:
    """The file to delete, by hand, when the disk is full."""
    return Path(settings.STORAGE_DIR) / "ballast"


def is_database_embedded() -> bool:
    """Whether the database is a file on this disk."""
    return connection.vendor == "sqlite"


def ensure_ballast() -> bool:
    """Keep 64 MB aside beside an embedded database; True when they are there, or not needed.

    On a full disk even a DELETE fails: removing this file gives the room to work again.
    """
    if not is_database_embedded():
        return True
    path = ballast()
    if path.is_file() and path.stat().st_size >= BALLAST_BYTES:
        return True
    try:
        handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            # Written, not only sized: a hole would hold no room.
            os.posix_fallocate(handle, 0, BALLAST_BYTES)
        finally:
            os.close(handle)
    except OSError:
        path.unlink(missing_ok=True)
        return False
    return True


def erase(path: Path) -> None:
    """Remove a content, if it is there."""
    path.unlink(missing_ok=True)


def contents() -> Iterator[Path]:
    """Every content on the disk, in order."""
    yield from sorted((root() / "quarantine").iterdir())
    yield from sorted((root() / "clean").iterdir())
