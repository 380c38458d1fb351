"""The one question of each day and each side, in plain words: a file, and days that are rules."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from o2r.core.dated_rules import STATUSES
from o2r.pathways.employment.enums import Answer, Side
from o2r.pathways.rules import number
from o2r.territory.typography import typographic

CHECKPOINTS = 6


@dataclass(frozen=True)
class Question:
    """What is asked, and the words of the three answers, by colour."""

    text: str
    answers: Mapping[Answer, str]
    is_sure: bool

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The three buttons, in order: what is sent, what is read."""
        return [(one.value, self.answers[one]) for one in Answer]


def checkpoint_days() -> list[int]:
    """After how many days from the start each question is asked (provisional)."""
    return [number(f"sentinel-checkpoint-{rank}") for rank in range(1, CHECKPOINTS + 1)]


def question_of(day: int, side: Side) -> Question:
    """The question of that day, or of the last one before it: a day may be changed in the rules.

    Raises ImproperlyConfigured when the file has none for this side.
    """
    known = _read(Path(settings.O2R_DATA_DIR) / "pathways" / "employment_questions.csv")
    days = [one for one, asked in known if asked == side and one <= day]
    first = [one for one, asked in known if asked == side]
    if not first:
        raise ImproperlyConfigured("Le fichier employment_questions.csv n’a pas ces questions.")
    return known[max(days) if days else min(first), side]


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[tuple[int, Side], Question]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return dict(_row(row) for row in csv.DictReader(lines))
    except (OSError, KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            f"Le fichier {path.name} est illisible ({error}). Colonnes attendues : day, side, "
            "question, green, orange, red, status, source."
        ) from error


def _row(row: dict[str, str]) -> tuple[tuple[int, Side], Question]:
    if not row["source"] or row["status"] not in STATUSES:
        raise ValueError(f"J{row['day']}: source or status")
    words = {
        Answer.GREEN: typographic(row["green"]),
        Answer.ORANGE: typographic(row["orange"]),
        Answer.RED: typographic(row["red"]),
    }
    asked = Question(typographic(row["question"]), words, row["status"] == "ferme")
    return (int(row["day"]), Side(row["side"])), asked
