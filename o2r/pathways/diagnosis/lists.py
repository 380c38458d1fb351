"""The lists that a diagnosis and a plan choose from: ``data/pathways/*.csv``. Read once.

Barriers come with their codes in the official lists (France Travail, data·inclusion v1, Carnet de
bord). What would tell an illness, a case before a court, an addiction or violence was left out of
the phrases: such things are never a code, and are written sealed, with the person, or not at all.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Barrier:
    """Something that may be in the way, or be a strength.

    ``question``: how it is asked, in plain words. ``group``: the group of fields of the policy that
    opens it. ``france_travail``: codes of contraintes (23 to 29) and besoins (1 to 18) of the
    diagnostic argumenté.
    """

    code: str
    label: str
    question: str
    group: str
    france_travail: tuple[str, ...]
    data_inclusion: str
    carnet_de_bord: str


@dataclass(frozen=True)
class Phrase:
    """A phrase offered: a situation, an objective, an action; of a barrier."""

    code: str
    barrier: str
    label: str


@cache
def barriers() -> tuple[Barrier, ...]:
    """What is talked about, in the order in which it is asked."""
    return tuple(
        Barrier(
            code=row["code"],
            label=row["label"],
            question=row["question"],
            group=row["group"],
            france_travail=tuple(row["france_travail"].split()),
            data_inclusion=row["data_inclusion"],
            carnet_de_bord=row["carnet_de_bord"],
        )
        for row in _rows("barriers.csv")
    )


def barrier(code: str) -> Barrier | None:
    """One of them; None for a code that the list does not know."""
    return next((one for one in barriers() if one.code == code), None)


def barriers_for(groups: frozenset[str]) -> tuple[Barrier, ...]:
    """Those that these groups of the policy open: health is not read by who reads the others."""
    return tuple(one for one in barriers() if one.group in groups)


def situations() -> tuple[Phrase, ...]:
    """What somebody lives, by barrier."""
    return _phrases("situations.csv")


def objectives() -> tuple[Phrase, ...]:
    """Where somebody wants to go, by barrier."""
    return _phrases("objectives.csv")


def actions() -> tuple[Phrase, ...]:
    """What may be done, by barrier."""
    return _phrases("actions.csv")


@cache
def strengths() -> dict[str, str]:
    """What somebody can rely on: codes and labels."""
    return {row["code"]: row["label"] for row in _rows("strengths.csv")}


def label_in(phrases: tuple[Phrase, ...], code: str) -> str:
    """The label of a code; the code when the list does not know it any more."""
    return next((one.label for one in phrases if one.code == code), code)


@cache
def _phrases(name: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(row["code"], row["barrier"], row["label"]) for row in _rows(name))


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = Path(settings.O2R_DATA_DIR) / "pathways" / name
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)
