"""Reading one line, cell by cell. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from o2r.projects.exchange import values
from o2r.projects.exchange.tables import Line
from o2r.territory.typography import typographic

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in one cell. ``str(error)`` is the sentence shown."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return typographic(f"ligne {self.line}, colonne {self.column} : {self.message}")


class Cells:
    """The cells of one line, read one by one; errors are kept instead of stopping at the first.

    ``required``: the columns that may not be empty.
    """

    def __init__(self, line: Line, required: Collection[str]) -> None:
        self.line, self.required = line, required
        self.errors: list[CellError] = []

    def read(self, column: str, reader: Callable[[str], Value], default: Value) -> Value:
        """The value of a cell, or ``default`` when it is wrong (the error is kept)."""
        cell = self.line.cells.get(column, "")
        if not cell and column in self.required:
            self.refuse(column, "la cellule est vide, elle est obligatoire")
            return default
        try:
            return reader(cell)
        except values.Refused as refusal:
            self.refuse(column, str(refusal))
            return default

    def refuse(self, column: str, message: str) -> None:
        """Keep an error, unless the column already has one."""
        if all(error.column != column for error in self.errors):
            self.errors.append(CellError(self.line.number, column, typographic(message)))
