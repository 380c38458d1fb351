"""The documents of an application in one archive, with a manifest of their digests.

The manifest comes last: it says what was really read. What has not passed its verification is named
there, and is not in the archive.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from o2r.calls.applications.models import JoinedPiece
from o2r.core.archives import ArchiveFile
from o2r.core.exports import Row, csv_bytes
from o2r.core.files import storage
from o2r.core.files.names import clean_name

MANIFEST = "manifeste.csv"
HEADER = (
    "Fichier",
    "Pièce demandée",
    "Membre",
    "Nom d’origine",
    "Taille (octets)",
    "SHA-256 du fichier",
    "SHA-256 à la réception",
    "État",
)
_BLOCK = 1 << 16


def archive_files(pieces: Iterable[JoinedPiece]) -> Iterator[ArchiveFile]:
    """The files of the archive, one after the other; each is read when its turn comes.

    ``pieces`` are at hand with their file: nothing is asked of the database.
    """
    told: list[Row] = []
    for rank, piece in enumerate(pieces, start=1):
        file, path = piece.file, _content(piece)
        about = (str(piece.piece or "Pièce libre"), str(piece.member or ""), file.original_name)
        if path is None:
            told.append(("", *about, None, "", file.sha256, _absent(piece)))
            continue
        # Numbered, no two names are the same.
        name = clean_name(f"{rank:02}-{file.original_name}")
        yield ArchiveFile(name, _read(path, (name, *about), piece, told))
    yield ArchiveFile(MANIFEST, _manifest(told))


def _content(piece: JoinedPiece) -> Path | None:
    """Where the content is; None for what nobody may read, or is no longer there."""
    if not piece.file.is_servable:
        return None
    path = storage.clean(piece.file.content_name)
    return path if path.is_file() else None


def _absent(piece: JoinedPiece) -> str:
    if piece.file.is_servable:
        return "contenu introuvable : absent de cette archive"
    return f"{piece.file.get_state_display()} : absent de cette archive"


def _read(
    path: Path, about: tuple[str, ...], piece: JoinedPiece, told: list[Row]
) -> Iterator[bytes]:
    """The content, block by block; its line of the manifest once all of it was read."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as content:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += len(block)
            yield block
    state = piece.file.get_state_display()
    told.append((*about, size, digest.hexdigest(), piece.file.sha256, state))


def _manifest(told: list[Row]) -> Iterator[bytes]:
    yield csv_bytes(HEADER, told, ";")
