"""What a budget adds up to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.applications.balance import Line, Totals, balance
from tests.calls.contents import BUDGET, CHART, line


def test_a_budget_balances_when_expenses_are_income_and_in_kind_apart() -> None:
    total = balance(BUDGET, CHART).of("lead", 1)
    assert total.is_balanced
    assert (total.expense, total.requested, total.indirect) == (100_000, 80_000, 10_000)
    with_help = balance((*BUDGET, line("864", 500)), CHART).of("lead", 1)
    assert (with_help.gap, with_help.in_kind_gap, with_help.is_balanced) == (0, 500, False)
    both = balance((*BUDGET, line("864", 500), line("870", 500)), CHART).of("lead", 1)
    assert both.is_balanced


def test_totals_are_by_member_and_by_year() -> None:
    found = balance(
        (*BUDGET, line("74-o2r", 20_000, member="second"), line("74-o2r", 7, year=2)), CHART
    )
    assert found.of_member("lead").requested == 80_007
    assert found.of_year(1).requested == 100_000
    assert found.requested == 100_007
    assert found.of("nobody", 1) == Totals()
    share = found.share("second")
    assert share is not None
    assert round(share, 2) == Decimal("0.20")
    assert balance((), CHART).share("lead") is None
    assert balance((), CHART).whole.is_empty


def test_an_account_that_the_chart_does_not_have_counts_for_nothing() -> None:
    assert balance((line("99-gone", 5),), CHART).whole.is_empty


_lines = st.lists(
    st.builds(
        Line,
        member=st.sampled_from(["a", "b", "c"]),
        year=st.integers(1, 3),
        account=st.sampled_from([account.code for account in CHART]),
        amount=st.decimals(min_value=0, max_value=1_000_000, places=2),
    )
)


@given(_lines)
def test_members_and_years_each_add_up_to_the_whole(lines: list[Line]) -> None:
    found = balance(lines, CHART)
    by_member = [found.of_member(key) for key in "abc"]
    by_year = [found.of_year(year) for year in (1, 2, 3)]
    for parts in (by_member, by_year):
        assert sum((part.expense for part in parts), Decimal(0)) == found.whole.expense
        assert sum((part.requested for part in parts), Decimal(0)) == found.requested
    if found.requested:
        shares = [found.share(key) or Decimal(0) for key in "abc"]
        assert abs(sum(shares) - 1) < Decimal("1e-20")


def test_names_an_account_of_the_chart() -> None:
    assert CHART["74-o2r"].label == "Aide demandée"
    with pytest.raises(KeyError):
        CHART["nothing"]
