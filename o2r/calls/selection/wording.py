"""Amounts and shares as the committee reads them. Pure."""

from decimal import Decimal

THIN, NO_BREAK = "\u202f", "\u00a0"


def per_cent(share: float) -> str:
    """« 71 % »: never « 100 % » nor « 0 % » for what is not quite so."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        return f"moins de 1{NO_BREAK}%"
    return f"{whole}{NO_BREAK}%"


def number(value: int) -> str:
    """« 2 411 »."""
    return f"{value:,}".replace(",", THIN)


def mark(value: Decimal | None) -> str:
    """A mean of the readers: « 4,3 »; « – » when nobody has read."""
    if value is None:
        return "–"
    return f"{value.quantize(Decimal('0.1'))}".replace(".", ",")


def plural(count: int, word: str, ending: str = "s") -> str:
    """« 1 lecture », « 3 lectures »."""
    return f"{number(count)} {word}{ending if count > 1 else ''}"
