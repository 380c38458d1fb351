"""Answers that a browser saves as a file, and that no cache keeps."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from o2r.core.exports import Row, csv_bytes, ods_bytes, xlsx_bytes

TABLES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""The kinds of tables that people open in a spreadsheet, with their media types."""


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """``content``, of the media type ``kind``, saved under ``name``."""
    return HttpResponse(content, content_type=kind, headers=_headers(name))


def streamed(pieces: Iterator[bytes], kind: str, name: str) -> StreamingHttpResponse:
    """The same, sent as it is made: ``pieces`` must ask the database for nothing."""
    return StreamingHttpResponse(pieces, content_type=kind, headers=_headers(name))


def table_kind(kind: str) -> str:
    """The kind of table that an address asks for. Raises Http404 for one that nobody makes."""
    if kind not in TABLES:
        raise Http404
    return kind


def table(
    kind: str, title: str, header: Sequence[str], rows: Iterable[Row], *, name: str
) -> HttpResponse:
    """``rows`` as a CSV, an XLSX or an ODS named ``name``, without its extension.

    Raises Http404 for another kind.
    """
    content = {
        "csv": lambda: csv_bytes(header, rows, ";"),
        "xlsx": lambda: xlsx_bytes(title, header, rows),
        "ods": lambda: ods_bytes(title, header, rows),
    }[table_kind(kind)]()
    return attached(content, TABLES[kind], f"{name}.{kind}")


def _headers(name: str) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return {"Content-Disposition": disposition or "attachment", "Cache-Control": "no-store"}
