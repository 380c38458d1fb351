"""Dated values that rule an app, each with its source and how sure it is: ``data/<app>/rules.csv``.

Rows of the file of an instance, same columns, come on top of those of the product. A code may have
several rows: the last one in force (``since``) is applied. What is not « ferme » is shown with its
status.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from o2r.core import clock

STATUSES = ("ferme", "provisoire", "à vérifier")


@dataclass(frozen=True)
class Rule:
    """A value in force since a day. ``status``: ferme, provisoire or à vérifier."""

    code: str
    value: Decimal
    since: date
    status: str
    source: str

    @property
    def is_sure(self) -> bool:
        return self.status == "ferme"

    @property
    def caution(self) -> str:
        """« (provisoire) », « (à vérifier) », or nothing."""
        return "" if self.is_sure else f"({self.status})"


def rule_in(files: tuple[Path, ...], code: str, on: date | None = None) -> Rule:
    """The value of ``code`` in force on a day, today when none is given.

    ``files``: the last one prevails at the same date. Raises ImproperlyConfigured when no row gives
    one, or when a file cannot be read.
    """
    day = on or clock.today()
    rows = [one for one in _all_rules(files) if one.code == code]
    in_force = [one for one in rows if one.since <= day]
    if not in_force:
        # What is older than the rule still needs a delay: the oldest known value.
        in_force = sorted(rows, key=lambda one: one.since)[:1]
    if not in_force:
        shown = ", ".join(path.name for path in files)
        raise ImproperlyConfigured(f"Aucune valeur « {code} » : complétez {shown}.")
    return max(enumerate(in_force), key=lambda ranked: (ranked[1].since, ranked[0]))[1]


@lru_cache(maxsize=16)
def _all_rules(files: tuple[Path, ...]) -> tuple[Rule, ...]:
    return tuple(row for path in files for row in _read(path))


def _read(path: Path) -> Iterator[Rule]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                if not row["source"] or row["status"] not in STATUSES:
                    raise ValueError(f"{row['code']}: source or status")
                yield Rule(
                    code=row["code"],
                    value=Decimal(row["value"]),
                    since=date.fromisoformat(row["since"]),
                    status=row["status"],
                    source=row["source"],
                )
    except (OSError, KeyError, ValueError, InvalidOperation) as error:
        raise ImproperlyConfigured(
            f"Le fichier des règles {path.name} est illisible ({error}). Colonnes attendues : "
            "code, value, since (AAAA-MM-JJ), status (ferme, provisoire ou à vérifier), source."
        ) from error
