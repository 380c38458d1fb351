"""The CSV files, line by line, so that a long one is sent as it is made."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from o2r.projects.open_data.fields import FIELDS, Published
from o2r.projects.open_data.rows import OpenProject


def projects(rows: Iterable[OpenProject]) -> Iterator[str]:
    """``projets-o2r.csv``: one project a line, commas, UTF-8 without byte-order mark."""
    yield from _lines(
        [field.name for field in FIELDS],
        ([_cell(field.written(row)) for field in FIELDS] for row in rows),
    )


def territories(rows: Iterable[OpenProject]) -> Iterator[str]:
    """``territoires-projets.csv``: one line for each commune of each project."""
    yield from _lines(
        ["projet_id", "code_commune", "exemple"],
        ([row.id, code, _cell(row.is_example)] for row in rows for code in row.commune_codes),
    )


def _cell(value: Published) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _lines(header: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > 32_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
