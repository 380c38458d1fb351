"""Words as people type them, and who bears them: accents, case and endings do not count. Pure.

What somebody types is the beginning of a word: « velo » finds « vélos ». The words of all the
services are in one array, in the order of the alphabet, so that a beginning is one slice of it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from o2r.territory.folding import fold

MOST_WORDS = 8
"""Words of a question: those that follow are left."""
LONGEST_TEXT = 2000
"""Letters of a description that are read: what a service is stands at its beginning."""
_ENDINGS = "sx"
_SHORTEST_WITH_ENDING = 4
_TOO_COMMON = frozenset(
    "a au aux avec ce ces dans de des du elle en et il la le les leur mes mon ne nous on ou par "
    "pas pour que qui sa se ses son sur un une vous".split()
)
_AFTER_ALL = "\U0010ffff"
_NOBODY = np.empty(0, dtype=np.int32)


def asked_words(typed: str) -> tuple[str, ...]:
    """What is to be found of what was typed: each word once, without its plural, none that
    every service bears."""
    kept = [
        word.rstrip(_ENDINGS) if len(word) >= _SHORTEST_WITH_ENDING else word
        for word in fold(typed).split()
        if len(word) > 1 and word not in _TOO_COMMON
    ]
    return tuple(dict.fromkeys(word for word in kept if word))[:MOST_WORDS]


class Vocabulary:
    """For each word, the positions of those that bear it."""

    def __init__(self, folded: Iterable[str]) -> None:
        ranks: dict[str, int] = {}
        lines = [self._read(text, ranks) for text in folded]
        positions = np.repeat(
            np.arange(len(lines), dtype=np.int32), np.fromiter(map(len, lines), dtype=np.intp)
        )
        met = np.fromiter(chain.from_iterable(lines), dtype=np.int32, count=len(positions))
        self._words: Sequence[str] = sorted(ranks)
        place = np.empty(len(ranks), dtype=np.int32)
        place[[ranks[word] for word in self._words]] = np.arange(len(ranks), dtype=np.int32)
        placed = place[met]
        self._positions = positions[np.argsort(placed, kind="stable")]
        sizes = np.bincount(placed, minlength=len(ranks)) if len(ranks) else _NOBODY
        self._starts = np.concatenate([[0], np.cumsum(sizes)])

    @staticmethod
    def _read(text: str, ranks: dict[str, int]) -> list[int]:
        """The numbers of the words of a text, each once; a word never met takes the next one."""
        return [ranks.setdefault(word, len(ranks)) for word in set(text.split()) if len(word) > 1]

    def beginning(self, start: str) -> "np.ndarray[Any, np.dtype[np.int32]]":
        """The positions of those that bear a word with this beginning, some more than once."""
        first = bisect_left(self._words, start)
        last = bisect_left(self._words, start + _AFTER_ALL)
        if first == last:
            return _NOBODY
        return self._positions[int(self._starts[first]) : int(self._starts[last])]
