"""Dated values that rule the conventions, each with its source and how sure it is.

They are in ``data/conventions/rules.csv``; the rows of the file that ``O2R_CONVENTION_RULES_FILE``
names, same columns, come on top of them for one instance. A code may have several rows: the last
one in force (``since``) is applied. What is not « ferme » is shown with its status.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from django.conf import settings
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


def rule(code: str, on: date | None = None) -> Rule:
    """The value in force on a day, today when none is given.

    Raises ImproperlyConfigured when no row gives one.
    """
    day = on or clock.today()
    rows = [one for one in _all_rules(settings.CONVENTION_RULES_FILE) if one.code == code]
    in_force = [one for one in rows if one.since <= day]
    if not in_force:
        # A convention older than the rule still needs a delay: the oldest known value.
        in_force = sorted(rows, key=lambda one: one.since)[:1]
    if not in_force:
        raise ImproperlyConfigured(
            f"Aucune valeur « {code} » pour les conventions. Complétez "
            "data/conventions/rules.csv ou le fichier O2R_CONVENTION_RULES_FILE."
        )
    # The instance's rows are read last: at the same date they prevail.
    return max(enumerate(in_force), key=lambda ranked: (ranked[1].since, ranked[0]))[1]


def number(code: str) -> int:
    """The whole number in force today."""
    return int(rule(code).value)


@lru_cache(maxsize=4)
def _all_rules(instance_file: str) -> tuple[Rule, ...]:
    files = [Path(settings.O2R_DATA_DIR) / "conventions" / "rules.csv"]
    if instance_file:
        files.append(Path(instance_file))
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
            f"Le fichier des règles des conventions {path.name} est illisible ({error}). Colonnes "
            "attendues : code, value, since (AAAA-MM-JJ), status (ferme, provisoire ou "
            "à vérifier), source."
        ) from error
