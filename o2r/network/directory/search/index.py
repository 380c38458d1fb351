"""The answer to a question, in order: covers the commune, answers the need, bears the words, takes
the person, is near, was seen right lately. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isinf
from uuid import UUID

import numpy as np

from o2r.network.directory.search.part import Flags, Found, Part
from o2r.network.directory.search.question import AT_HOME, Facts, Match, Question
from o2r.network.directory.zoning import places_of
from o2r.territory.official import Geography


@dataclass(frozen=True)
class Answer:
    """Who answers, the best first. ``covering``: how many of them cover the commune."""

    matches: Sequence[Match]
    total: int
    covering: int


@dataclass(frozen=True, eq=False)
class Index:
    """Most services in ``main``; those that changed since are hidden there, and in ``late``."""

    main: Part
    late: Part = field(default_factory=lambda: Part(()))
    left: Flags | None = None

    def patched(self, rows: Iterable[Facts]) -> "Index":
        """The same with rows written since ``main`` was made, all of them, closed ones included."""
        changed = list(rows)
        return Index(self.main, Part(changed), self.main.hiding(row.key for row in changed))

    def ask(
        self, asked: Question, geo: Geography, *, first: int = 0, limit: int | None = None
    ) -> Answer:
        """Those that answer, from the ``first`` one, ``limit`` at most. A few milliseconds for a
        hundred thousand services."""
        places = _places(asked, geo)
        parts = [
            (self.main, self.main.found(asked, places, self.left)),
            (self.late, self.late.found(asked, places, None)),
        ]
        order = _order(parts)
        chosen = order[first:] if limit is None else order[first : first + limit]
        covering = sum(int(found.covers.sum()) for _, found in parts)
        return Answer([_match(parts, int(rank)) for rank in chosen], len(order), covering)

    def __len__(self) -> int:
        hidden = 0 if self.left is None else int((~self.left).sum())
        return len(self.main) - hidden + len(self.late)


def _places(asked: Question, geo: Geography) -> tuple[str, ...]:
    if asked.commune is None:
        return ()
    return (*places_of(asked.commune, geo), f"{AT_HOME}:{asked.commune.department}")


def _order(parts: "Sequence[tuple[Part, Found]]") -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The ranks of all the candidates, one part after the other, the best first."""

    def column(of: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        return np.concatenate([getattr(found, of) for _, found in parts]).astype(np.float64)

    day = np.concatenate([part.day[found.positions] for part, found in parts])
    name = np.concatenate([part.name[found.positions] for part, found in parts])
    # The last key counts most. Whole kilometres: a street more is not a reason.
    return np.lexsort(
        (
            *(name, -day, np.floor(column("km")), -column("public"), -column("words")),
            *(-column("theme"), -column("covers")),
        )
    )


def _match(parts: Sequence[tuple[Part, Found]], rank: int) -> Match:
    for part, found in parts:
        if rank < len(found.positions):
            key: UUID = part.keys[int(found.positions[rank])]
            km = float(found.km[rank])
            return Match(
                key,
                bool(found.covers[rank]),
                int(found.theme[rank]),
                int(found.public[rank]),
                int(found.words[rank]),
                None if isinf(km) else km,
            )
        rank -= len(found.positions)
    raise IndexError(rank)
