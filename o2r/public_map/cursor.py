"""A place in a list, written in an address so that reading goes on where it stopped."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass


class CursorError(ValueError):
    """The text is not a cursor that this API gave."""


@dataclass(frozen=True)
class Cursor:
    """After the row ``last``; if that row has gone meanwhile, after ``count`` rows."""

    count: int = 0
    last: str = ""

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor written in ``text``; empty text is the start. Raises CursorError."""
        if not text:
            return cls()
        try:
            count, _, last = base64.urlsafe_b64decode(text.encode()).decode().partition(":")
            return cls(int(count), last)
        except (ValueError, binascii.Error) as error:
            raise CursorError(
                "Le paramètre cursor ne se lit pas : reprenez l’adresse donnée par « next », "
                "ou retirez-le pour recommencer au début."
            ) from error

    @property
    def written(self) -> str:
        """The text to put in an address."""
        return base64.urlsafe_b64encode(f"{self.count}:{self.last}".encode()).decode()

    def start(self, keys: Sequence[str]) -> int:
        """Index in ``keys``, the whole list as it is now, of the first row still to read."""
        if self.last in keys:
            return keys.index(self.last) + 1
        return min(max(self.count, 0), len(keys))


def cut(keys: Sequence[str], cursor: Cursor, limit: int) -> tuple[int, Cursor | None]:
    """Where the page after ``cursor`` starts, and the cursor after that page (None: the end)."""
    start = cursor.start(keys)
    end = min(start + limit, len(keys))
    return start, Cursor(end, keys[end - 1]) if end < len(keys) else None
