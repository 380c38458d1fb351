"""Writings of one name that must meet: case, accents, hyphens and spaces do not count."""

import unicodedata


def folded(text: str) -> str:
    """Lower case, without accents nor anything but letters and figures: « Lé-a » gives « lea »."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if letter.isalnum())
