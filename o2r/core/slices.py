"""Many things, a few at a time. Pure."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def slices(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """``items`` in their order, in lists of ``size``; the last one may be shorter."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
