"""Amounts as people type and read them in French. Pure."""

import re
from decimal import Decimal, InvalidOperation

LARGEST = Decimal("9999999999.99")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_TYPED = re.compile(r"[0-9]+(\.[0-9]{1,2})?")


class BadAmount(ValueError):
    """What is typed is not an amount; ``str(error)`` is a French sentence for the field."""


def read_amount(text: str) -> Decimal:
    """``« 12 000,50 € »`` as a number of euros; nothing typed is zero. Raises BadAmount."""
    typed = _SPACES.sub("", text).removesuffix("€").replace(",", ".")
    if not typed:
        return Decimal(0)
    if typed.startswith("-"):
        raise BadAmount("Un montant n’est pas négatif : écrivez-le dans l’autre colonne.")
    if not _TYPED.fullmatch(typed):
        raise BadAmount(
            "Ce n’est pas un montant. Écrivez un nombre d’euros, par exemple « 12\u00a0000,50 »."
        )
    try:
        amount = Decimal(typed)
    except InvalidOperation as error:  # pragma: no cover - the pattern refuses it before
        raise BadAmount("Ce n’est pas un montant.") from error
    if amount > LARGEST:
        raise BadAmount("Ce montant est trop grand pour un budget : vérifiez les zéros.")
    return amount


def written(amount: Decimal) -> str:
    """``12 000,50``, without cents when there are none."""
    cents = amount != amount.to_integral_value()
    text = f"{amount:,.2f}" if cents else f"{amount:,.0f}"
    return text.replace(",", "\u202f").replace(".", ",")
