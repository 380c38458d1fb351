"""How an amount is shared: over the départements of a zone, over the years of a project. Pure."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache

from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography

CENT = Decimal("0.01")


def shared(amount: Decimal, weights: Mapping[str, int]) -> dict[str, Decimal]:
    """An amount, in euros, shared in proportion of ``weights``, to the cent, nothing lost.

    The cents left go to the largest remainders, then to the first codes. Without any weight above
    zero, all shares are equal.
    """
    if not weights:
        return {}
    total = sum(weights.values())
    parts = weights if total else dict.fromkeys(weights, 1)
    total = total or len(parts)
    exact = {code: amount * weight / total for code, weight in parts.items()}
    given = {code: part.quantize(CENT, rounding=ROUND_FLOOR) for code, part in exact.items()}
    left = int((amount - sum(given.values(), Decimal(0))) / CENT)
    by_remainder = sorted(exact, key=lambda code: (given[code] - exact[code], code))
    for code in by_remainder[:left]:
        given[code] += CENT
    return given


def spread(amount: Decimal, years: int) -> list[Decimal]:
    """An amount, in euros, over so many years, to the cent; the first years bear the cents left."""
    parts = shared(amount, {f"{year:02}": 1 for year in range(years)})
    return [parts[code] for code in sorted(parts)]


def scaled(amounts: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """Yearly amounts brought to another total, in the same proportions, to the cent."""
    cents = {f"{year:02}": int(amount / CENT) for year, amount in enumerate(amounts)}
    parts = shared(total, cents)
    return [parts[code] for code in sorted(parts)]


@lru_cache(maxsize=4096)
def population_by_department(geo: Geography, bits: int) -> tuple[tuple[str, int], ...]:
    """The inhabitants of a set of communes in each département it touches, by code."""
    return tuple(
        (unit.code, geo.population(unit.bits & bits))
        for unit in geo.of_kind(UnitKind.DEP)
        if unit.bits & bits
    )
