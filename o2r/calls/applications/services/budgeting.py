"""The budget, written one member and one year at a time."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.chart import Chart
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.models import BudgetLine, Member
from o2r.calls.applications.selectors import chart_of
from o2r.calls.applications.services.guarding import editable, own_or_lead, touched
from o2r.calls.applications.services.signing import signatures_watched
from o2r.core.money import LARGEST, euros


@transaction.atomic
def write_budget(
    *,
    by: Actor,
    member: Member,
    year: int,
    amounts: Mapping[str, Decimal],
    seen: Mapping[str, Decimal],
) -> list[BudgetLine]:
    """Keep the amounts of one member and one year, in euros by account of the chart.

    ``seen``: what the page showed when it was opened. Zero takes a line away. Raises NotAllowed,
    ApplicationClosed, ChangedMeanwhile, DomainError for who is neither of this member nor of the
    chef de file, and for a year or an account that the call does not have.
    """
    held = editable(by, member.application)
    row = held.members.get(pk=member.pk)
    own_or_lead(by, row)
    _check(held.call.years, year, amounts, chart_of(held.call))
    lines = {line.account: line for line in held.budget.filter(member=row, year=year)}
    zero = Decimal(0)
    theirs = {}
    for account, amount in amounts.items():
        now = lines[account].amount if account in lines else zero
        if now not in (seen.get(account, zero), amount):
            theirs[account] = euros(now)
    if theirs:
        raise ChangedMeanwhile(theirs)
    changed = {
        account: amount
        for account, amount in amounts.items()
        if amount != (lines[account].amount if account in lines else zero)
    }
    if changed:
        with signatures_watched(by, held):
            _write(row, year, changed, lines)
        touched(held)
        written(by, "update", held, "budget")
    return list(held.budget.filter(member=row, year=year))


def _check(years: int, year: int, amounts: Mapping[str, Decimal], chart: Chart) -> None:
    if not 1 <= year <= years:
        raise DomainError(f"Le budget de cet appel va de l’année 1 à l’année {years}.")
    for account, amount in amounts.items():
        if account not in chart:
            raise DomainError(f"Le compte « {account} » n’est pas dans le plan de comptes.")
        if not 0 <= amount <= LARGEST:
            raise DomainError("Un montant est positif, et de moins de dix milliards d’euros.")


def _write(
    member: Member, year: int, changed: Mapping[str, Decimal], lines: Mapping[str, BudgetLine]
) -> None:
    gone = [account for account, amount in changed.items() if not amount]
    BudgetLine.objects.filter(member=member, year=year, account__in=gone).delete()
    kept = {account: amount for account, amount in changed.items() if amount}
    new: list[BudgetLine] = []
    old: list[BudgetLine] = []
    for account, amount in kept.items():
        line = lines.get(account) or BudgetLine(
            application_id=member.application_id, member=member, year=year, account=account
        )
        line.amount = amount
        (old if account in lines else new).append(line)
    BudgetLine.objects.bulk_create(new)
    BudgetLine.objects.bulk_update(old, ["amount"])
