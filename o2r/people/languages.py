"""The languages that people speak, from a dated list: ``data/people/languages.csv``.

Codes are those of ISO 639 (two letters, else three), and « autre ». A language keeps its code for
ever: a file may hold one that is no longer proposed.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from o2r.core import clock

FRENCH = "fr"
OTHER = "autre"


def languages() -> list[tuple[str, str]]:
    """What may be chosen today: codes and names, French first, the others by name."""
    today = clock.today()
    return [(code, label) for code, label, since in _listed() if since <= today]


def language_name(code: str) -> str:
    """The name of a language; its code when the list does not know it, nothing for nothing."""
    return next((label for known, label, _ in _listed() if known == code), code)


@cache
def _listed() -> tuple[tuple[str, str, date], ...]:
    path = Path(settings.O2R_DATA_DIR) / "people" / "languages.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return tuple((row["code"], row["label"], date.fromisoformat(row["since"])) for row in rows)
