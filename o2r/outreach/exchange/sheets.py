"""The one sheet of a file that is taken over: what is kept of it until it is confirmed. Pure.

What is never taken is not even kept: its columns are dropped here, and told by their names.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.columns import kind_of
from o2r.outreach.exchange.never import why_never
from o2r.projects.exchange.tables import Line, TableError, read_freely, sheet_names
from o2r.territory.typography import typographic

MOST_LINES = 5_000
MOST_SIGNS = 8_000_000
"""What a sheet may weigh once it is unfolded, in characters."""
EXAMPLES, LONGEST_EXAMPLE, LONGEST_HEADING = 3, 40, 200
NAMELESS = "(colonne sans titre)"


@dataclass(frozen=True)
class TakenSheet:
    """What is kept of a file. ``dropped``: the columns that are not, and why."""

    name: str
    lines: tuple[Line, ...]
    dropped: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.lines[0].cells)

    def examples(self, column: str) -> list[str]:
        """The first different values of a column, shortened: what it holds is seen at a glance."""
        found: dict[str, None] = {}
        for line in self.lines:
            if cell := line.cells[column]:
                found[_short(cell)] = None
            if len(found) == EXAMPLES:
                break
        return list(found)

    def to_text(self) -> str:
        """The whole, to be sealed. Raises TableError when it is too large."""
        lines = [[line.number, *line.cells.values()] for line in self.lines]
        text = json.dumps(
            {"name": self.name, "columns": self.columns, "dropped": self.dropped, "lines": lines},
            ensure_ascii=False,
        )
        if len(text) > MOST_SIGNS:
            raise TableError(
                "Le contenu de cette feuille est trop volumineux. Découpez-la en plusieurs "
                "fichiers."
            )
        return text

    @classmethod
    def of_text(cls, text: str) -> "TakenSheet":
        """The sheet that ``to_text`` wrote."""
        kept = json.loads(text)
        lines = tuple(
            Line(number, dict(zip(kept["columns"], cells, strict=True)))
            for number, *cells in kept["lines"]
        )
        return cls(kept["name"], lines, kept["dropped"])


def take_sheet(file_name: str, content: bytes, kind: ImportKind, sheet: str = "") -> TakenSheet:
    """What is kept of a file: of ``sheet``, or of the one whose name says ``kind``.

    Raises TableError, which says what to do, when it cannot be read or when several sheets may be
    the one.
    """
    lines = read_freely(file_name, content, _chosen(sheet_names(file_name, content), kind, sheet))
    if len(lines) > MOST_LINES:
        raise TableError(
            f"Le fichier a {len(lines)} lignes ; un import en prend {MOST_LINES} au plus. "
            "Découpez-le en plusieurs fichiers."
        )
    dropped, kept = {}, []
    for column in lines[0].cells:
        if not any(line.cells[column] for line in lines):
            continue
        if why := why_not_kept(column):
            dropped[column[:LONGEST_HEADING] or NAMELESS] = why
        else:
            kept.append(column)
    if not kept:
        raise TableError(
            "Aucune colonne de ce fichier ne peut être reprise. Vérifiez que sa première ligne "
            "donne le titre des colonnes."
        )
    name = PurePath(file_name).name[-LONGEST_HEADING:]
    return TakenSheet(name, _only(lines, kept), dropped)


def why_not_kept(column: str) -> str:
    """Why a column does not even wait with the file, in French sentences; empty if it does."""
    if not column:
        return typographic("Elle n’a pas de titre : donnez-lui-en un pour la reprendre.")
    if len(column) > LONGEST_HEADING:
        return typographic("Son titre est trop long : raccourcissez-le pour la reprendre.")
    return typographic(why_never(column))


def _chosen(names: Sequence[str], kind: ImportKind, sheet: str) -> str:
    if sheet or len(names) <= 1:
        return sheet
    likely = [name for name in names if kind_of(name) == kind]
    if len(likely) == 1:
        return likely[0]
    shown = ", ".join(f"« {name[:60]} »" for name in names[:12])
    raise TableError(
        f"Ce classeur a plusieurs feuilles : {shown}. Écrivez le nom de celle à reprendre.",
        field="sheet",
    )


def _only(lines: Collection[Line], columns: Sequence[str]) -> tuple[Line, ...]:
    cut = (Line(line.number, {one: line.cells[one] for one in columns}) for line in lines)
    return tuple(line for line in cut if any(line.cells.values()))


def _short(cell: str) -> str:
    one_line = " ".join(cell.split())
    return one_line if len(one_line) <= LONGEST_EXAMPLE else f"{one_line[:LONGEST_EXAMPLE]}…"
