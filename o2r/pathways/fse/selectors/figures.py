"""Counts in the order of the regulation, with the words of each indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from o2r.pathways.fse.indicators import CODES, Figures
from o2r.pathways.fse.models import SentFigures
from o2r.pathways.fse.selectors.labels import Indicator, indicators

NOT_COUNTED = {
    "EECO15": "non estimé",
    "EECO17": "non calculé : aucune liste des communes rurales n’est installée",
    "EECO18": "non renseigné",
    "EECO19": "non renseigné",
}
OF_OPERATION = ("EECO15", "EECO18", "EECO19")
"""Told of the whole operation: no breakdown by sex."""


@dataclass(frozen=True)
class Line:
    """One indicator and its counts: in all, women, men, non-binary, sex not written."""

    indicator: Indicator
    cells: Sequence[int | None] | None

    @property
    def why_not(self) -> str:
        """Why it is not counted; empty when it is."""
        return "" if self.cells else NOT_COUNTED.get(self.indicator.code, "non calculé")

    @property
    def by_sex(self) -> Sequence[int | None]:
        """Nothing where the operation is told as a whole."""
        return self.cells[1:] if self.cells and self.indicator.code not in OF_OPERATION else ()

    @property
    def total(self) -> int | None:
        """In all; None when it is not told."""
        return self.cells[0] if self.cells else 0


def lines_of(counted: Figures) -> list[Line]:
    """The counts of now."""
    return [
        Line(indicators()[code], one.cells if one else None) for code, one in counted.counts.items()
    ]


def sent_lines(sent: SentFigures | None) -> list[Line]:
    """The counts that were sent."""
    counts = sent.counts if sent else {}
    return [Line(indicators()[code], counts.get(code)) for code in CODES if code in counts]
