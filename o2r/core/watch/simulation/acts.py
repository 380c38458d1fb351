"""What the simulated people do: acts, in words of their own.

The generator knows nothing of the rules that watch it: no import, no shared constant. The trial
translates its acts into the events of the product, as the pages of the product would.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import NamedTuple

from o2r.core.watch.simulation.world import World


class Words(NamedTuple):
    """What someone types to look for a person."""

    surname: str
    first_name: str = ""
    born: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one account.

    ``what``: sign-in, wrong-password, look (open an identity), find (search), write, download
    (export), hand (share), emergency (break the glass), twin (ask whether a person is known
    elsewhere), old-device (a device that was withdrawn knocks), new-account. ``who`` is None when
    the account that someone tries does not exist. ``persons``: whose identity the act shows, or
    whom it is about. ``previous``: for a sign-in, the one before. ``seconded``: someone else
    approved it. ``made``: the account that a new-account creates.
    """

    at: datetime
    who: int | None
    what: str
    persons: tuple[int, ...] = ()
    words: Words | None = None
    network: str = ""
    previous: datetime | None = None
    seconded: bool = False
    made: int | None = None


@dataclass
class Script:
    """One abuse as it would unfold if nobody stopped it.

    ``evident_at``: when someone reading everything would be sure of it; the delay of a detection
    is counted from there.
    """

    acts: list[Act]
    actors: frozenset[int]
    evident_at: datetime
    networks: frozenset[str] = field(default_factory=frozenset)


Playwright = Callable[[World, Random], Script]
_abuses: dict[str, Playwright] = {}


def abuse(name: str) -> Callable[[Playwright], Playwright]:
    """Register a scripted abuse. An app declares its own in its module ``abuses``.

    Raises ValueError when the name is taken.
    """

    def register(playwright: Playwright) -> Playwright:
        if name in _abuses:
            raise ValueError(f"Two abuses are called {name!r}.")
        _abuses[name] = playwright
        return playwright

    return register


def abuses() -> dict[str, Playwright]:
    """Every registered abuse, by name."""
    return dict(sorted(_abuses.items()))
