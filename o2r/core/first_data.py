"""What an instance starts with: declared by each app in its ``first_data.py``.

::

    @first_data(rank=30)
    def known_calls() -> str:
        …
        return "Appels connus, à ajouter : 8."

What is loaded is added once: what the instance has changed since is never undone.
"""

from collections.abc import Callable
from dataclasses import dataclass

Load = Callable[[], str]
"""Loads something and says, in French, what it did."""


@dataclass(frozen=True)
class _First:
    rank: int
    load: Load
    demonstration_only: bool


_declared: list[_First] = []


def first_data(*, rank: int, demonstration_only: bool = False) -> Callable[[Load], Load]:
    """Load this too, in the order of the ranks: what is built on comes before."""

    def keep(load: Load) -> Load:
        _declared.append(_First(rank, load, demonstration_only))
        return load

    return keep


def loads(*, demonstration: bool) -> list[Load]:
    """What to load, in order; the examples in a demonstration only."""
    chosen = [one for one in _declared if demonstration or not one.demonstration_only]
    return [one.load for one in sorted(chosen, key=lambda one: one.rank)]
