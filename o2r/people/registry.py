"""What the apps above add to a person: declared by them in ``person_parts.py``, found by itself.

``people`` knows neither encounters nor pathways: they say what they erase with a person, what they
move when two files become one, and what they show on the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from o2r.accounts.actors import Actor
from o2r.core.journal.authors import Author
from o2r.people.models import Person

Erase = Callable[[Author, Person], None]
Hide = Callable[[Person], None]
Move = Callable[[Person, Person], None]
Shown = Callable[[Actor, Person, frozenset[str]], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A part of the page of a person. ``context`` gives None when there is nothing to show.

    ``group``: the group of fields of the policy that opens it; ``order``: its place on the page.
    """

    code: str
    title: str
    template: str
    group: str
    order: int
    context: Shown


_erase: list[Erase] = []
_hide: list[Hide] = []
_merge: list[Move] = []
_panels: dict[str, Panel] = {}


def erases(handler: Erase) -> Erase:
    """Call ``handler`` when a person is erased, before the rows of ``people`` go."""
    _erase.append(handler)
    return handler


def hides(handler: Hide) -> Hide:
    """Call ``handler`` when a file becomes protected: what is found elsewhere is found no more."""
    _hide.append(handler)
    return handler


def merges(handler: Move) -> Move:
    """Call ``handler(kept, gone)`` when two files become one; and the other way when undone."""
    _merge.append(handler)
    return handler


def panel(one: Panel) -> Panel:
    """Add a part to the page of a person. Raises ValueError for a code already taken."""
    if one.code in _panels:
        raise ValueError(f"Two panels of a person are called {one.code!r}.")
    _panels[one.code] = one
    return one


def erased_with() -> list[Erase]:
    """What is called when a person is erased."""
    return list(_erase)


def hidden_with() -> list[Hide]:
    """What is called when a file becomes protected."""
    return list(_hide)


def moved_with() -> list[Move]:
    """What is called when two files become one."""
    return list(_merge)


def panels() -> list[Panel]:
    """The parts of the page, in order."""
    return sorted(_panels.values(), key=lambda one: (one.order, one.code))
