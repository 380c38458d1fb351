"""What a generated file is, and how families are registered.

Nothing here, nor in the rest of this package, imports the code that is judged.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Option = TypeVar("Option")


@dataclass(frozen=True)
class Sample:
    """One file as a browser would send it.

    ``mark``: a word hidden in its payload, that nothing served may contain. ``acceptable``: whether
    a file without its payload may be served (a photo without its place, a PDF without its script);
    otherwise nothing of it may be. ``announced``: the size that the sender claims, in bytes; None
    for the real one. ``media_type``: what the sender claims it is.
    """

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/octet-stream"
    mark: str = ""
    acceptable: bool = False
    announced: int | None = None
    family: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Draw:
    """What a family is given to make one file: its rank, a seeded generator and a mark."""

    rank: int
    rng: random.Random
    mark: str

    def pick(self, options: Sequence[Option]) -> Option:
        """The options in turn, so that every one is used."""
        return options[self.rank % len(options)]

    def words(self, number: int = 12) -> str:
        """Harmless text."""
        return " ".join(self.rng.choice(_WORDS) for _ in range(number))


_WORDS = (
    "atelier maraude permanence rencontre projet territoire équipe été Noël cœur 12 mardi".split()
)

Family = Callable[[Draw], Sample]
FAMILIES: dict[str, Family] = {}


def family(name: str) -> Callable[[Family], Family]:
    """Register a maker of files under the name of its family."""

    def register(maker: Family) -> Family:
        FAMILIES[name] = maker
        return maker

    return register
