"""What people type, made safe to keep and to show again. Pure."""

import unicodedata

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the text around them: Arabic needs none of them."""
_JOINERS = frozenset("\u200c\u200d")
"""What Persian letters and some emoji are joined, or kept apart, with."""


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


def tidy_name(text: str) -> str:
    """What somebody is called, on one line, without what nobody sees; empty when nothing shows."""
    seen = "".join(
        one
        for one in tidy(text, lines=False)
        if one in _JOINERS or unicodedata.category(one) != "Cf"
    )
    return " ".join(seen.split()) if set(seen) - _JOINERS - {" "} else ""
