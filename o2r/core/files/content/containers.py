"""Zip containers, read by hand before anything is decompressed.

``zipfile`` forgives what attackers use: data before or between the members, members listed twice or
overlapping, sizes that lie. Here every byte of the file must belong to a listed member.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from o2r.core.files.content.types import Data, FileType, Limits, Refused

_END, _LISTED, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_END_SIZE, _LISTED_SIZE, _LOCAL_SIZE = 22, 46, 30
_LONGEST_COMMENT = 65_535
_ENCRYPTED, _DESCRIPTOR = 0x1, 0x8
_STORED, _DEFLATED = 0, 8
_SMALL = 1_000_000

_DAMAGED = (
    "Le document est incomplet, abîmé, ou d’autres données y sont cachées. Ouvrez-le dans votre "
    "logiciel, enregistrez-le de nouveau, puis renvoyez-le."
)
_TOO_BIG = (
    "Le document est démesuré une fois décompressé. Retirez les images les plus lourdes, "
    "enregistrez-le de nouveau, puis renvoyez-le."
)
_LOCKED = (
    "Le document est protégé par un mot de passe : il ne peut pas être vérifié. Retirez le mot de "
    "passe, enregistrez-le de nouveau, puis renvoyez-le."
)


@dataclass(frozen=True)
class Member:
    """A member as the list at the end of the container describes it; places and sizes in bytes."""

    name: str
    flags: int
    method: int
    folded: int
    unfolded: int
    place: int


def has_zip_directory(data: Data) -> bool:
    """Whether an unzipping program would find an archive in this file, wherever it begins."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0 or end + _END_SIZE > len(data):
        return False
    size, _place = struct.unpack("<II", data[end + 12 : end + 20])
    start = end - size
    return size > 0 and start >= 0 and data[start : start + 4] == _LISTED


def type_of_container(data: Data, limits: Limits) -> FileType:
    """DOCX, XLSX, ODT or ODS, once the container is known to be sound. Raises Refused."""
    try:
        members = _members(data)
    except (struct.error, UnicodeDecodeError, IndexError):
        raise Refused(_DAMAGED) from None
    _check_members(members, limits)
    _check_every_byte(data, members)
    names = {member.name for member in members}
    if "META-INF/manifest.xml" in names and members[0].name == "mimetype":
        return _open_document(data, members[0])
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return FileType.DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return FileType.XLSX
    raise Refused(
        "Ce fichier est une archive, ou un document d’un type qui n’est pas accepté. Envoyez les "
        "documents un par un, en PDF, DOCX, XLSX, ODT ou ODS."
    )


def _open_document(data: Data, first: Member) -> FileType:
    start = first.place + _LOCAL_SIZE
    (extra,) = struct.unpack("<H", data[first.place + 28 : first.place + 30])
    start += len(first.name) + extra
    declared = bytes(data[start : start + first.folded])
    kinds = {kind.media_type.encode(): kind for kind in (FileType.ODT, FileType.ODS)}
    if first.method != _STORED or declared not in kinds:
        raise Refused(
            "Ce document OpenDocument n’est ni un texte (ODT) ni un classeur (ODS). "
            "Enregistrez-le en PDF, puis renvoyez-le."
        )
    return kinds[declared]


def _members(data: Data) -> list[Member]:
    end = len(data) - _END_SIZE
    if end < 0 or data[end : end + 4] != _END:
        raise Refused(_DAMAGED)
    disk, first_disk, here, total, size, place, comment = struct.unpack(
        "<HHHHIIH", data[end + 4 : end + _END_SIZE]
    )
    if disk or first_disk or comment or here != total or place + size != end:
        raise Refused(_DAMAGED)
    members, position = [], place
    for _ in range(total):
        head = struct.unpack("<4sHHHHHHIIIHHHHHII", data[position : position + _LISTED_SIZE])
        if head[0] != _LISTED:
            raise Refused(_DAMAGED)
        flags, method, folded, unfolded = head[3], head[4], head[8], head[9]
        name_length, extra, remark, where = head[10], head[11], head[12], head[16]
        start = position + _LISTED_SIZE
        name = bytes(data[start : start + name_length]).decode("utf-8")
        members.append(Member(name, flags, method, folded, unfolded, where))
        position = start + name_length + extra + remark
    if position != end or not members:
        raise Refused(_DAMAGED)
    return sorted(members, key=lambda member: member.place)


def _check_members(members: list[Member], limits: Limits) -> None:
    """What the list itself tells, before a single byte is unfolded."""
    if len(members) > limits.parts or sum(m.unfolded for m in members) > limits.unfolded:
        raise Refused(_TOO_BIG)
    if len({member.name.casefold() for member in members}) != len(members):
        raise Refused(_DAMAGED)
    for member in members:
        if member.flags & _ENCRYPTED:
            raise Refused(_LOCKED)
        path = PurePosixPath(member.name)
        if (
            member.method not in (_STORED, _DEFLATED)
            or "\\" in member.name
            or ":" in member.name
            or not member.name.isprintable()
            or path.is_absolute()
            or ".." in path.parts
        ):
            raise Refused(_DAMAGED)
        if member.unfolded > limits.unfolded_part:
            raise Refused(_TOO_BIG)
        if member.unfolded > _SMALL and member.unfolded > limits.ratio * max(1, member.folded):
            raise Refused(_TOO_BIG)


def _check_every_byte(data: Data, members: list[Member]) -> None:
    """Members follow each other from the first byte: nothing before, between, or shared."""
    position = 0
    for member in members:
        if member.place != position:
            raise Refused(_DAMAGED)
        head = data[position : position + _LOCAL_SIZE]
        if len(head) != _LOCAL_SIZE or head[:4] != _LOCAL:
            raise Refused(_DAMAGED)
        name_length, extra = struct.unpack("<HH", head[26:30])
        start = position + _LOCAL_SIZE
        if bytes(data[start : start + name_length]) != member.name.encode():
            raise Refused(_DAMAGED)
        position = start + name_length + extra + member.folded
        if member.flags & _DESCRIPTOR:
            position += _descriptor_size(data, position)
    if data[position : position + 4] != _LISTED:
        raise Refused(_DAMAGED)


def _descriptor_size(data: Data, position: int) -> int:
    """The record that follows a member written without going back: 12 or 16 bytes."""
    return 16 if data[position : position + 4] == b"PK\x07\x08" else 12


def unfold(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The content of a member, stopped as soon as it exceeds ``limit`` bytes. Raises Refused."""
    try:
        with archive.open(name) as part:
            content = part.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise Refused(_DAMAGED) from error
    if len(content) > limit:
        raise Refused(_TOO_BIG)
    return content
