"""The State's chart of accounts for a project's budget, as dated data. Pure.

Source: the form of request for subsidies (CERFA), edition by edition (``data/calls/README.md``).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from o2r.calls.applications.enums import BudgetSide

REQUESTED = "requested"
IN_KIND = "in-kind"


@dataclass(frozen=True)
class Account:
    """One line of the form. ``mark``: ``requested`` (the aid asked), ``in-kind`` (86 and 87)."""

    side: BudgetSide
    group: str
    code: str
    label: str
    mark: str

    @property
    def is_in_kind(self) -> bool:
        return self.mark == IN_KIND


@dataclass(frozen=True)
class Chart:
    """The accounts in force from a day on, in the order of the form. ``form``: its CERFA number."""

    since: date
    accounts: tuple[Account, ...]
    form: str = ""

    def __iter__(self) -> Iterator[Account]:
        return iter(self.accounts)

    def __contains__(self, code: str) -> bool:
        return any(account.code == code for account in self.accounts)

    def __getitem__(self, code: str) -> Account:
        """The account of this code. Raises KeyError."""
        found = next((account for account in self.accounts if account.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    @property
    def requested(self) -> str:
        """The code of the line where the aid asked of the call is written."""
        return next(account.code for account in self.accounts if account.mark == REQUESTED)

    def groups(self, side: BudgetSide) -> list[tuple[str, list[Account]]]:
        """The accounts of one column, under the titles of the form."""
        found: dict[str, list[Account]] = {}
        for account in self.accounts:
            if account.side == side:
                found.setdefault(account.group, []).append(account)
        return list(found.items())


@lru_cache(maxsize=4)
def charts(file: Path) -> tuple[Chart, ...]:
    """Every edition of the chart, the oldest first."""
    editions: dict[tuple[str, str], list[Account]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            account = Account(
                side=BudgetSide(row["side"]),
                group=row["group"],
                code=row["account"],
                label=row["label"],
                mark=row["mark"],
            )
            editions.setdefault((row["version"], row["form"]), []).append(account)
    return tuple(
        Chart(date.fromisoformat(since), tuple(accounts), form)
        for (since, form), accounts in sorted(editions.items())
    )


def chart_on(day: date, *, file: Path) -> Chart:
    """The chart in force on a day; the oldest one before all of them."""
    known = charts(file)
    return next((chart for chart in reversed(known) if chart.since <= day), known[0])
