"""An application as the committee sees it, and what a scenario does of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from o2r.calls.reading.interests import Verdict
from o2r.calls.selection.departures import Placed, departures, kept_level
from o2r.calls.selection.enums import DepartureKind

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared: the place by the readers, the zone, what is asked.

    ``bits``: the communes of the zone in the current vintage. ``asked``: what is asked of the call
    each year, in euros. ``places``: people accompanied a year, None when it is not said.
    ``opinions``: what instances said of it, in words. ``standing``: what the gate of interests lets
    the reader of this page do with it.
    """

    key: UUID
    number: int
    title: str
    lead: str
    members: int
    territory: str
    bits: int = field(repr=False)
    publics: frozenset[str]
    places: int | None
    asked: tuple[Decimal, ...]
    rank: int
    mean: Decimal | None = None
    dispersion: Decimal | None = None
    reviews: int = 0
    expected: int = 0
    recused: int = 0
    needs_another_reader: bool = False
    eliminated_by: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()
    standing: Verdict = Verdict.CLEARED

    @property
    def total_asked(self) -> Decimal:
        return sum(self.asked, NOTHING)

    @property
    def is_closed(self) -> bool:
        """Whether the reader of this page may neither see its marks nor decide of it."""
        return self.standing is not Verdict.CLEARED

    @property
    def is_waiting(self) -> bool:
        """Whether it opens once the reader of this page has declared their ties."""
        return self.standing is Verdict.WAITING


@dataclass(frozen=True, slots=True)
class Pick:
    """What a scenario does of one application. ``amount``: in euros, None for what is asked."""

    kept: bool = False
    amount: Decimal | None = None
    reason: str = ""


NOT_KEPT = Pick()


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed of one application, before it is known to make sense."""

    kept: bool
    amount: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of the room."""

    entry: Entry
    pick: Pick
    departure: DepartureKind | None

    @property
    def amount(self) -> Decimal:
        """What the scenario would give, in euros, were the application kept."""
        return self.entry.total_asked if self.pick.amount is None else self.pick.amount

    @property
    def mark(self) -> str:
        """What is said of its departure from the ranking: ``none``, ``asked`` or ``given``."""
        if self.departure is None:
            return "none"
        return "given" if self.pick.reason.strip() else "asked"

    @property
    def tone(self) -> str:
        """The tone of the line: kept, left aside without a word, or plain."""
        if self.pick.kept:
            return "kept"
        return "due" if self.mark == "asked" else "plain"


def rows_of(entries: list[Entry], picks: Mapping[UUID, Pick]) -> list[Row]:
    """The table of a scenario, in the order of the ranking."""
    chosen = {one.key: picks.get(one.key, NOT_KEPT) for one in entries}
    departing = departures(
        Placed(one.key, one.rank, kept_level(chosen[one.key].kept)) for one in entries
    )
    ordered = sorted(entries, key=lambda one: (one.rank, one.number))
    return [Row(one, chosen[one.key], departing.get(one.key)) for one in ordered]


@dataclass(frozen=True, slots=True)
class Shut:
    """How many applications are closed to the reader of a page: ``waiting`` for what they must
    declare, ``recused`` for good."""

    waiting: int
    recused: int


def shut(standings: Iterable[Verdict]) -> Shut:
    """What a page says of the applications that it does not show."""
    found = list(standings)
    return Shut(found.count(Verdict.WAITING), found.count(Verdict.RECUSED))
