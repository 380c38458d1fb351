"""The budget, written one member and one year at a time."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.chart import Chart
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.merging import merge
from o2r.calls.applications.models import BudgetLine, Member
from o2r.calls.applications.selectors import chart_of
from o2r.calls.applications.services.guarding import editable, own_or_lead, touched
from o2r.calls.applications.services.journaling import Change, keep
from o2r.calls.applications.services.signing import signatures_watched
from o2r.core.money import LARGEST, euros

_ZERO = Decimal(0)


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

    ``seen``: what the page showed when it was opened; what only someone else changed since stays.
    Zero takes a line away. Raises NotAllowed, ApplicationClosed, ChangedMeanwhile, DomainError for
    who is neither of this member nor of the chef de file, and for a year or an account that the
    call does not have.
    """
    held = editable(by, member.application)
    row = held.members.get(pk=member.pk)
    own_or_lead(by, row)
    _check(held.call.years, year, amounts, chart_of(held.call))
    lines = {line.account: line for line in held.budget.filter(member=row, year=year)}
    saved = {code: lines[code].amount if code in lines else _ZERO for code in amounts}
    shown = {code: seen.get(code, _ZERO) for code in amounts}
    met = merge(saved=saved, seen=shown, wanted=amounts)
    if met.theirs:
        raise ChangedMeanwhile({code: euros(amount) for code, amount in met.theirs.items()})
    changed = {
        code: amount
        for code, amount in amounts.items()
        if code not in met.left and amount != saved[code]
    }
    if changed:
        with signatures_watched(by, held):
            _write(row, year, changed, lines)
        touched(held)
        changes = [
            Change(code, _said(saved[code]), _said(amount)) for code, amount in changed.items()
        ]
        keep(by=by, application=held, changes=changes, member=row, year=year)
        written(by, "update", held, "budget")
    return list(held.budget.filter(member=row, year=year))


def _said(amount: Decimal) -> str:
    """As the page shows it: nothing for an account that is not used."""
    return euros(amount) if amount else ""


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
