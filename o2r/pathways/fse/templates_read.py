"""The titles of the columns of an import template, which may hold no row yet."""

import io

import openpyxl

from o2r.projects.exchange.tables import TableError, read_freely, sheet_names

MOST_LOOKED = 20
"""Rows among which the one of the titles is looked for: a template often starts with a notice."""
MOST_COLUMNS = 200
_EMPTY = TableError(
    "Ce modèle n’a pas de ligne de titres. Envoyez le fichier tel que Ma Démarche FSE+ le donne."
)


def titles_of(file_name: str, content: bytes) -> list[str]:
    """The titles of a template: its fullest row among the first ones, blank cells left out.

    Raises TableError when it cannot be read.
    """
    # Also checks what the file really is, before anything opens it.
    sheet_names(file_name, content)
    if not file_name.lower().endswith(".xlsx"):
        return _unique(list(read_freely(file_name, content)[0].cells))
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(
            max_row=MOST_LOOKED, max_col=MOST_COLUMNS, values_only=True
        )
        fullest = max(
            ([str(cell) for cell in row if cell is not None] for row in rows),
            key=len,
            default=[],
        )
    finally:
        book.close()
    return _unique(fullest)


def _unique(titles: list[str]) -> list[str]:
    found: list[str] = []
    for title in (" ".join(one.split())[:190] for one in titles):
        if title:
            found.append(f"{title} ({found.count(title) + 1})" if title in found else title)
    if not found:
        raise _EMPTY
    return found
