"""Recall and precision of those who look for duplicates, for ``o2r bench duplicates``. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from o2r.people.measured_disturbance import Draw, Search, unaccented
from o2r.people.measured_people import Person, held_out


@dataclass(frozen=True)
class Kind:
    """What a pair is counted with. ``dated``: both files have a birth date; ``held_out``: of a
    naming tradition on which nothing was chosen."""

    draw: int
    dated: bool
    held_out: bool


@dataclass(frozen=True)
class Pair:
    """A file that was told to somebody typing. ``weight``: how sure; ``right``: the same person."""

    kind: Kind
    weight: float
    right: bool


Keep = Callable[[Kind], bool]


@dataclass
class Judged:
    """What one of those judged found, and how many pairs there were to find, by kind."""

    pairs: list[Pair] = field(default_factory=list)
    to_find: Counter[Kind] = field(default_factory=Counter)

    def add(self, number: int, draw: Draw, search: Search, person: int, weight: float) -> None:
        """One pair found, among those of ``draw``."""
        kind = kind_of(number, search, draw.persons[person])
        self.pairs.append(Pair(kind, weight, search.same_as == person))

    def found(self, threshold: float, keep: Keep) -> tuple[int, int]:
        """How many duplicates are told, and how many there are."""
        right = sum(p.right and p.weight >= threshold for p in self.pairs if keep(p.kind))
        return right, sum(n for kind, n in self.to_find.items() if keep(kind))

    def recall(self, threshold: float, keep: Keep) -> float:
        """Share of the duplicates that are told, from 0 to 1."""
        right, there = self.found(threshold, keep)
        return right / max(1, there)

    def precision(self, threshold: float, keep: Keep) -> float:
        """Share of what is told that is right; 1 when nothing is."""
        told = [p.right for p in self.pairs if p.weight >= threshold and keep(p.kind)]
        return sum(told) / len(told) if told else 1.0

    def threshold(self, precision: float, keep: Keep) -> float:
        """The lowest weight from which ``precision`` is kept; infinite when there is none."""
        found, right, told = float("inf"), 0, 0
        for pair in sorted((p for p in self.pairs if keep(p.kind)), key=lambda p: -p.weight):
            right, told = right + pair.right, told + 1
            if right >= precision * told:
                found = pair.weight
        return found


def to_find(draws: Iterable[tuple[int, Draw]]) -> Counter[Kind]:
    """How many duplicates there are, by kind."""
    return Counter(
        kind_of(number, search, draw.persons[search.same_as])
        for number, draw in draws
        for search in draw.searches
        if search.same_as is not None
    )


def kind_of(number: int, search: Search, person: Person) -> Kind:
    dated = search.person.birth is not None and person.birth is not None
    return Kind(number, dated, search.person.group in held_out())


def exact_pairs(draw: Draw) -> Iterator[tuple[Search, int]]:
    """What most registers do: the same name once folded, and the same birth date."""
    known: dict[tuple[str, str, object], list[int]] = {}
    for number, person in enumerate(draw.persons):
        known.setdefault(_folded(person), []).append(number)
    for search in draw.searches:
        if search.person.birth is not None:
            for number in known.get(_folded(search.person), ()):
                yield search, number


def _folded(person: Person) -> tuple[str, str, object]:
    return plain(person.given), plain(person.surname), person.birth


def plain(text: str) -> str:
    """Without accents, case nor punctuation."""
    return "".join(sign for sign in unaccented(text).casefold() if sign.isalnum())
