"""What the apps above add to a person: declared by them in ``person_parts.py``, found by itself.

``people`` knows neither encounters nor pathways: they say what they erase with a person, which of
their rows pass to another file when two become one, what keeps a file from being cancelled, and
what they show on the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.core.journal.authors import Author
from o2r.people.enums import FileTab
from o2r.people.models import Person

Erase = Callable[[Author, Person], None]
Hide = Callable[[Person], None]
EndShares = Callable[[Author, Person], int]
Change = Callable[[Sequence[Person]], None]
Move = Callable[[Person, Person], None]
Shown = Callable[[Actor, Person, frozenset[str]], dict[str, Any] | None]
Holds = Callable[[Person], bool]
Alert = Callable[[dict[str, Any]], str]
"""What a tab says beside its name, from the context of a panel: « 1 sans réponse »."""


@dataclass(frozen=True)
class Panel:
    """A part of the page of a person. ``context`` gives None when there is nothing to show.

    ``group``: the group of fields of the policy that opens it; ``tab``, ``order``: its place on the
    page; ``alert``: what its tab says of it.
    """

    code: str
    title: str
    template: str
    group: str
    order: int
    context: Shown
    tab: FileTab = FileTab.PLAN
    alert: Alert | None = None


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody above their caseload, in words, and where it leads."""

    text: str
    url: str


Awaits = Callable[[Actor], Waiting | None]
Explains = Callable[[Actor, Sequence[Person]], dict[UUID, list[str]]]

_erase: list[Erase] = []
_hide: list[Hide] = []
_end_shares: list[EndShares] = []
_change: list[Change] = []
_merge: list[Move] = []
_settle: list[Move] = []
_carried: dict[str, str] = {}
_holds: list[Holds] = []
_panels: dict[str, Panel] = {}
_awaits: list[Awaits] = []
_explains: list[Explains] = []
_listed: list[str] = []
_brought: list[str] = []
_card_pages: list[tuple[str, str]] = []


def erases(handler: Erase) -> Erase:
    """Call ``handler`` when a person is erased, before the rows of ``people`` and their keys go."""
    _erase.append(handler)
    return handler


def hides(handler: Hide) -> Hide:
    """Call ``handler`` when a file becomes protected: what is found elsewhere is found no more."""
    _hide.append(handler)
    return handler


def ends_with_card(handler: EndShares) -> EndShares:
    """Call ``handler`` when the person stops all that they let be known, with their card: for what
    is shared by something else than an agreement. It says how many shares it ended."""
    _end_shares.append(handler)
    return handler


def end_shares(by: Author, person: Person) -> int:
    """End what the apps above share of somebody. How many shares that is."""
    return sum(handler(by, person) for handler in _end_shares)


def changes(handler: Change) -> Change:
    """Call ``handler`` in the transaction that opens files, changes who the person is or how to
    reach them, protects, merges, erases or cancels it: for what is computed from a file again."""
    _change.append(handler)
    return handler


def merges(handler: Move) -> Move:
    """Call ``handler(kept, gone)`` when two files become one; ``handler(gone, kept)`` when undone.

    For what is computed again. Rows are moved, and put back one by one, by ``carries``.
    """
    _merge.append(handler)
    return handler


def settles(handler: Move) -> Move:
    """Call ``handler(kept, gone)`` when a merge can no longer be undone, before the file that is
    gone is forgotten: what an app still keeps with it passes to the other, for good."""
    _settle.append(handler)
    return handler


def carries(label: str, field: str = "person") -> None:
    """Rows of this model pass to the file that is kept, by the key ``field``, and come back when
    the merge is undone. What they hold sealed is sealed again. Raises ValueError when named twice.
    """
    if label in _carried:
        raise ValueError(f"{label} is already carried from a file to another.")
    _carried[label] = field


def holds(handler: Holds) -> Holds:
    """Say whether an app keeps something of a person: their file is then not opened by mistake."""
    _holds.append(handler)
    return handler


def brings(*names: str) -> None:
    """Have these reverse relations read with the file of a page, for a panel: in its query."""
    _brought.extend(names)


def brought() -> list[str]:
    """The relations that are read with the file of a page."""
    return list(_brought)


def panel(one: Panel) -> Panel:
    """Add a part to the page of a person. Raises ValueError for a code already taken."""
    if one.code in _panels:
        raise ValueError(f"Two panels of a person are called {one.code!r}.")
    _panels[one.code] = one
    return one


def awaits(handler: Awaits) -> Awaits:
    """Say above « Ma file active » what else waits for somebody; None for nothing. One query."""
    _awaits.append(handler)
    return handler


def explains(*names: str) -> Callable[[Explains], Explains]:
    """Say, in sentences, why some of the people on a page of « Ma file active » wait for somebody,
    without a query: these reverse relations are read with their files."""

    def register(handler: Explains) -> Explains:
        _explains.append(handler)
        _listed.extend(names)
        return handler

    return register


def listed_with() -> list[str]:
    """The relations that are read with the files of a caseload."""
    return list(_listed)


def reasons_for(actor: Actor, people: Sequence[Person]) -> dict[UUID, list[str]]:
    """Why some of these people wait for somebody, in sentences; nothing of those who do not."""
    found: dict[UUID, list[str]] = {}
    for handler in _explains if people else ():
        for person, reasons in handler(actor, people).items():
            found.setdefault(person, []).extend(reasons)
    return found


def card_page(label: str, route: str) -> None:
    """Lead from the page of the card, once its word has opened it, to another one of the person."""
    _card_pages.append((label, route))


def card_pages() -> list[tuple[str, str]]:
    """Where the page of the card leads: words, and the name of the address."""
    return list(_card_pages)


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits for somebody above their caseload."""
    return [one for handler in _awaits if (one := handler(actor)) is not None]


def erased_with() -> list[Erase]:
    """What is called when a person is erased."""
    return list(_erase)


def hidden_with() -> list[Hide]:
    """What is called when a file becomes protected."""
    return list(_hide)


def changed(*people: Person) -> None:
    """Tell those that compute something from files that these have changed, at once."""
    for handler in _change:
        handler(people)


def moved_with() -> list[Move]:
    """What is called when two files become one."""
    return list(_merge)


def settled_with() -> list[Move]:
    """What is called when two files have become one for good."""
    return list(_settle)


def carried() -> list[tuple[str, str]]:
    """The models whose rows pass from a file to another, and their key to the person."""
    return sorted(_carried.items())


def is_held(person: Person) -> bool:
    """Whether an app above keeps something of this person."""
    return any(handler(person) for handler in _holds)


def panels() -> list[Panel]:
    """The parts of the page, in order."""
    return sorted(_panels.values(), key=lambda one: (one.order, one.code))
