"""Codes of appointments, and kinds of activity: ``data/pathways/appointment_codes.csv``."""

import csv
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings

List = Literal["motive", "body", "activity"]


def codes(of: List) -> dict[str, str]:
    """The codes of a list, with their French labels, in the order of the file."""
    return dict(_all(Path(settings.O2R_DATA_DIR) / "pathways" / "appointment_codes.csv")[of])


def label(of: List, code: str) -> str:
    """What a code says; the code itself when the list does not know it any more."""
    return codes(of).get(code, code)


@cache
def _all(path: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        name: tuple((row["code"], row["label"]) for row in rows if row["list"] == name)
        for name in ("motive", "body", "activity")
    }
