"""Services as columns of numbers: what makes a hundred thousand of them answer at once. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import radians
from typing import Any
from uuid import UUID

import numpy as np

from o2r.network.directory.codes import category_of
from o2r.network.directory.search.question import NAMED, SILENT, Facts, Question
from o2r.network.directory.search.vocabulary import LONGEST_TEXT, Vocabulary
from o2r.territory.distance import EARTH_RADIUS_KM
from o2r.territory.folding import fold

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Whole = np.ndarray[Any, np.dtype[np.intp]]
Small = np.ndarray[Any, np.dtype[np.int8]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]

IN_PERSON, REMOTE = "en-presentiel", "a-distance"
NAME_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates of one part: their positions, and what they are ordered by."""

    positions: Whole
    covers: Flags
    theme: Small
    public: Small
    words: Small
    km: Numbers


class Part:
    """Some services, that never change: a change hides one, and puts it in another part."""

    def __init__(self, rows: Iterable[Facts]) -> None:
        kept = [row for row in rows if row.is_open]
        self.keys: list[UUID] = [row.key for row in kept]
        self._size = len(kept)
        self._by_term = _inverted(kept, "terms")
        self._by_theme = _inverted(kept, "themes")
        self._by_public = _inverted(kept, "publics")
        self._by_mode = _inverted(kept, "modes")
        self._everyone = np.array([row.takes_everyone for row in kept], dtype=bool)
        self._says_publics = np.array([bool(row.publics) for row in kept], dtype=bool)
        self._says_modes = np.array([bool(row.modes) for row in kept], dtype=bool)
        self.day = np.array([row.seen_right_on.toordinal() for row in kept], dtype=np.int32)
        self.name = np.array([row.name[:NAME_LENGTH] for row in kept], dtype=f"U{NAME_LENGTH}")
        self._lat = np.radians(np.array([row.latitude for row in kept], dtype=np.float64))
        self._lon = np.radians(np.array([row.longitude for row in kept], dtype=np.float64))
        self._named = Vocabulary(row.name for row in kept)
        self._said = Vocabulary(fold(row.text[:LONGEST_TEXT]) for row in kept)
        self._position = {row.key: rank for rank, row in enumerate(kept)}

    def __len__(self) -> int:
        return self._size

    def hiding(self, keys: Iterable[UUID]) -> Flags:
        """Which services are left when those are hidden."""
        left = np.ones(self._size, dtype=bool)
        left[[self._position[key] for key in keys if key in self._position]] = False
        return left

    def found(self, asked: Question, places: Sequence[str], left: Flags | None) -> Found:
        """The candidates for a question. ``places``: the terms that hold its commune; ``left``:
        those that are not hidden, None for all."""
        kept = np.ones(self._size, dtype=bool) if left is None else left.copy()
        theme = self._theme_marks(asked.themes)
        if asked.themes:
            kept &= theme > 0
        public = self._public_marks(asked.publics)
        if asked.publics:
            kept &= public > 0
        words = self._word_marks(asked.words)
        if asked.words:
            kept &= words > 0
        if asked.mode:
            kept &= self._in_mode(asked.mode)
        positions = np.flatnonzero(kept)
        covers = self._marked(self._by_term, places)[positions]
        km = self._kilometres(asked, positions)
        if asked.commune is not None:
            near = km <= asked.within_km
            reached = (
                near | (covers & self._remote(positions)) if asked.nearer_only else (covers | near)
            )
            positions, covers, km = positions[reached], covers[reached], km[reached]
        return Found(positions, covers, theme[positions], public[positions], words[positions], km)

    def _theme_marks(self, themes: Sequence[str]) -> Small:
        marks = np.zeros(self._size, dtype=np.int8)
        for theme in themes:
            marks[self._by_theme.get(category_of(theme), _NOBODY)] = SILENT
        for theme in themes:
            marks[self._by_theme.get(theme, _NOBODY)] = NAMED
        return marks

    def _public_marks(self, publics: Sequence[str]) -> Small:
        if not publics:
            return np.zeros(self._size, dtype=np.int8)
        takes = self._everyone | self._marked(self._by_public, publics)
        marks: Small = np.where(takes, NAMED, np.where(self._says_publics, 0, SILENT))
        return marks.astype(np.int8)

    def _word_marks(self, words: Sequence[str]) -> Small:
        """Who bears all the words: in its name, or somewhere."""
        if not words:
            return np.zeros(self._size, dtype=np.int8)
        all_named, all_said = np.ones(self._size, dtype=bool), np.ones(self._size, dtype=bool)
        for word in words:
            named, said = np.zeros((2, self._size), dtype=bool)
            named[self._named.beginning(word)] = True
            said[self._said.beginning(word)] = True
            all_named &= named
            all_said &= named | said
        marks: Small = np.where(all_named, NAMED, np.where(all_said, SILENT, 0)).astype(np.int8)
        return marks

    def _in_mode(self, mode: str) -> Flags:
        """Whether a service is offered so; who says nothing of it receives people."""
        said = self._marked(self._by_mode, (mode,))
        return said | ~self._says_modes if mode == IN_PERSON else said

    def _remote(self, positions: Whole) -> Flags:
        return self._marked(self._by_mode, (REMOTE,))[positions]

    def _marked(self, lists: dict[str, Whole], names: Iterable[str]) -> Flags:
        marks = np.zeros(self._size, dtype=bool)
        for name in names:
            marks[lists.get(name, _NOBODY)] = True
        return marks

    def _kilometres(self, asked: Question, positions: Whole) -> Numbers:
        """From the centre of the commune, as the crow flies; ``inf`` when not known."""
        commune = asked.commune
        if commune is None or commune.lat is None or commune.lon is None:
            return np.full(len(positions), np.inf)
        lat, lon = radians(commune.lat), radians(commune.lon)
        half = np.sin((self._lat[positions] - lat) / 2) ** 2
        half += (
            np.cos(lat)
            * np.cos(self._lat[positions])
            * (np.sin((self._lon[positions] - lon) / 2) ** 2)
        )
        kilometres: Numbers = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
        kilometres[np.isnan(kilometres)] = np.inf
        return kilometres


_NOBODY: Whole = np.empty(0, dtype=np.intp)


def _inverted(rows: Sequence[Facts], field: str) -> dict[str, Whole]:
    """For each word of a field, the positions of those that bear it."""
    lists: dict[str, list[int]] = {}
    for rank, row in enumerate(rows):
        for word in getattr(row, field):
            lists.setdefault(word, []).append(rank)
    return {word: np.array(ranks, dtype=np.intp) for word, ranks in lists.items()}
