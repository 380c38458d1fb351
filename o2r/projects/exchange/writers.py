"""Making files of projects from their cells. Pure: cells in, bytes out."""

import csv
import io
import json
from collections.abc import Sequence

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from o2r.projects.exchange.columns import NAMES
from o2r.projects.exchange.rows import ProjectRow, cells_of
from o2r.projects.footprint import footprint


def write(kind: str, rows: Sequence[ProjectRow]) -> bytes:
    """A file of projects in the format ``csv``, ``xlsx`` or ``geojson``."""
    makers = {"csv": csv_file, "xlsx": xlsx_file, "geojson": geojson_file}
    return makers[kind](rows)


def csv_file(rows: Sequence[ProjectRow]) -> bytes:
    """Commas, UTF-8 with a byte-order mark: a French spreadsheet keeps the accents."""
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, NAMES, lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells_of(row) for row in rows)
    return output.getvalue().encode("utf-8-sig")


def xlsx_file(rows: Sequence[ProjectRow]) -> bytes:
    """One sheet « projets »; every cell is text, so that a SIRET keeps its zeros."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("projets")
    sheet.freeze_panes = "B2"
    header = [WriteOnlyCell(sheet, value=name) for name in NAMES]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in rows:
        line = []
        for text in cells_of(row).values():
            cell = WriteOnlyCell(sheet, value=text)
            # Never a formula, whatever the first character.
            cell.data_type = "s"
            line.append(cell)
        sheet.append(line)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def geojson_file(rows: Sequence[ProjectRow]) -> bytes:
    """Points on the most populous commune of each zone; the columns are the properties."""
    features = []
    for row in rows:
        marker = footprint(row.zone_expression, row.zone_vintage).marker
        point = None
        if marker.lat is not None and marker.lon is not None:
            point = {"type": "Point", "coordinates": [marker.lon, marker.lat]}
        features.append(
            {"type": "Feature", "id": row.slug, "geometry": point, "properties": cells_of(row)}
        )
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
