"""Drafts whose call closes soon."""

from datetime import datetime

from django.db import transaction

from o2r.calls.applications.deadlines import STEPS, step_due
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.applications.services.telling import remind

FARTHEST = max(before for _, before in STEPS)


@transaction.atomic
def remind_drafts(*, now: datetime) -> int:
    """Tell the people of each draft once for each step before its deadline; how many drafts.

    A call whose deadline is moved starts its steps again.
    """
    rows = Application.objects.receiving_drafts(now, now + FARTHEST).select_related("call")
    told = 0
    for row in rows.prefetch_related("members").order_by("call", "created_at", "pk"):
        closes = row.call.closes_at
        step = step_due(closes - now) if closes else ""
        mark = f"{closes:%Y-%m-%dT%H:%M:%S%z} {step}" if closes else ""
        if step and row.reminded_for != mark and row.state == ApplicationState.DRAFT:
            remind(row)
            Application.objects.filter(pk=row.pk).update(reminded_for=mark)
            told += 1
    return told
