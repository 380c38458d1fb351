"""Reading a sheet of an ODS workbook: cells as text. Pure: bytes in, text out.

A sheet may say « this row, a million times »: repeated cells and rows are unfolded within bounds.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = f"{{{_ODF}table:1.0}}", f"{{{_ODF}office:1.0}}", f"{{{_ODF}text:1.0}}"
MOST_COLUMNS = 200
MOST_ROWS = 25_000


def ods_rows(content: bytes, sheet: str = "", *, hours: bool = False) -> Iterator[list[str]]:
    """The rows of a sheet, the first one by default, blanks at their end left out.

    ``hours``: dates keep their hour. Raises KeyError when the workbook has no content or no such
    sheet, ParseError when its XML does not read.
    """
    tables = _tables(content)
    table = tables[sheet] if sheet else next(iter(tables.values()), None)
    given = 0
    for row in table.iter(f"{_TABLE}table-row") if table is not None else ():
        cells = _cells(row, hours=hours)
        times = min(_repeated(row, "number-rows-repeated"), MOST_ROWS - given)
        if not cells:
            # The empty rows that fill a sheet to its end are one: none counts.
            times = min(times, 1)
        for _ in range(times):
            yield list(cells)
        given += times
        if given >= MOST_ROWS:
            return


def ods_sheets(content: bytes) -> tuple[str, ...]:
    """The names of the sheets, in their order. Raises as ``ods_rows`` does."""
    return tuple(_tables(content))


def _tables(content: bytes) -> dict[str, Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root: Element = fromstring(archive.read("content.xml"))
    return {one.get(f"{_TABLE}name", ""): one for one in root.iterfind(f".//{_TABLE}table")}


def _cells(row: Element, *, hours: bool) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = min(_repeated(cell, "number-columns-repeated"), MOST_COLUMNS - len(cells))
        cells += [_value(cell, hours=hours)] * times
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _repeated(element: Element, name: str) -> int:
    return max(int(element.get(f"{_TABLE}{name}", "1")), 1)


def _value(cell: Element, *, hours: bool) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        said = cell.get(f"{_OFFICE}date-value", "")
        return said if hours else said[:10]
    if kind in ("float", "currency", "percentage"):
        number = cell.get(f"{_OFFICE}value", "")
        # A spreadsheet stores a SIRET typed without care as a number.
        return number.removesuffix(".0")
    if kind == "boolean":
        return "oui" if cell.get(f"{_OFFICE}boolean-value") == "true" else "non"
    return "\n".join(_text(part) for part in cell.findall(f"{_TEXT}p"))


def _text(paragraph: Element) -> str:
    pieces = [paragraph.text or ""]
    for part in paragraph:
        if part.tag == f"{_TEXT}s":
            pieces.append(" " * min(int(part.get(f"{_TEXT}c", "1")), 1000))
        elif part.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif part.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        else:
            pieces.append(_text(part))
        pieces.append(part.tail or "")
    return "".join(pieces)
