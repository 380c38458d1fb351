"""What the remuneration of a month could be, from dated scales: a proposal, never a decision. Pure.

Scale: decree n° 2021-522 of 29 April 2021, « à vérifier » for the O2R. The way to count a month
that is not whole (thirtieths) and absences that nobody excused (in proportion of the hours due) is
a choice of the product, « provisoire »: no text read says it for the O2R.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

CENT = Decimal("0.01")
THIRTIETHS = 30
PRO_RATA = (
    "Prorata (provisoire, choix du produit) : trentièmes pour un mois incomplet ; absences non "
    "excusées en proportion des heures prévues. Âge au premier jour du mois."
)

Situation = Literal["ordinaire", "handicap"]


@dataclass(frozen=True)
class Scale:
    """Amounts of a month, in euros. Ages are both included; an end that is None never comes."""

    territory: str
    situation: str
    from_age: int
    until_age: int | None
    lowest: Decimal
    highest: Decimal
    since: date
    until: date | None
    status: str
    source: str

    def suits(self, territory: str, situation: str, age: int, day: date) -> bool:
        """Whether it applies to somebody of this age, on a day."""
        return (
            (self.territory, self.situation) == (territory, situation)
            and self.from_age <= age
            and (self.until_age is None or age <= self.until_age)
            and self.since <= day
            and (self.until is None or day <= self.until)
        )


@dataclass(frozen=True)
class Attended:
    """A month of somebody: days covered of it, minutes due, and those missed without an excuse."""

    days_covered: int
    days_in_month: int
    minutes_due: int
    minutes_missed: int

    def __post_init__(self) -> None:
        if not 0 <= self.days_covered <= self.days_in_month <= 31:
            raise ValueError("A month covers between none and all of its days.")
        if not 0 <= self.minutes_missed <= self.minutes_due:
            raise ValueError("Nobody misses more than what was due.")


@dataclass(frozen=True)
class Proposal:
    """Between two amounts, in euros, equal but for a worker with a disability."""

    scale: Scale
    lowest: Decimal
    highest: Decimal

    @property
    def is_a_range(self) -> bool:
        return self.lowest != self.highest


def territory_of(department: str) -> str:
    """The scale of a département: Mayotte has its own."""
    return "mayotte" if department == "976" else "metropole"


def scale_for(
    scales: Iterable[Scale], *, territory: str, situation: Situation, age: int, day: date
) -> Scale | None:
    """The scale in force on a day; None when no row gives one: nothing is then proposed."""
    found = [one for one in scales if one.suits(territory, situation, age, day)]
    return max(found, key=lambda one: one.since, default=None)


def proposal(scale: Scale, month: Attended) -> Proposal:
    """What the month could give, rounded to the cent."""
    whole = month.days_covered == month.days_in_month
    thirtieths = THIRTIETHS if whole else min(month.days_covered, THIRTIETHS)
    share = Decimal(thirtieths) / THIRTIETHS
    if month.minutes_due:
        share *= Decimal(month.minutes_due - month.minutes_missed) / month.minutes_due
    return Proposal(scale, _cents(scale.lowest * share), _cents(scale.highest * share))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def read_scales(path: Path) -> tuple[Scale, ...]:
    """The scales of a file. Raises OSError, KeyError, ValueError for one that cannot be read."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(_rows(csv.DictReader(lines)))


def _rows(rows: Iterable[dict[str, str]]) -> Iterator[Scale]:
    for row in rows:
        yield Scale(
            territory=row["territory"],
            situation=row["situation"],
            from_age=int(row["from_age"]),
            until_age=int(row["until_age"]) if row["until_age"] else None,
            lowest=Decimal(row["lowest"]),
            highest=Decimal(row["highest"]),
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            status=row["status"],
            source=row["source"],
        )
