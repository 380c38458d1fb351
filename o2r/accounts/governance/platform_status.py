"""How the platform itself is doing: its recurring work, its keys, its anchors. Never a secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from o2r.core import clock
from o2r.core.crypto.checks import keys_status
from o2r.core.journal import timestamps
from o2r.core.journal.anchoring import anchor_folder
from o2r.core.journal.anchors import BrokenAnchor, last_anchor

# Anchors are written each hour when the journal has moved.
ANCHOR_LATE = timedelta(hours=26)


@dataclass(frozen=True)
class AnchorsStatus:
    """The last picture of the journal kept outside the database. ``problem``: French, or empty."""

    at: datetime | None = None
    chains: int = 0
    stamped: bool = False
    problem: str = ""

    @property
    def late(self) -> bool:
        """No new anchor for more than a day; with no act at all, there is none to write."""
        return self.at is not None and self.at < clock.now() - ANCHOR_LATE


def anchors_status() -> AnchorsStatus:
    """What the folder of anchors holds, without reading all of it."""
    folder = anchor_folder()
    try:
        last = last_anchor(folder)
        if last is None:
            return AnchorsStatus(
                problem="Aucune ancre n’est encore écrite : lancez « o2r worker », ou « o2r tick »."
            )
        return AnchorsStatus(last.at, len(last.heads), last.digest in timestamps.stamps(folder))
    except (OSError, ValueError) as error:
        name = error.args[0] if isinstance(error, BrokenAnchor) and error.args else str(error)
        return AnchorsStatus(
            problem=f"La dernière ancre ne se lit pas ({name}). Lancez « o2r journal verify »."
        )


def keys() -> dict[str, Any]:
    """Versions, counts and problems of the keys; a setting that cannot be read is a problem too."""
    try:
        return keys_status()
    except ImproperlyConfigured as error:
        return {"ready": False, "problems": [str(error)], "root_versions": []}
