"""Overcompensation of a service of general economic interest (SIEG). Pure.

What the State pays may cover the cost net of the revenue, never more (décision 2012/21/UE). The
share that may be carried over, and how often the check comes back, are dated data marked « à
vérifier »: nothing here is a constant of the law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class SiegFigures:
    """One year, in euros: what the service cost, what it earned, what the State paid for it."""

    rank: int
    revenue: Decimal
    cost: Decimal
    compensation: Decimal

    @property
    def net_cost(self) -> Decimal:
        """What had to be compensated; never below zero."""
        return max(self.cost - self.revenue, Decimal(0))

    @property
    def overcompensation(self) -> Decimal:
        """What was paid beyond the net cost; zero when nothing was."""
        return max(self.compensation - self.net_cost, Decimal(0))


@dataclass(frozen=True)
class SiegResult:
    """The check of several years, in euros."""

    compensation: Decimal
    net_cost: Decimal
    overcompensation: Decimal
    average: Decimal
    may_be_carried: Decimal
    to_repay: Decimal


def check(years: Sequence[SiegFigures], carry_over_percent: Decimal) -> SiegResult:
    """Compare the years together; what exceeds the share that may be carried over is repaid.

    The share is of the average yearly compensation. Without any year everything is zero.
    """
    compensation = sum((one.compensation for one in years), Decimal(0))
    net_cost = max(sum((one.cost - one.revenue for one in years), Decimal(0)), Decimal(0))
    over = max(compensation - net_cost, Decimal(0))
    average = compensation / len(years) if years else Decimal(0)
    ceiling = _rounded(average * carry_over_percent / 100)
    carried = min(over, ceiling)
    return SiegResult(
        compensation=compensation,
        net_cost=net_cost,
        overcompensation=over,
        average=_rounded(average),
        may_be_carried=carried,
        to_repay=over - carried,
    )


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
