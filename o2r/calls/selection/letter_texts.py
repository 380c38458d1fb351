"""The words of the letters: read from a data file that each instance may replace. Pure.

While its ``status`` is not ``ferme``, pages say that the texts are to be read by a lawyer.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from o2r.calls.selection.enums import Outcome
from o2r.core.money import euros

FIRM = "ferme"


@dataclass(frozen=True)
class LetterFacts:
    """What a letter is filled with. Amounts are in euros."""

    outcome: Outcome
    title: str
    call: str
    service: str
    lead: str
    amount: Decimal
    years: Sequence[Decimal]
    rank: int | None
    reasons: str


@dataclass(frozen=True)
class LetterText:
    """A letter as it is proposed to who will send it."""

    subject: str
    body: str


@lru_cache(maxsize=4)
def _texts(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def are_provisional(file: Path) -> bool:
    """Whether nobody answered for these texts yet."""
    return str(_texts(file).get("status", "")) != FIRM


def letter_text(facts: LetterFacts, *, file: Path) -> LetterText:
    """The letter that says a decision. Raises KeyError when the file names an unknown word."""
    texts = _texts(file)
    part = texts[facts.outcome.value]
    words = {
        "titre": facts.title,
        "appel": facts.call,
        "service": facts.service,
        "chef_de_file": facts.lead,
        "montant": euros(facts.amount),
        "annees": _years(facts.years),
        "rang": str(facts.rank or ""),
        "motifs": facts.reasons.strip(),
        "recours": str(texts["appeal"]["text"]).strip(),
    }
    if facts.outcome is Outcome.WAITING and words["motifs"]:
        words["motifs"] = f"\n{words['motifs']}\n"
    subject = str(part["subject"]).format_map(words)
    return LetterText(subject[:200], str(part["body"]).format_map(words).strip())


def _years(years: Sequence[Decimal]) -> str:
    if len(years) < 2:
        return ""
    parts = [f"{euros(amount)} la {_ordinal(year)} année" for year, amount in enumerate(years, 1)]
    return f" : {', '.join(parts)}"


def _ordinal(year: int) -> str:
    return "première" if year == 1 else f"{year}e"
