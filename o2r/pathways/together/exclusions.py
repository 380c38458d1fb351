"""Kinds of things that are not asked together, and why: ``data/pathways/exclusions.csv``."""

import csv
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from o2r.core.dated_rules import STATUSES
from o2r.pathways.together.contradictions import Exclusion
from o2r.pathways.together.enums import ObligationKind


def exclusions() -> tuple[Exclusion, ...]:
    """The pairs in force. Raises ImproperlyConfigured when the file cannot be read."""
    return _read(Path(settings.O2R_DATA_DIR) / "pathways" / "exclusions.csv")


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[Exclusion, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return tuple(_row(row) for row in csv.DictReader(lines))
    except (OSError, KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            f"Le fichier {path.name} est illisible ({error}). Colonnes attendues : one, other, "
            "why, status (ferme, provisoire ou à vérifier), source."
        ) from error


def _row(row: dict[str, str]) -> Exclusion:
    if not row["source"] or row["status"] not in STATUSES:
        raise ValueError(f"{row['one']}, {row['other']}: source or status")
    pair = (ObligationKind(row["one"]), ObligationKind(row["other"]))
    return Exclusion(frozenset(one.value for one in pair), row["why"])
