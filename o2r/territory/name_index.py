"""Finding names by their beginning, by one of their words, or with one typing mistake.

One sorted list of keys, without spaces, read by dichotomy. A name gives a key per word it can be
searched from ("Le Péage-de-Roussillon": lepeagederoussillon, peagederoussillon, roussillon) and one
without its small words (peageroussillon). A mistake is looked up by writing every text at one
letter of the query: about a thousand dichotomies, two milliseconds, and no second index.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from string import ascii_lowercase

from o2r.territory.folding import expand, fold

_ARTICLES = frozenset("l la le les".split())
_SMALL = _ARTICLES | frozenset("a au aux d de des du en et lez sous sur".split())
_LATER_WORD = 1 << 24
_LAST = "\U0010ffff"

EXACT, BEGINNING, WORD, TYPO, TYPO_BEGINNING, TYPO_WORD = range(6)
"""How well a name answers, best first. ``WORD``: from a word that is not the first one."""

_SHORTEST_TYPO = 4
_SHORTEST_TYPO_BEGINNING = 5


def _without_small(words: list[str]) -> list[str]:
    return [word for word in words if word not in _SMALL] or words


def _keys(name: str) -> dict[str, bool]:
    """The keys of a name; the value says whether it starts at a later word."""
    words = expand(fold(name)).split()
    keys = {"".join(_without_small(words)): False}
    for start, word in enumerate(words):
        if start == 0 or word not in _SMALL:
            later = any(before not in _ARTICLES for before in words[:start])
            keys.setdefault("".join(words[start:]), later)
    return keys


def forms(query: str) -> list[str]:
    """What is looked up for a query: with all its words, without the small ones, as typed."""
    folded = fold(query)
    words = expand(folded).split()
    texts = ["".join(words), "".join(_without_small(words))]
    # "st" may also be the beginning of Strasbourg.
    texts.append(folded.replace(" ", ""))
    return [text for text in dict.fromkeys(texts) if text]


def _variants(text: str) -> Iterator[str]:
    """Every text at one letter: one missing, one too many, one for another, two exchanged."""
    for at in range(len(text) + 1):
        head, tail = text[:at], text[at:]
        for letter in ascii_lowercase:
            yield head + letter + tail
        if tail:
            for letter in ascii_lowercase:
                yield head + letter + tail[1:]
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


class NameIndex:
    """Names, each with a rank: the lower, the sooner among equal matches.

    Built from (name, rank) pairs; a search gives ranks. Ranks are below 2 to the power 24.
    """

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        pairs = [
            (key, rank + _LATER_WORD if later else rank)
            for name, rank in names
            for key, later in _keys(name).items()
        ]
        pairs.sort()
        self._names = [key for key, _ in pairs]
        self._values = [value for _, value in pairs]

    def search(
        self, query: str, limit: int, keep: Callable[[int], bool] | None = None
    ) -> list[tuple[int, int]]:
        """Up to ``limit`` pairs (match, rank), best first, among the ranks that ``keep`` accepts.

        A typing mistake is looked for only when no name is exactly the query and the list is not
        full: whoever typed "Lion" may have meant Lyon, whoever typed "Lyon" did not mean Lion.
        """
        best: dict[int, int] = {}
        texts = forms(query)
        for text in texts:
            self._collect(best, text, limit, keep, (EXACT, BEGINNING, WORD))
        if len(best) < limit and EXACT not in best.values():
            for text in texts[:1]:
                self._collect_typos(best, text, limit, keep)
        return sorted((match, rank) for rank, match in best.items())[:limit]

    def _collect(
        self,
        best: dict[int, int],
        text: str,
        limit: int,
        keep: Callable[[int], bool] | None,
        matches: tuple[int, int, int],
        *,
        beginnings: bool = True,
    ) -> None:
        start = bisect_left(self._names, text)
        whole = bisect_right(self._names, text, lo=start)
        end = bisect_left(self._names, text + _LAST, lo=whole) if beginnings else whole
        exact, beginning, word = matches
        for low, high, first in ((start, whole, exact), (whole, end, beginning)):
            values: Iterable[int] = self._values[low:high]
            if keep:
                values = (value for value in values if keep(value % _LATER_WORD))
            # A name may be there twice (with and without its small words).
            for value in nsmallest(2 * limit, values):
                later, rank = divmod(value, _LATER_WORD)
                match = word if later else first
                best[rank] = min(match, best.get(rank, match))

    def _collect_typos(
        self, best: dict[int, int], text: str, limit: int, keep: Callable[[int], bool] | None
    ) -> None:
        if len(text) < _SHORTEST_TYPO:
            return
        beginnings = len(text) >= _SHORTEST_TYPO_BEGINNING
        found: dict[int, int] = {}
        for variant in _variants(text):
            at = bisect_left(self._names, variant)
            if at < len(self._names) and self._names[at].startswith(variant):
                matches = (TYPO, TYPO_BEGINNING, TYPO_WORD)
                self._collect(found, variant, limit, keep, matches, beginnings=beginnings)
        for rank, match in found.items():
            best.setdefault(rank, match)
