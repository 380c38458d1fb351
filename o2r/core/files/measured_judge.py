"""The judge of what is served: reads the bytes by itself, with nothing of the code it judges."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from o2r.core.files.hostile_files.sample import Sample

_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFiles?|EF|XFA|RichMedia|SubmitForm|ImportData"
    rb"|GoToR|GoToE|Rendition|FileAttachment)\b|\(\s*(file|javascript):"
)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"L\0\0\0",
    b"@echo",
)
_PAGES = (b"@echo", b"<html", b"<!doctype", b"<script", b"<svg", b"<?xml", b"<iframe", b"<!--")
_FILE_NAME = re.compile(r"filename\*?=(?:utf-8'')?\"?([^\";]*)", re.IGNORECASE)
_MOST = 30_000_000


def layers(body: bytes) -> Iterator[bytes]:
    """The bytes served, and what a program would unfold from them."""
    yield body
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for part in archive.infolist():
                yield archive.read(part)[:_MOST]
    if body.startswith(b"%PDF"):
        for found in _STREAM.finditer(body):
            unfolded = found[1]
            for _ in range(3):
                try:
                    unfolded = zlib.decompressobj().decompress(unfolded, _MOST)
                except zlib.error:
                    break
                yield unfolded
    if body.startswith(b"\x89PNG"):
        position = 8
        while position + 8 <= len(body):
            (length,) = struct.unpack(">I", body[position : position + 4])
            if body[position + 4 : position + 8] in (b"zTXt", b"iTXt", b"iCCP"):
                yield body[position : position + 12 + length]
            position += 12 + length


def holds(body: bytes, mark: str) -> bool:
    """Whether the hidden word is still somewhere in what is served."""
    if not mark:
        return False
    spellings = {mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be")}
    spellings.add(mark.encode().hex().encode())
    return any(word in layer for layer in layers(body) for word in spellings)


def is_program(body: bytes) -> bool:
    """Whether a system or a browser would run these bytes."""
    start = body[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return body.startswith(_PROGRAMS) or start.startswith(_PAGES)


def active_pdf(body: bytes) -> bool:
    """Whether a PDF still says something that acts or carries a file."""
    if not body.startswith(b"%PDF"):
        return False
    spelled = re.sub(rb"#([0-9a-fA-F]{2})", lambda code: bytes.fromhex(code[1].decode()), body)
    outside = _STREAM.sub(b"", spelled)
    return _ACTIVE.search(outside) is not None


def has_place(body: bytes) -> bool:
    """Whether a picture still carries EXIF, XMP, a profile or a comment."""
    if body.startswith((b"\x89PNG", b"\xff\xd8", b"RIFF")):
        words = (b"Exif", b"eXIf", b"EXIF", b"XMP ", b"xmpmeta", b"ICCP", b"iCCP", b"ICC_PROFILE")
        return any(word in body for word in words) or b"tEXt" in body
    return False


def wrong_name(disposition: str) -> bool:
    """Whether the name under which a file is saved leads elsewhere or shows otherwise."""
    found = _FILE_NAME.search(disposition)
    if not disposition.startswith("attachment") or found is None:
        return True
    name = found[1]
    hidden = re.search(r"%(0[0-9A-F]|1[0-9A-F]|7F|C2%[89]|E2%80%(8[B-F]|A[8-E])|E2%81%A)", name)
    return bool(hidden or re.search(r"[/\\\x00-\x1f]|%2[Ff]|%5[Cc]|^\.", name) or len(name) > 900)


def must_not_be_served(sample: Sample, body: bytes) -> bool:
    """Whether what was served should have been refused, or still holds its payload."""
    return not sample.acceptable or is_program(body) or holds(body, sample.mark)
