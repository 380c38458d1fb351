"""The common indicators by code, with the words of ``data/pathways/fse/indicators.csv``."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from o2r.pathways.fse.indicators import CODES


@dataclass(frozen=True)
class Indicator:
    """An indicator. ``caution``: what of its wording is still to be checked, or nothing."""

    code: str
    label: str
    unit: str
    caution: str


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """Every common indicator, by code. Raises OSError, KeyError for a file that lacks one."""
    path = Path(settings.O2R_DATA_DIR) / "pathways" / "fse" / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = {row["code"]: row for row in csv.DictReader(lines)}
    return {
        code: Indicator(
            code,
            rows[code]["libelle_fr"],
            rows[code]["unite"],
            "libellé à vérifier" if "de mémoire" in rows[code]["verification"] else "",
        )
        for code in CODES
    }
