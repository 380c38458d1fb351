"""What a team counts when it names nobody: ``data/outreach/passage_counts.csv``.

The file of an instance (``O2R_PASSAGE_COUNTS_FILE``), same columns, replaces it. The lines of
people exclude each other: their sum is how many people were seen.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MOST = 500
"""The largest count of one line: beyond, a key was held down."""


@dataclass(frozen=True)
class CountLine:
    """One thing counted. ``is_people``: whether it adds to the people seen (dogs do not)."""

    code: str
    label: str
    is_people: bool


def count_lines() -> tuple[CountLine, ...]:
    """The lines in use, in the order of the form. Raises ImproperlyConfigured."""
    path = settings.PASSAGE_COUNTS_FILE
    return _read(Path(path) if path else Path(settings.O2R_DATA_DIR) / _PRODUCT)


def people_counted(counts: Mapping[str, int]) -> int:
    """How many people are in some counts; a line that is no longer in use still counts people."""
    animals = _animals(settings.PASSAGE_COUNTS_FILE, settings.O2R_DATA_DIR)
    return sum(number for code, number in counts.items() if code not in animals)


@lru_cache(maxsize=4)
def _animals(file: str, folder: Path) -> frozenset[str]:
    """The lines in use that count nobody, for the files of these settings."""
    return frozenset(line.code for line in count_lines() if not line.is_people)


_PRODUCT = Path("outreach") / "passage_counts.csv"


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[CountLine, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found = tuple(
            CountLine(row["code"].strip(), row["label"].strip(), row["is_people"].strip() == "oui")
            for row in rows
        )
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"Le fichier des comptes {path} ne se lit pas : il a les colonnes code, label, "
            "is_people, status et source."
        ) from error
    if not found or len({line.code for line in found}) != len(found):
        raise ImproperlyConfigured(f"{path} : au moins une ligne, et chaque code une seule fois.")
    return found
