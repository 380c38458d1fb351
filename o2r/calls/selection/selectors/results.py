"""What everyone reads of the results, and what a consortium reads of its own."""

from typing import Any

from o2r.calls.models import Call
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models import Decision, ResultsPublication


def laureates_of(call: Call, *, shows_amounts: bool) -> list[dict[str, Any]]:
    """The projects kept, as they are published, by name of their bearer.

    Never those on the waiting list, nor refused. Read by who may meet the consortia: visitors read
    what the publication has kept of it.
    """
    rows = (
        Decision.objects.of_call(call)
        .confirmed()
        .filter(outcome=Outcome.AWARD)
        .select_related("application")
        .prefetch_related("application__members")
        .order_by("pk")
    )
    found = []
    for row in rows:
        names = [member.name for member in row.application.members.all()]
        footprint = row.application.footprint
        found.append(
            {
                "bearer": names[0] if names else "",
                "members": names[1:],
                "title": row.application.title,
                "territory": footprint.label if footprint else "",
                "amount": str(row.amount) if shows_amounts else "",
            }
        )
    return sorted(found, key=lambda one: (one["bearer"].casefold(), one["title"]))


def published_laureates(call: Call) -> list[dict[str, Any]]:
    """What was published of a call; nothing before."""
    row = ResultsPublication.objects.filter(call=call.pk, published_at__isnull=False).first()
    return list(row.laureates) if row else []
