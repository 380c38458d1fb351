"""The CSV files, line by line, so that a long one is sent as it is made; no cell runs."""

from collections.abc import Iterable, Iterator

from o2r.core.exports import Cell, csv_lines
from o2r.projects.open_data.fields import FIELDS, Published
from o2r.projects.open_data.rows import OpenProject


def projects(rows: Iterable[OpenProject]) -> Iterator[str]:
    """``projets-o2r.csv``: one project a line, commas, UTF-8 without byte-order mark."""
    yield from csv_lines(
        [field.name for field in FIELDS],
        ([_cell(field.written(row)) for field in FIELDS] for row in rows),
    )


def territories(rows: Iterable[OpenProject]) -> Iterator[str]:
    """``territoires-projets.csv``: one line for each commune of each project."""
    yield from csv_lines(
        ["projet_id", "code_commune", "exemple"],
        ([row.id, code, _cell(row.is_example)] for row in rows for code in row.commune_codes),
    )


def _cell(value: Published) -> Cell:
    """Numbers stay numbers; the words for yes and no are those of the published schema."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) or value is None else str(value)
