"""What every answer is judged by: its kind, its headers, and what hostile text became in it."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

from o2r.core.hostile_text import MARK, findings

KINDS = {
    "text/html": "html",
    "image/svg+xml": "html",
    "application/json": "json",
    "application/geo+json": "json",
    "application/ld+json": "json",
    "application/problem+json": "json",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_IN_ARCHIVES = {"csv": "csv", "json": "json", "html": "html", "xlsx": "xlsx", "ods": "ods"}
_RUNS = ("javascript:", "data:", "vbscript:")


def content_of(answer: Any) -> bytes:
    """The body of an answer, streamed or not."""
    content: bytes = answer.getvalue() if answer.streaming else answer.content
    return content


def wrong_in(answer: Any) -> Iterator[str]:
    """What is wrong in an answer: an error of the site, a live text, a forged header."""
    if answer.status_code >= 500:
        raised = getattr(answer, "exc_info", None)
        yield f"status {answer.status_code} {raised[1]!r:.200}" if raised else "status 500"
    yield from _wrong_headers(answer)
    content = content_of(answer)
    media = answer.headers.get("Content-Type", "").partition(";")[0].strip()
    if media in KINDS:
        yield from (_said(fault) for fault in findings(KINDS[media], content))
    elif media == "application/pdf":
        yield from _wrong_in_pdf(content)
    elif media == "application/zip":
        yield from _wrong_in_archive(content)
    elif media.endswith("xml"):
        yield from _wrong_in_xml(content)
    elif MARK.search(content.decode("utf-8", "replace").upper()) and _may_be_sniffed(answer):
        yield f"marks in {media or 'an answer without a type'}, whose type a browser may guess"


def _said(fault: str) -> str:
    return fault[:160]


def _wrong_headers(answer: Any) -> Iterator[str]:
    for name, value in answer.headers.items():
        if MARK.search(name.upper()) or any(sign in value for sign in "\r\n\0"):
            yield f"forged header {name[:40]}"
    for cookie in answer.cookies.values():
        if MARK.search(cookie.key.upper()):
            yield "forged cookie"


def _may_be_sniffed(answer: Any) -> bool:
    return bool(answer.headers.get("X-Content-Type-Options") != "nosniff")


def _wrong_in_pdf(content: bytes) -> Iterator[str]:
    """Actions that a reader would run, and links made of what was typed."""
    with pikepdf.open(io.BytesIO(content)) as document:
        if "/OpenAction" in document.Root or "/AA" in document.Root:
            yield "PDF: an action when it opens"
        if "/JavaScript" in document.Root.get("/Names", {}):
            yield "PDF: a script"
        for page in document.pages:
            notes: Any = page.get("/Annots", [])
            for note in notes:
                target = str(note.get("/A", {}).get("/URI", ""))
                if target.strip().lower().startswith(_RUNS):
                    yield f"PDF: link {target[:60]!r}"


def _wrong_in_archive(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if MARK.search(name.upper()) or name.startswith("/") or ".." in name:
                yield f"archive: a name that was typed: {name[:60]!r}"
            kind = _IN_ARCHIVES.get(name.rpartition(".")[2])
            if kind:
                yield from (f"{name}: {_said(one)}" for one in findings(kind, archive.read(name)))


def _wrong_in_xml(content: bytes) -> Iterator[str]:
    try:
        fromstring(content)
    except (ParseError, DefusedXmlException) as error:
        yield f"not XML: {error}"
