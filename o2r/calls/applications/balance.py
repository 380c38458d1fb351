"""What a budget adds up to, per member and per year. Pure.

A budget of a project balances: expenses equal income, and contributions in kind (86 and 87) balance
apart, as in the form of request for subsidies (CERFA 12156*06).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from o2r.calls.applications.chart import Chart
from o2r.calls.applications.enums import BudgetSide

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """An amount in euros of one account, for a member (its key) and a year of the project."""

    member: str
    year: int
    account: str
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """What some lines add up to, in euros. ``requested``: the part of the income asked of the call.

    ``indirect``: the part of the expenses that are shared costs of the organisation.
    """

    expense: Decimal = ZERO
    income: Decimal = ZERO
    in_kind_used: Decimal = ZERO
    in_kind_given: Decimal = ZERO
    requested: Decimal = ZERO
    indirect: Decimal = ZERO

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.expense + other.expense,
            self.income + other.income,
            self.in_kind_used + other.in_kind_used,
            self.in_kind_given + other.in_kind_given,
            self.requested + other.requested,
            self.indirect + other.indirect,
        )

    @property
    def gap(self) -> Decimal:
        """Expenses less income: positive when money is missing."""
        return self.expense - self.income

    @property
    def in_kind_gap(self) -> Decimal:
        """Contributions used (86) less contributions given (87)."""
        return self.in_kind_used - self.in_kind_given

    @property
    def is_balanced(self) -> bool:
        """Whether expenses equal income, and what is in kind balances apart."""
        return not self.gap and not self.in_kind_gap

    @property
    def is_empty(self) -> bool:
        return not (self.expense or self.income or self.in_kind_used or self.in_kind_given)


def totals_of(line: Line, chart: Chart) -> Totals:
    """What one line counts for; an account that the chart no longer has counts for nothing."""
    if line.account not in chart:
        return Totals()
    account, amount = chart[line.account], line.amount
    if account.is_in_kind:
        if account.side is BudgetSide.EXPENSE:
            return Totals(in_kind_used=amount)
        return Totals(in_kind_given=amount)
    if account.side is BudgetSide.EXPENSE:
        indirect = amount if account.code.startswith("indirect-") else ZERO
        return Totals(expense=amount, indirect=indirect)
    requested = amount if account.code == chart.requested else ZERO
    return Totals(income=amount, requested=requested)


@dataclass(frozen=True)
class Balance:
    """All the totals of a budget; what nobody typed is zero."""

    cells: dict[tuple[str, int], Totals]

    def of(self, member: str, year: int) -> Totals:
        """One member, one year."""
        return self.cells.get((member, year), Totals())

    def of_member(self, member: str) -> Totals:
        """One member, all the years."""
        return _sum(total for (key, _), total in self.cells.items() if key == member)

    def of_year(self, year: int) -> Totals:
        """The consortium, one year."""
        return _sum(total for (_, number), total in self.cells.items() if number == year)

    @property
    def whole(self) -> Totals:
        return _sum(self.cells.values())

    @property
    def requested(self) -> Decimal:
        """The aid asked of the call, in euros, for all the years."""
        return self.whole.requested

    def share(self, member: str) -> Decimal | None:
        """The part (0 to 1) of the aid asked that goes to a member; None when none is asked."""
        requested = self.requested
        return self.of_member(member).requested / requested if requested else None


def balance(lines: Iterable[Line], chart: Chart) -> Balance:
    """Add up the lines of a budget."""
    cells: dict[tuple[str, int], Totals] = {}
    for line in lines:
        place = (line.member, line.year)
        cells[place] = cells.get(place, Totals()) + totals_of(line, chart)
    return Balance(cells)


def _sum(totals: Iterable[Totals]) -> Totals:
    whole = Totals()
    for one in totals:
        whole += one
    return whole
