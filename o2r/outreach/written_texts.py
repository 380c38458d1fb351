"""What people type of a meeting, made safe to keep and to show again. Pure."""

import unicodedata

from o2r.accounts.errors import DomainError

LONGEST_TEXT = 5000

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the text around them: Arabic needs none of them."""


def tidy(text: str, *, lines: bool = True) -> str:
    """The same text, composed, without control characters nor marks that reverse what follows.

    Arabic, emoji and accents are kept. ``lines``: line breaks are kept; else they become spaces.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (
        one if lines and one == "\n" else " " if unicodedata.category(one) == "Cc" else one
        for one in composed
        if one not in _TURNS and unicodedata.category(one) != "Cs"
    )
    return "".join(kept).strip()


def page_text(text: str, name: str) -> str:
    """A text of several lines, tidied. Raises DomainError at the field ``name``: it is too long."""
    kept = tidy(text)
    if len(kept) > LONGEST_TEXT:
        raise DomainError("Ce texte dépasse 5 000 caractères. Raccourcissez-le.", field=name)
    return kept
