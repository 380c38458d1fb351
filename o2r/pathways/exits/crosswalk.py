"""What each exit is for the FSE+, and whether news is asked for after it: a file of the product."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from o2r.pathways.exits.enums import ContractKind, ExitKind, Situation


@dataclass(frozen=True)
class Meaning:
    """One line of the file. ``is_followed``: whether news is asked for at three and six months."""

    situation: Situation
    is_followed: bool
    source: str


def meaning_of(kind: ExitKind) -> Meaning:
    """What an exit means. Raises ImproperlyConfigured when the file is not whole."""
    return _meanings(Path(settings.O2R_DATA_DIR) / "pathways" / "exits.csv")[kind]


def situation_at(kind: ExitKind, contract: str = "") -> Situation:
    """The situation on the day of an exit, for the FSE+."""
    if kind is ExitKind.EMPLOYMENT and contract == ContractKind.SELF:
        return Situation.SELF
    return meaning_of(kind).situation


@lru_cache(maxsize=4)
def _meanings(path: Path) -> dict[ExitKind, Meaning]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            found = {
                ExitKind(row["kind"]): Meaning(
                    Situation(row["fse"]), row["followed"] == "1", row["source"]
                )
                for row in csv.DictReader(lines)
            }
    except (OSError, KeyError, ValueError) as error:
        raise ImproperlyConfigured(f"{path.name} est illisible ({error}).") from error
    if missing := set(ExitKind) - set(found):
        raise ImproperlyConfigured(f"{path.name} : il manque {', '.join(sorted(missing))}.")
    return found
