"""What is compared in a call, kept from one choice to the next while nothing of it changes.

Ranking two hundred applications by their marks takes longer than all the rest of a choice. Four
counts tell whether anything that a choice needs has changed: applications, budgets, readings, grid.
Interests are never kept: each choice asks for them again.
"""

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, Sum

from o2r.calls.applications.models import Application, BudgetLine
from o2r.calls.models import Call, Criterion
from o2r.calls.reading.enums import ReviewState
from o2r.calls.reading.models import Assignment
from o2r.calls.selection.entries import Entry
from o2r.calls.selection.selectors.board import entries_of
from o2r.territory.geography import current_geography

_CALLS = 32
_known: dict[UUID, tuple[tuple[Any, ...], list[Entry]]] = {}


def remembered_entries(call: Call) -> list[Entry]:
    """The same as ``entries_of`` for nobody in particular, read again when something changed."""
    now = _signature(call)
    kept = _known.get(call.pk)
    if kept is None or kept[0] != now:
        if len(_known) >= _CALLS:
            _known.clear()
        kept = _known[call.pk] = (now, entries_of(call, None))
    return kept[1]


def _signature(call: Call) -> tuple[Any, ...]:
    applications = Application.objects.filter(call=call.pk).compared()
    readings = Assignment.objects.filter(application__call=call.pk)
    budgets = BudgetLine.objects.filter(application__call=call.pk)
    sent = Count("review", filter=Q(review__state=ReviewState.SENT))
    return (
        current_geography().year,
        call.updated_at,
        *applications.aggregate(n=Count("pk"), at=Max("updated_at")).values(),
        *budgets.aggregate(n=Count("pk"), total=Sum("amount")).values(),
        *readings.aggregate(
            n=Count("pk"), at=Max("changed_at"), sent=sent, told=Max("review__changed_at")
        ).values(),
        *Criterion.objects.filter(call=call.pk)
        .aggregate(n=Count("pk"), weights=Sum("weight"))
        .values(),
    )
