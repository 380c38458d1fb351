"""What the table promises, read a second time: this module shares nothing with ``policy.py``.

It answers for one person and one route: ``open``, ``closed`` (404), ``sign-in`` or ``not-yet``
(the account lacks a proof, or is in its first 24 hours).
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from o2r.proofs.world import ANONYMOUS, Description

TABLE = Path(__file__).parent.parent / "accounts" / "policy.csv"
KINDS = TABLE.with_name("objects.csv")


def rows() -> list[dict[str, list[str]]]:
    """The lines of the policy, each cell as a list of words."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [
            {name: (cell or "").split() for name, cell in line.items()}
            for line in csv.DictReader(lines)
        ]


def groups(kind: str) -> set[str]:
    """The groups of fields of a kind."""
    with KINDS.open(encoding="utf-8", newline="") as lines:
        found = {line["object"]: line["groups"].split() for line in csv.DictReader(lines)}
    return set(found[kind])


class Table:
    """The promises for everyone, read once."""

    def __init__(self) -> None:
        self._rows = rows()

    def page(self, person: Description, kind: str, action: str) -> str:
        """What a page of this kind answers before any object is named."""
        if person.name == ANONYMOUS:
            return "open" if self._rules(person, kind, action, None) else "sign-in"
        if person.blocked and kind not in ("session", "public-page"):
            return "not-yet"
        candidates = self._rules(person, kind, action, None)
        if not candidates:
            return "closed"
        return "open" if any(self._met(person, row) for row in candidates) else "not-yet"

    def fields(
        self,
        person: Description,
        kind: str,
        action: str,
        relations: Iterable[str],
        shared: frozenset[str] | None,
    ) -> set[str]:
        """The groups of one object that the person may see; empty when they may not act."""
        if person.blocked and kind not in ("session", "public-page"):
            return set()
        granted: set[str] = set()
        for row in self._rules(person, kind, action, set(relations)):
            if self._met(person, row):
                granted |= groups(kind) if row["fields"] == ["*"] else set(row["fields"])
        return granted if shared is None else granted & shared

    def is_open_to_anyone(self, kind: str, action: str) -> bool:
        """Whether a visitor who has not signed in may do this act on this kind of object."""
        return any(
            kind in row["object"] and action in row["action"] and "anyone" in row["role"]
            for row in self._rows
        )

    def _rules(
        self, person: Description, kind: str, action: str, relations: set[str] | None
    ) -> list[dict[str, list[str]]]:
        return [
            row
            for row in self._rows
            if kind in row["object"]
            and action in row["action"]
            and person.roles.intersection(row["role"])
            and (relations is None or relations.intersection(row["relation"]))
        ]

    @staticmethod
    def _met(person: Description, row: dict[str, list[str]]) -> bool:
        held = {
            "second-factor": person.second_factor,
            "step-up": person.fresh,
            "settled": person.settled,
        }
        return all(held[need] for need in row["requires"])
