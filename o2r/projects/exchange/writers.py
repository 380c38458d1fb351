"""Making files of projects from their cells. Pure: cells in, bytes out."""

import json
from collections.abc import Sequence

from o2r.core.exports import csv_bytes, xlsx_bytes
from o2r.projects.exchange.columns import NAMES
from o2r.projects.exchange.rows import ProjectRow, cells_of
from o2r.projects.footprint import footprint


def write(kind: str, rows: Sequence[ProjectRow]) -> bytes:
    """A file of projects in the format ``csv``, ``xlsx`` or ``geojson``."""
    makers = {"csv": csv_file, "xlsx": xlsx_file, "geojson": geojson_file}
    return makers[kind](rows)


def csv_file(rows: Sequence[ProjectRow]) -> bytes:
    """Commas, UTF-8 with a byte-order mark; the cells that a spreadsheet would run are neutral."""
    return csv_bytes(NAMES, (cells_of(row).values() for row in rows))


def xlsx_file(rows: Sequence[ProjectRow]) -> bytes:
    """One sheet « projets »; every cell is text, so that a SIRET keeps its zeros."""
    return xlsx_bytes("projets", NAMES, (cells_of(row).values() for row in rows))


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
