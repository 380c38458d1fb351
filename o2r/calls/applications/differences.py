"""What changed between two texts, word by word. Pure."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\s]+")
LONGEST = 12_000
"""Characters, beyond which a comparison word by word would keep someone waiting."""


@dataclass(frozen=True)
class Piece:
    """A run of words. ``kind``: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in order; put together, same and added pieces make ``after``."""
    if len(before) + len(after) > LONGEST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    else:
        old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[first:last])))
            continue
        if end > start:
            pieces.append(Piece("removed", "".join(old[start:end])))
        if last > first:
            pieces.append(Piece("added", "".join(new[first:last])))
    return tuple(pieces)
