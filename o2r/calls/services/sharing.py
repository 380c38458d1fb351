"""The envelope of a call and what it keeps for each département always agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from o2r.accounts.errors import DomainError
from o2r.calls.models import Call
from o2r.core.money import euros
from o2r.territory.geography import current_geography


@dataclass(frozen=True)
class EnvelopeTyped:
    """What a call keeps for one département, in euros."""

    department: str
    amount: Decimal


def check_typed(call: Call, envelopes: Sequence[EnvelopeTyped]) -> None:
    """Raises DomainError at the département that is outside the perimeter, or passes the sum."""
    if not envelopes:
        return
    _refuse_beyond(call, [one.department for one in envelopes])
    sums = list(accumulate(one.amount for one in envelopes))
    if call.envelope is None or sums[-1] <= call.envelope:
        return
    above = next(one for one, so_far in zip(envelopes, sums, strict=True) if so_far > call.envelope)
    raise DomainError(
        f"Les enveloppes départementales font {euros(sums[-1])}, plus que l’enveloppe de l’appel "
        f"({euros(call.envelope)}). Corrigez l’une ou l’autre.",
        field=f"dep_{above.department}",
    )


def _refuse_beyond(call: Call, departments: Sequence[str]) -> None:
    if call.footprint is None:
        raise DomainError(
            "Le périmètre de l’appel n’est pas encore dit : écrivez-le avant de répartir son "
            "enveloppe."
        )
    for code in departments:
        if code not in call.footprint.departments:
            raise DomainError(
                f"{_name(code)} n’est pas dans le périmètre de l’appel. Retirez cette enveloppe.",
                field=f"dep_{code}",
            )


def check_shares(call: Call) -> None:
    """The same when the envelope or the perimeter changes: the shares already kept stay true.

    Raises DomainError at the envelope, or at the perimeter.
    """
    shares = list(call.envelopes.all())
    total = sum((one.amount for one in shares), Decimal(0))
    if call.envelope is not None and total > call.envelope:
        raise DomainError(
            f"Les enveloppes départementales font {euros(total)} : celle de l’appel ne peut pas "
            "être plus basse. Baissez-les d’abord, ou écrivez au moins ce montant.",
            field="envelope",
        )
    inside = set(call.footprint.departments) if call.footprint else set()
    left = [one for one in shares if one.department not in inside]
    if left:
        names = ", ".join(f"{_name(one.department)} ({euros(one.amount)})" for one in left)
        raise DomainError(
            f"L’appel garde une enveloppe pour {names}, que ce périmètre ne touche plus. Retirez-la"
            " d’abord des enveloppes départementales, ou gardez ce département.",
            field="zone_expression",
        )


def _name(department: str) -> str:
    unit = current_geography().units.get(f"dep:{department}")
    return unit.name if unit else department
