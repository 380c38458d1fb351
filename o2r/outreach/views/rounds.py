"""The rounds of the operator: under way, to come, past."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door, listed
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.core.paging import paged
from o2r.outreach.models import Round
from o2r.outreach.selectors.rounds import for_a_list
from o2r.outreach.views.round_lines import RoundLine

PER_PAGE = 20
MOST_TO_COME = 60


@door("round", "list")
@require_safe
def rounds(request: SignedInRequest) -> HttpResponse:
    """Those expected first, the next one first; then those that are over, page by page."""
    seen = for_a_list(Round.objects.visible_to(request.actor))
    expected = list(seen.expected().order_by("starts_at", "pk")[:MOST_TO_COME])
    past = paged(request, seen.over().order_by("-starts_at", "pk"), PER_PAGE)
    over = list(past["page"])
    listed(request, expected + over)
    lines = [_line(request, one) for one in expected]
    context: dict[str, Any] = past | {
        "late": [one for one in lines if one.round.is_late],
        "expected": [one for one in lines if not one.round.is_late],
        "over": [_line(request, one) for one in over],
    }
    return render(request, "outreach/rounds.html", context)


def _line(request: SignedInRequest, one: Round) -> RoundLine:
    return RoundLine(one, today=one.local(clock.now()).date(), reader=request.actor.user)
