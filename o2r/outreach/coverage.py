"""Where a place stands, in words: how long it has waited, against the rhythm wished. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from o2r.outreach.radar.debt import Debt, coverage_debt

SOON = 0.75
"""Share of the rhythm from which a visit comes near."""


class Need(StrEnum):
    """How much a place needs a visit: always said in words, never by a colour alone."""

    LATE = "en retard"
    SOON = "bientôt"
    FINE = "à jour"


@dataclass(frozen=True)
class Coverage:
    """The debt of a place on a day, as a page says it."""

    debt: Debt

    @property
    def need(self) -> Need:
        if self.debt.is_due:
            return Need.LATE
        return Need.SOON if self.debt.ratio >= SOON else Need.FINE

    @property
    def since(self) -> str:
        """« jamais visité », « visité hier », « pas visité depuis 19 jours »."""
        match self.debt.days:
            case None:
                return "jamais visité"
            case 0:
                return "visité aujourd’hui"
            case 1:
                return "visité hier"
            case days:
                said = "pas visité depuis" if self.debt.is_due else "visité il y a"
                return f"{said} {days}\u00a0jours"

    @property
    def short(self) -> str:
        """« jamais », « 19 j »."""
        return "jamais" if self.debt.days is None else f"{self.debt.days}\u00a0j"


def coverage_of(*, last: date | None, rhythm: int, added: date, on: date) -> Coverage:
    """The coverage of a place on a day, from its last visit or the day it was added."""
    return Coverage(coverage_debt(last, rhythm, on, known_since=added))
