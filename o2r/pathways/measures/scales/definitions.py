"""What a scale is. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ScoringKind = Literal["sum", "mean", "weights"]


@dataclass(frozen=True)
class Scoring:
    """How answers become one score, between ``minimum`` and ``maximum``.

    ``sum``: their sum times ``factor``; ``mean``: their mean, to the hundredth; ``weights``:
    ``constant`` plus the weight of each question answered by yes.
    """

    kind: ScoringKind
    minimum: Decimal
    maximum: Decimal
    factor: Decimal = Decimal(1)
    constant: Decimal = Decimal(0)
    weights: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Band:
    """A published band of scores, from its first value up to the next band."""

    start: Decimal
    label: str


@dataclass(frozen=True)
class Talk:
    """A published score, or less, at which one offers to talk. Never a diagnosis."""

    at_most: Decimal
    text: str
    source: str


@dataclass(frozen=True)
class Change:
    """The least change that somebody published, in points of the score. ``kind``: « notable » or
    « détectable », as its source says."""

    least: Decimal
    kind: str
    source: str


@dataclass(frozen=True)
class Source:
    """Who published the scale, under which licence, where its wording is, what is missing here."""

    reference: str
    licence: str
    where: str
    missing: str


@dataclass(frozen=True)
class Scale:
    """A published scale. ``group``: the group of fields of the access policy that its answers are
    of; ``answers``: the values allowed to each question; ``moments``: codes of ``Moment``.

    ``shows_change``: false for a snapshot, of which no difference is ever drawn.
    """

    code: str
    version: str
    name: str
    measures: str
    group: str
    answers: tuple[tuple[int, ...], ...]
    moments: tuple[str, ...]
    shows_change: bool
    scoring: Scoring
    source: Source
    bands: tuple[Band, ...] = ()
    talk: Talk | None = None
    change: Change | None = None

    @property
    def items(self) -> int:
        """How many questions."""
        return len(self.answers)
