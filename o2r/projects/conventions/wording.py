"""Dates in French sentences. Pure."""

from datetime import date

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def day(value: date) -> str:
    """« 1er janvier 2026 »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}\u00a0{_MONTHS[value.month - 1]}\u00a0{value.year}"
