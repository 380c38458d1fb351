"""What a line of a file is: a person, a place, a passage, or what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from o2r.outreach.enums import Channel, EncounterKind, PlaceKind
from o2r.people.enums import Gender, Housing, IdentityLevel
from o2r.projects.exchange.cells import CellError

Row = TypeVar("Row")


@dataclass(frozen=True)
class Rules:
    """How an operator reads its files.

    ``zone``: the time zone in which its hours are written. ``oldest``: a person whose last contact
    is before that day is past the period of retention; None to take everybody. ``commune``: the
    code Insee of the places that say none.
    """

    now: datetime
    zone: str
    oldest: date | None = None
    commune: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody, as a file tells: what their rung of the identity ladder lets be kept, no more.

    ``age``: on the day of the import. ``no_voicemail``: true unless the file says otherwise.
    ``team``, ``referent``: as they are written, to be looked for in the organisation.
    """

    line: int
    reference: str
    level: IdentityLevel
    known_as: str
    first_name: str
    last_name: str
    other_names: tuple[str, ...]
    birth_date: date | None
    age: int | None
    gender: Gender | None
    commune: str
    housing: Housing | None
    is_domiciled: bool | None
    language: str
    needs_interpreter: bool
    phone: str
    email: str
    no_voicemail: bool
    usual_places: str
    team: str
    referent: str
    followed_since: date | None
    last_contact_on: date | None
    is_protected: bool
    note: str

    @property
    def name(self) -> str:
        """How the person is called, for who imports."""
        return self.known_as or f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place where people are met. ``latitude`` and ``longitude``: both or none."""

    line: int
    reference: str
    name: str
    kind: PlaceKind
    commune: str
    sector: str
    latitude: Decimal | None
    longitude: Decimal | None
    team: str
    note: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """People seen or somebody met, one time.

    ``has_hour``: the file says the hour. ``women``, ``men``, ``unknown``: people without a name.
    ``person_reference``, ``person_name``, ``place``, ``team``: as they are written.
    """

    line: int
    reference: str
    kind: EncounterKind
    at: datetime
    has_hour: bool
    person_reference: str
    person_name: str
    place: str
    channel: Channel | None
    women: int
    men: int
    unknown: int
    team: str
    note: str

    @property
    def name(self) -> str:
        """Which one it is, for who imports."""
        return f"{self.at:%d/%m/%Y} {self.person_name}".strip()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is not taken, for a reason that is no mistake, in French."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True)
class Found(Generic[Row]):
    """What a file holds, in its order. ``remarks``: what is taken otherwise than it is written.

    One problem anywhere, and nothing may be written.
    """

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[CellError, ...]
    remarks: tuple[CellError, ...]

    @property
    def may_be_written(self) -> bool:
        """Whether the file can be taken over as it is."""
        return bool(self.rows) and not self.problems

    @property
    def wrong_lines(self) -> int:
        """How many lines have something to correct."""
        return len({problem.line for problem in self.problems})

    def remarks_together(self) -> list[tuple[CellError, int]]:
        """Each remark once, with how many lines it is about, the first line standing for all."""
        return together(self.remarks)


def together(said: Iterable[CellError]) -> list[tuple[CellError, int]]:
    """What is said of several lines in the same words, once, with how many times."""
    first: dict[tuple[str, str], CellError] = {}
    times: dict[tuple[str, str], int] = {}
    for one in said:
        key = (one.column, one.message)
        first.setdefault(key, one)
        times[key] = times.get(key, 0) + 1
    return [(one, times[key]) for key, one in first.items()]
