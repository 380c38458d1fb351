"""One line read by what its columns are; and a whole file, line by line. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.columns import labels, problems_of
from o2r.outreach.exchange.never import holds_nir, touched_by
from o2r.outreach.exchange.rows import Found, LeftOut, Rules
from o2r.outreach.exchange.values import NotTaken, line_of_text, note
from o2r.projects.exchange.cells import CellError, Cells
from o2r.projects.exchange.tables import Line, TableError
from o2r.territory.typography import typographic

Value = TypeVar("Value")


class Named(Protocol):
    """What every row has."""

    @property
    def line(self) -> int: ...
    @property
    def reference(self) -> str: ...


Row = TypeVar("Row", bound=Named)
_NIR_HERE = (
    "la cellule contient ce qui ressemble à un numéro de sécurité sociale, que la plateforme ne "
    "tient pas : effacez-le du fichier"
)


class LineReader:
    """The cells of a line by what they are; what is wrong, and what is left, are kept aside."""

    def __init__(self, line: Line, columns: Mapping[str, Sequence[str]], labels: Mapping[str, str]):
        self.number, self._columns, self._labels = line.number, columns, labels
        self._cells = Cells(line, required=())
        self.remarks: list[CellError] = []

    @property
    def problems(self) -> list[CellError]:
        """What is wrong with the line, one thing by column."""
        return self._cells.errors

    def read(self, code: str, reader: Callable[[str], Value], default: Value) -> Value:
        """The value of a cell, or ``default`` when it has no column, is wrong or is left."""
        for column in self._columns.get(code, ())[:1]:
            try:
                return self._cells.read(column, reader, default)
            except NotTaken as left:
                self.remark(code, str(left))
        return default

    def text(self, code: str, longest: int) -> str:
        """One line of text, or nothing."""
        return self.read(code, line_of_text(longest), "")

    def texts(self, code: str, longest: int) -> tuple[str, ...]:
        """The texts of all the columns that are the same thing, empty ones left out."""
        read = line_of_text(longest)
        found = [self._cells.read(one, read, "") for one in self._columns.get(code, ())]
        return tuple(text for text in found if text)

    def note(self) -> str:
        """The free texts, put together; what they may touch is remarked."""
        found = []
        for column in self._columns.get("note", ()):
            text = self._cells.read(column, note, "")
            if text:
                found.append(text)
            if touched := touched_by(text):
                what, word = touched
                self._remark_of(
                    column,
                    f"ce texte touche peut-être à {what} (« {word} ») : relisez-le, et retirez ce "
                    "qui n’est pas nécessaire",
                )
        return "\n\n".join(found)

    def has_column(self, code: str) -> bool:
        """Whether a column of the file is that."""
        return bool(self._columns.get(code))

    def is_wrong(self, *codes: str) -> bool:
        """Whether something is already said of one of these."""
        columns = {one for code in codes for one in self._columns.get(code, ())}
        return any(problem.column in columns for problem in self.problems)

    def refuse(self, code: str, message: str) -> None:
        """Keep a problem, at the column of ``code`` or at its name."""
        self._cells.refuse(self._column(code), message)

    def remark(self, code: str, message: str) -> None:
        """Keep what is taken otherwise than it is written."""
        self._remark_of(self._column(code), message)

    def _remark_of(self, column: str, message: str) -> None:
        self.remarks.append(CellError(self.number, column, typographic(message)))

    def _column(self, code: str) -> str:
        columns = self._columns.get(code)
        return columns[0] if columns else self._labels[code]


def read_lines(
    kind: ImportKind,
    lines: Sequence[Line],
    mapping: Mapping[str, str],
    make: Callable[[LineReader, Rules], Row | LeftOut],
    rules: Rules,
) -> Found[Row]:
    """What the lines of a sheet are, by what its columns are. Raises TableError for a bad mapping.

    A line that is left out is not asked to be right.
    """
    if wrong := problems_of(kind, mapping):
        raise TableError(" ".join(wrong))
    columns: dict[str, list[str]] = {}
    for column, code in mapping.items():
        columns.setdefault(code, []).append(column)
    words = labels(kind)
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    remarks: list[CellError] = []
    problems = _numbers_elsewhere(lines, mapping)
    known: dict[str, int] = {}
    for line in lines:
        if held := _numbers_here(line, mapping):
            problems += held
            continue
        reader = LineReader(line, columns, words)
        made = make(reader, rules)
        if isinstance(made, LeftOut):
            left_out.append(made)
            continue
        if made.reference and known.setdefault(made.reference, line.number) != line.number:
            reader.refuse("reference", f"déjà à la ligne {known[made.reference]}")
        problems += reader.problems
        remarks += reader.remarks
        if not reader.problems:
            rows.append(made)
    problems.sort(key=lambda one: one.line)
    return Found(tuple(rows), tuple(left_out), tuple(problems), tuple(remarks))


def _numbers_here(line: Line, mapping: Mapping[str, str]) -> list[CellError]:
    return [
        CellError(line.number, column, typographic(_NIR_HERE))
        for column, code in mapping.items()
        if code and holds_nir(line.cells.get(column, ""))
    ]


def _numbers_elsewhere(lines: Sequence[Line], mapping: Mapping[str, str]) -> list[CellError]:
    """One problem by column that is not taken and holds such numbers: the file itself is kept."""
    found: dict[str, list[int]] = {}
    for line in lines:
        for column, cell in line.cells.items():
            if not mapping.get(column) and holds_nir(cell):
                found.setdefault(column, []).append(line.number)
    return [
        CellError(
            numbers[0],
            column,
            typographic(
                "cette colonne n’est pas reprise, mais elle contient ce qui ressemble à "
                f"{len(numbers)} numéro{'s' * (len(numbers) > 1)} de sécurité sociale : retirez-la "
                "du fichier"
            ),
        )
        for column, numbers in found.items()
    ]
