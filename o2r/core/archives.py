"""A ZIP of files, sent as it is made: nothing is held whole in memory nor written on the disk."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast

from o2r.core import clock
from o2r.core.documents.same_bytes import zip_date
from o2r.core.files.names import LONGEST_NAME, clean_name

MEDIA_TYPE = "application/zip"
LONGEST_FOLDER = 60
_PACKED = frozenset("pdf png jpg jpeg webp docx xlsx odt ods zip gz".split())


@dataclass(frozen=True)
class ArchiveFile:
    """A file of the archive. ``name`` and ``folder`` (one level, or none) are made safe.

    ``content`` is read once, piece by piece.
    """

    name: str
    content: Iterable[bytes]
    folder: str = ""


class _Pipe:
    """What the archive writes, until it is taken. It cannot go back: sizes come after contents."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        """All that was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zip_archive(
    files: Iterable[ArchiveFile], *, made_at: datetime | None = None
) -> Iterator[bytes]:
    """The pieces of a ZIP of ``files``, in their order; each member is dated ``made_at``.

    Two files of one name are told apart (« pièce (2).pdf »). An error of a content stops the
    archive, which no program then takes for a whole one.
    """
    pipe, taken, date = _Pipe(), set[str](), zip_date(made_at or clock.now())
    with zipfile.ZipFile(cast(IO[bytes], pipe), "w") as archive:
        for file in files:
            member = zipfile.ZipInfo(_own_name(file, taken), date)
            member.create_system = 3
            member.external_attr = 0o600 << 16
            packed = member.filename.rpartition(".")[2].lower() in _PACKED
            member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            # The size is not known before the end: it may pass 4 GiB.
            with archive.open(member, "w", force_zip64=True) as target:
                for piece in file.content:
                    target.write(piece)
                    if ready := pipe.taken():
                        yield ready
            yield pipe.taken()
    yield pipe.taken()


def _own_name(file: ArchiveFile, taken: set[str]) -> str:
    """A safe name that no other file has, whatever the case."""
    folder = _folder(file.folder)
    name = clean_name(file.name)
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    rank = 1
    while f"{folder}{name}".casefold() in taken:
        rank += 1
        mark = f" ({rank})"
        room = LONGEST_NAME - len(extension) - len(dot) - len(mark)
        name = f"{stem[:room].rstrip()}{mark}{dot}{extension}"
    taken.add(f"{folder}{name}".casefold())
    return f"{folder}{name}"


def _folder(asked: str) -> str:
    """One safe folder; none when nothing is asked."""
    if not asked.strip():
        return ""
    # A folder has no extension: dots would be taken for one.
    return (
        clean_name(asked.replace(".", "_").replace("/", "_").replace("\\", "_"))[
            :LONGEST_FOLDER
        ].rstrip()
        + "/"
    )
