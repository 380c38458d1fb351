"""Two people hold the same form: what each of them changed, value by value. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True)
class Merged(Generic[V]):
    """``theirs``: what is saved of the values that both changed, each to something else.

    ``left``: the values that only someone else changed: they stay as they are saved.
    """

    theirs: dict[str, V]
    left: frozenset[str]


def merge(*, saved: Mapping[str, V], seen: Mapping[str, V], wanted: Mapping[str, V]) -> Merged[V]:
    """Compare what is saved, what the page showed when it was opened, and what it sends.

    A value that the page did not show is written without a question.
    """
    moved = [name for name in wanted if name in seen and saved[name] != seen[name]]
    left = frozenset(name for name in moved if wanted[name] == seen[name])
    theirs = {
        name: saved[name] for name in moved if name not in left and saved[name] != wanted[name]
    }
    return Merged(theirs, left)
