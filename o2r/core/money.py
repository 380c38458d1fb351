"""Amounts of money in euros, as French people write and read them. Pure."""

import re
from decimal import Decimal

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
LARGEST = Decimal("9999999999.99")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_TYPED = re.compile(r"[0-9]+(\.[0-9]{1,2})?")


class BadAmount(ValueError):
    """What is typed is not an amount; ``str(error)`` is a French sentence for the field."""


class NegativeAmount(BadAmount):
    """What is typed is below zero."""


def read_amount(text: str) -> Decimal | None:
    """« 12 000,50 € » as a number of euros; None when nothing is typed. Raises BadAmount."""
    typed = _SPACES.sub("", text).removesuffix("€").replace(",", ".")
    if not typed:
        return None
    if typed.startswith(("-", "−")):
        raise NegativeAmount("Un montant n’est pas négatif.")
    if not _TYPED.fullmatch(typed):
        raise BadAmount(
            "Ce n’est pas un montant. Écrivez un nombre d’euros, par exemple « 12\u00a0000,50 »."
        )
    amount = Decimal(typed)
    if amount > LARGEST:
        raise BadAmount("Ce montant est trop grand : vérifiez les zéros.")
    return amount


def written(amount: Decimal | int | str) -> str:
    """« 1 400 000 », « 12 000,50 »: cents only when there are some.

    ``amount``: in euros. Raises decimal.InvalidOperation for what is no number.
    """
    exact = Decimal(amount).quantize(Decimal("0.01"))
    whole, cents = divmod(abs(exact), 1)
    text = f"{int(whole):,}".replace(",", NARROW_SPACE)
    if cents:
        text += f",{int(cents * 100):02}"
    return f"−{text}" if exact < 0 else text


def euros(amount: Decimal | int | str) -> str:
    """The same, with its unit: « 12 000,50 € »."""
    return f"{written(amount)}{NO_BREAK_SPACE}€"
