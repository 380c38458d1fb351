"""The results of a call, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.calls.applications.states_shown import results_are_public
from o2r.calls.models import Call
from o2r.calls.selection.selectors import published_laureates
from o2r.core import clock


@door("public-page", "read")
@require_safe
def results(request: HttpRequest, call: str) -> HttpResponse:
    """The projects kept: after the hour, and never those that were not."""
    found = Call.objects.shown_to_public().select_related("dreets").filter(slug=call).first()
    if found is None or not results_are_public(found.state, found.results_at, clock.now()):
        raise Http404
    context = {"call": found, "laureates": published_laureates(found)}
    return render(request, "selection/results.html", context)
