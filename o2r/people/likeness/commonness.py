"""How common a name is among the files of one organisation: a rare one says more. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from o2r.people.likeness.sounds import Word

USUAL_GIVEN, USUAL_SURNAME = 0.01, 0.004
RAREST, COMMONEST = 0.001, 0.2


@dataclass(frozen=True)
class Commonness:
    """``counts``: for the consonants of a name, the files that have it; ``files``: all of them.

    Without counts, every name is as common as usual.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    files: int = 0

    @classmethod
    def of(cls, names: Mapping[bytes, str], rows: Mapping[bytes, int], files: int) -> "Commonness":
        """From what ``tokens.counted`` asks for, and the number of rows of each of its tokens."""
        counts = dict.fromkeys(names.values(), 0)
        for token, number in rows.items():
            counts[names[token]] += number
        return cls(counts, files)

    def share(self, words: tuple[Word, ...], usual: float) -> float:
        """The share of people with the rarest of these words, between 0.1 % and 20 %."""
        if not self.files or not words:
            return usual
        shares = [self._share(word, usual) for word in words]
        return min(max(min(shares), RAREST), COMMONEST)

    def _share(self, word: Word, usual: float) -> float:
        if word.bones not in self.counts:
            return usual
        # Fifty imaginary files with the usual share: few files prove little.
        return (self.counts[word.bones] + 50 * usual) / (self.files + 50)
