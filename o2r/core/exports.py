"""Tables that people open in a spreadsheet: CSV, XLSX and ODS, whose cells never run.

A spreadsheet takes a cell that starts with ``=``, ``+``, ``-`` or ``@`` for a formula, and a
formula may call a program (OWASP, *CSV Injection*). In CSV such a cell starts with an apostrophe,
which spreadsheets take for « this is text »; in XLSX and ODS the cell itself says that it is text.

:func:`restored` is the exact inverse of :func:`neutral`: an export can be imported again.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | float | Decimal | date | bool | None
Row = Iterable[Cell]

APOSTROPHE = "'"
# With their full-width, small, raised and lowered variants, which are read as the plain sign
# (Unicode, NFKC).
_FORMULA_SIGNS = frozenset(
    "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207c\u207a\u208c\u208a\ufb29\u2a75\u2a76"
)
_SEPARATORS = ",;\t\r\n"
_FLUSH = 32_000
_LONGEST_CELL = 32_767
# XML 1.0 cannot hold them (§2.2), and no text needs them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def neutral(text: str) -> str:
    """``text`` with an apostrophe before whatever a spreadsheet could take for a formula.

    Not only at the start: read with another separator than the one it was written with, a cell is
    cut in several, so that what follows a separator or a new line is looked at too.
    """
    starts = _live_starts(text)
    if not starts:
        return text
    pieces, previous = [], 0
    for start in starts:
        pieces += [text[previous:start], APOSTROPHE]
        previous = start
    return "".join([*pieces, text[previous:]])


def restored(text: str) -> str:
    """What :func:`neutral` was given."""
    marks = {start for start in _live_starts(text) if text.startswith(APOSTROPHE, start)}
    return "".join(sign for place, sign in enumerate(text) if place not in marks)


def _live_starts(text: str) -> list[int]:
    """Places where a cell may start and, past blanks and quotes, holds the sign of a formula.

    An apostrophe counts as a blank here: adding one changes no answer, hence the exact inverse.
    """
    starts: list[int] = []
    if _FORMULA_SIGNS.isdisjoint(text) and text.isprintable():
        return starts
    live = False
    for place in range(len(text) - 1, -1, -1):
        sign = text[place]
        live = sign in _FORMULA_SIGNS or (live and _is_skipped(sign))
        if live and (place == 0 or text[place - 1] in _SEPARATORS):
            starts.append(place)
    if 0 not in starts and text.lstrip(APOSTROPHE)[:1] in ("\t", "\r", "\n"):
        starts.append(0)
    return starts[::-1]


def _is_skipped(sign: str) -> bool:
    return sign in "'\"" or sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Zs")


def _as_text(cell: Cell) -> str:
    """A cell as people read it; numbers and dates cannot be formulas and stay bare."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, str):
        return neutral(writable(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def writable(text: str) -> str:
    """``text`` without the control characters that a file of cells cannot hold."""
    return _UNWRITABLE.sub("", text)


def csv_lines(header: Sequence[str], rows: Iterable[Row], delimiter: str = ",") -> Iterator[str]:
    """A CSV, sent as it is made; UTF-8 is for the caller to choose, with its mark or without."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", delimiter=delimiter)
    writer.writerow(map(_as_text, header))
    for row in rows:
        writer.writerow(map(_as_text, row))
        if buffer.tell() > _FLUSH:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def csv_bytes(header: Sequence[str], rows: Iterable[Row], delimiter: str = ",") -> bytes:
    """A whole CSV in UTF-8 with its mark: a French spreadsheet keeps the accents."""
    return "".join(csv_lines(header, rows, delimiter)).encode("utf-8-sig")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet, its header in bold and fixed; texts are texts, never formulas."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append([_xlsx_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _xlsx_cell(sheet: object, value: Cell, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, bool):
        value = _as_text(value)
    if isinstance(value, datetime):
        # A spreadsheet knows no time zone.
        value = value.isoformat()
    text = writable(value)[:_LONGEST_CELL] if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=text)
    if bold:
        cell.font = Font(bold=True)
    if isinstance(text, str):
        cell.data_type = "s"
        # It stays a text when someone edits it.
        cell.quotePrefix = bool(_live_starts(text[:1000]))
    return cell


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_ODF}manifest:1.0" '
    'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
    f'manifest:media-type="{_ODS}"/><manifest:file-entry manifest:full-path="content.xml" '
    'manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods_bytes(title: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """An OpenDocument workbook of one sheet (ODF 1.3, part 3); texts are texts, never formulas."""
    body = "".join(_ods_row(row) for row in (header, *rows))
    name = escape(writable(title), {'"': "&quot;"})
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_ODF}office'
        f':1.0" xmlns:table="{_ODF}table:1.0" xmlns:text="{_ODF}text:1.0" office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type comes first and bare: readers look for it there.
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return output.getvalue()


def _ods_row(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Cell) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}'
            "</text:p></table:table-cell>"
        )
    if isinstance(value, date) and not isinstance(value, datetime):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value.isoformat()}</text:p></table:table-cell>"
        )
    text = writable(value) if isinstance(value, str) else _as_text(value)
    lines = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _ods_text(line: str) -> str:
    """XML collapses blanks: tabs and runs of spaces are written as elements."""
    marked = escape(line).replace("\t", "<text:tab/>")
    return re.sub(" {2,}", lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', marked)
