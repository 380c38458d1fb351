"""Who answers for a message until it leaves: the app that wrote it."""

from collections.abc import Callable

from o2r.core.messaging.models import OutgoingMessage

StillWanted = Callable[[OutgoingMessage], str]
"""Asked just before a message leaves: why it must not any more; nothing when it may. Reads only."""

_kinds: dict[str, StillWanted] = {}


def declare(code: str, still_wanted: StillWanted) -> None:
    """Declare a kind of message. Raises ValueError for a code already taken."""
    if code in _kinds:
        raise ValueError(f"Two kinds of message are called {code!r}.")
    _kinds[code] = still_wanted


def why_not(message: OutgoingMessage) -> str:
    """Why a message must not leave; nothing when it may. What nobody declares never leaves."""
    wanted = _kinds.get(message.kind)
    return wanted(message) if wanted else "nature-inconnue"
