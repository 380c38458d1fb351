"""« Sentinelle », for who follows people; the workload, for who coordinates: numbers only."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door, listed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE
from o2r.core import clock
from o2r.core.paging import paged
from o2r.outreach.selectors.encounters import known_people
from o2r.outreach.selectors.people_seen import known_as, writable
from o2r.outreach.views.local_time import zone_of
from o2r.pathways.appointments.selectors.spans import instants
from o2r.pathways.employment.selectors.board import burdens_of, jobs_watched, lines_of, week_of


@door("person-file", "list")
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """The jobs of the people one follows, the most pressing first."""
    context = paged(request, jobs_watched(request.actor), PER_PAGE)
    rows = list(context["page"])
    keys = sorted({one.person_id for one in rows})
    people = listed(request, writable(request.actor, known_people(request.actor, keys)))
    lines = lines_of(rows, known_as(request.actor, people))
    context |= {
        "red": [one for one in lines if one.is_red],
        "orange": [one for one in lines if one.is_orange],
        "due": [one for one in lines if one.due and not (one.is_red or one.is_orange)],
        "calm": [one for one in lines if not (one.due or one.is_red or one.is_orange)],
        "now": clock.now(),
        "today": clock.today(),
    }
    return render(request, "employment/board.html", context)


@door("workload", "read")
@require_safe
def workload(request: SignedInRequest) -> HttpResponse:
    """What each colleague carries: numbers, no narrative and nobody's name."""
    here = request.actor.organisation
    if here is None:
        raise Http404
    monday, sunday = week_of(clock.today())
    week = instants(monday, sunday, zone_of(request))
    context = {"burdens": burdens_of(here, week), "monday": monday, "sunday": sunday}
    return render(request, "employment/workload.html", context)
