"""How far two names agree, part by part, whichever box each was typed in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA, JaroWinkler

from o2r.people.likeness.diminutives import is_diminutive, is_initials
from o2r.people.likeness.sounds import Word
from o2r.people.likeness.writing import PARTICLES, without_particles, words


class Level(IntEnum):
    """From contradiction to identity. ``ABSENT``: nothing to compare."""

    DIFFERENT = 0
    ABSENT = 1
    ONE_PART = 2
    FAR = 3
    INITIAL = 4
    NEAR = 5
    TYPO = 6
    DIMINUTIVE = 7
    SOUND = 8
    EQUAL = 9


@dataclass(frozen=True)
class Name:
    """One box of a form: its words, those that tell people apart, and both written in one."""

    words: tuple[Word, ...]
    whole: Word
    bare: Word

    @classmethod
    def of(cls, typed: str) -> "Name":
        folded = words(typed)
        kept = without_particles(folded)
        parts = tuple(Word.of(word) for word in kept)
        bare = parts[0] if len(parts) == 1 else Word.of("".join(kept))
        whole = bare if len(folded) == len(kept) else Word.of("".join(folded))
        return cls(parts, whole, bare)

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def written(self) -> tuple[Word, ...]:
        """In one word, with its particles and without."""
        return (self.bare,) if self.whole is self.bare else (self.bare, self.whole)


@dataclass(frozen=True)
class Agreement:
    """``words``: those of the first side that meet something; ``partial``: words of one side have
    nothing in front of them."""

    level: Level
    words: tuple[Word, ...] = ()
    partial: bool = False


NOTHING = Agreement(Level.ABSENT)


def compare(one: Name, other: Name) -> Agreement:
    """How far two boxes agree. Symmetric, but for ``words``."""
    if not one or not other:
        return NOTHING
    whole = max(_alike(a, b) for a in one.written for b in other.written)
    if whole >= Level.SOUND or len(one.words) == len(other.words) == 1:
        return Agreement(whole, one.words)
    if _are_initials(one, other) or _are_initials(other, one):
        return Agreement(Level.DIMINUTIVE, one.words)
    # « Xiaoming » and « Xiao Minh »; but « Marie-Claire » and « Marie-Laure » are two people.
    partial = len(one.words) != len(other.words)
    joined = whole if partial else Level.DIFFERENT
    pairs = _matched(one.words, other.words)
    met = tuple(one.words[rank] for _, rank in pairs)
    if len(pairs) == min(len(one.words), len(other.words)):
        level = min(level for level, _ in pairs)
        if level >= joined:
            return Agreement(level, met, partial)
    if joined >= Level.FAR:
        return Agreement(joined, one.words)
    if pairs and pairs[0][0] > Level.NEAR:
        return Agreement(Level.ONE_PART, met)
    return Agreement(min(whole, Level.FAR) if whole > Level.ONE_PART else Level.DIFFERENT)


def _are_initials(one: Name, other: Name) -> bool:
    return len(one.words) == 1 and is_initials(one.words[0].text, other.words)


def _matched(one: Sequence[Word], other: Sequence[Word]) -> list[tuple[Level, int]]:
    """The best pairs of words, each word used once, the best first: level, rank in ``one``."""
    pairs = sorted(
        ((_alike(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)),
        key=lambda pair: (-pair[0], pair[1] + pair[2], abs(pair[1] - pair[2])),
    )
    left, right, found = set[int](), set[int](), list[tuple[Level, int]]()
    for level, i, j in pairs:
        if level > Level.FAR and i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((level, i))
    return found


def _alike(one: Word, other: Word) -> Level:
    """How far two words agree. Symmetric."""
    a, b = one.text, other.text
    if a == b:
        return Level.EQUAL
    if len(a) == 1 or len(b) == 1:
        return Level.INITIAL if a[0] == b[0] else Level.DIFFERENT
    if one.sound and (one.sound == other.sound or _glued(a, b) or _glued(b, a)):
        return Level.SOUND
    if is_diminutive(one, other):
        return Level.DIMINUTIVE
    return _by_letters(one, other)


def _glued(long: str, short: str) -> bool:
    """« elamrani » and « amrani », « dasilva » and « silva »."""
    return len(short) >= 4 and long.endswith(short) and long[: -len(short)] in PARTICLES


def _by_letters(one: Word, other: Word) -> Level:
    a, b = one.text, other.text
    longest = max(len(a), len(b))
    distance = OSA.distance(a, b, score_cutoff=3)
    if (distance == 1 and longest >= 4) or (distance == 2 and longest >= 8):
        return Level.TYPO
    if len(one.bones) >= 3 and one.bones == other.bones:
        return Level.NEAR
    heard = OSA.distance(one.sound, other.sound, score_cutoff=2)
    if distance == 1 or (heard <= 1 and min(len(one.sound), len(other.sound)) >= 4):
        return Level.NEAR
    if JaroWinkler.similarity(a, b) >= 0.88 and longest >= 5:
        return Level.NEAR
    loose = min(distance, heard) <= 2 and longest >= 4 or distance <= 3 and longest >= 7
    return Level.FAR if loose else Level.DIFFERENT
