"""Amounts and dates in French sentences. Pure."""

from datetime import date
from decimal import Decimal

from o2r.territory.typography import typographic

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def euros(amount: Decimal) -> str:
    """« 125 000 € », « 1 250,50 € »: cents only when there are some."""
    text = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")
    return typographic(f"{text.removesuffix(',00')}\u00a0€")


def day(value: date) -> str:
    """« 1er janvier 2026 »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}\u00a0{_MONTHS[value.month - 1]}\u00a0{value.year}"
