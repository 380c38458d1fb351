"""Amounts of money, as French people read them."""

from decimal import Decimal

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"


def euros(amount: Decimal | int | str) -> str:
    """« 1 400 000 € », « 12 000,50 € »: cents only when there are some.

    ``amount``: in euros. Raises decimal.InvalidOperation for what is no number.
    """
    exact = Decimal(amount).quantize(Decimal("0.01"))
    whole, cents = divmod(abs(exact), 1)
    text = f"{int(whole):,}".replace(",", NARROW_SPACE)
    if cents:
        text += f",{int(cents * 100):02}"
    sign = "−" if exact < 0 else ""
    return f"{sign}{text}{NO_BREAK_SPACE}€"
