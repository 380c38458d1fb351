"""Dates and lengths of time in French sentences. Pure."""

from collections.abc import Sequence
from datetime import date

from o2r.core.calendar_words import day_and_month


def day(value: date) -> str:
    """« 1er janvier 2026 »."""
    return f"{day_and_month(value)}\u00a0{value.year}"


def enumerated(words: Sequence[str]) -> str:
    """What comes after « sans »: « contact ni public », « contact, ni public, ni description »."""
    return (" ni " if len(words) < 3 else ", ni ").join(words)


def lasting(months: int) -> str:
    """« 3 ans », « 1 an », « 18 mois »."""
    years, left = divmod(months, 12)
    if left:
        return f"{months}\u00a0mois"
    return f"{years}\u00a0an{'s' if years > 1 else ''}"
