"""What an app does when a page shows its objects: told by the door, whatever the page.

::

    @when_shown("person-file")
    def alert_referents(by: Actor, action: str, rows: Sequence[Governed]) -> None: ...

The door alone knows every reading: pages, lists, searches, shares and exports. A listener runs in
the transaction of the reading, once the watch has let it: if it fails, nothing is shown.
"""

from collections.abc import Callable, Sequence

from o2r.accounts.actors import Actor
from o2r.accounts.governed import Governed

Listener = Callable[[Actor, str, Sequence[Governed]], None]
"""Who reads, the action (« read », « list », « export »…), and the rows shown."""

_listeners: dict[str, list[Listener]] = {}


def when_shown(kind: str) -> Callable[[Listener], Listener]:
    """Have a function called each time objects of ``kind`` are shown to somebody."""

    def register(listener: Listener) -> Listener:
        _listeners.setdefault(kind, []).append(listener)
        return listener

    return register


def tell_of_showing(by: Actor, action: str, kind: str, rows: Sequence[Governed]) -> None:
    """Call whoever asked for this kind."""
    if rows:
        for listener in _listeners.get(kind, ()):
            listener(by, action, rows)
