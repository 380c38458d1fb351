"""What importing a file would do, line by line: nothing is written yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.columns import labels
from o2r.outreach.exchange.rows import Found, LeftOut, PersonRow, together
from o2r.outreach.models import Encounter, Place
from o2r.people.services.taking_over import Taken
from o2r.projects.exchange.cells import CellError
from o2r.territory.typography import typographic

What = TypeVar("What")


@dataclass(frozen=True)
class Entry:
    """A meeting not yet saved, whom it names, and what was said."""

    encounter: Encounter
    person: UUID | None = None
    words: str = ""


@dataclass(frozen=True)
class Planned(Generic[What]):
    """One line to write. ``says``: what it will be, in words. ``row``: the person it is, for who
    looks for the same one elsewhere."""

    line: int
    name: str
    says: str
    digest: str
    what: What
    name_digest: str = ""
    row: PersonRow | None = None


@dataclass(frozen=True)
class KnownLine:
    """A line taken over before."""

    line: int
    name: str


@dataclass(frozen=True)
class Plan:
    """What a file would do. One problem anywhere, and nothing may be written."""

    kind: ImportKind
    persons: Sequence[Planned[Taken]] = ()
    places: Sequence[Planned[Place]] = ()
    entries: Sequence[Planned[Entry]] = ()
    known: Sequence[KnownLine] = ()
    left_out: Sequence[LeftOut] = ()
    problems: Sequence[CellError] = ()
    remarks: Sequence[CellError] = ()

    @property
    def made(self) -> list[Planned[Any]]:
        """The lines to write: a file holds one kind of them."""
        return [*self.persons, *self.places, *self.entries]

    @property
    def may_be_written(self) -> bool:
        return bool(self.made) and not self.problems

    @property
    def wrong_lines(self) -> int:
        return len({one.line for one in self.problems})

    def remarks_together(self) -> list[tuple[CellError, int]]:
        """Each remark once, with how many lines it is about."""
        return together(self.remarks)


@dataclass
class Sorting:
    """The lines of a file as they are sorted: what is wrong is said at the column of its cell."""

    kind: ImportKind
    mapping: Mapping[str, str]
    persons: list[Planned[Taken]] = field(default_factory=list)
    places: list[Planned[Place]] = field(default_factory=list)
    entries: list[Planned[Entry]] = field(default_factory=list)
    known: list[KnownLine] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[CellError] = field(default_factory=list)
    remarks: list[CellError] = field(default_factory=list)

    def begin(self, found: Found[What]) -> None:
        """Keep what reading the cells has already said."""
        self.left_out += found.left_out
        self.problems += found.problems
        self.remarks += found.remarks

    def refuse(self, line: int, code: str, message: str) -> None:
        self.problems.append(self._said(line, code, message))

    def remark(self, line: int, code: str, message: str) -> None:
        self.remarks.append(self._said(line, code, message))

    def done(self) -> Plan:
        return Plan(
            self.kind,
            tuple(self.persons),
            tuple(self.places),
            tuple(self.entries),
            tuple(self.known),
            tuple(sorted(self.left_out, key=lambda one: one.line)),
            tuple(sorted(self.problems, key=lambda one: one.line)),
            tuple(self.remarks),
        )

    def _said(self, line: int, code: str, message: str) -> CellError:
        words = labels(self.kind).get(code, "ligne")
        column = next((name for name, one in self.mapping.items() if one == code), words)
        return CellError(line, column, typographic(message))
