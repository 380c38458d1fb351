"""Eligibility before typing anything: is where one acts inside the call, and if not, why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.calls.applications.deadlines import edge_in_words
from o2r.calls.applications.forms import EligibilityForm
from o2r.calls.models import Call
from o2r.core import clock
from o2r.territory.enums import UnitKind
from o2r.territory.forms import edits_a_zone
from o2r.territory.geography import current_geography
from o2r.territory.map_policy import draws_a_map
from o2r.territory.zones import resolve
from o2r.territory.zones.inside import Verdict, judge


@door("public-page", "read")
@draws_a_map
@require_safe
def eligibility(request: HttpRequest, call: str) -> HttpResponse:
    """« éligible » or « hors périmètre (motif) », unit by unit, with the sentence of the call."""
    found = get_object_or_404(Call.objects.shown_to_public().select_related("dreets"), slug=call)
    typed = request.GET if any(name.startswith("zone") for name in request.GET) else None
    form = EligibilityForm(typed, perimeter=found.zone_expression)
    verdict = None
    if typed is not None and not edits_a_zone(form) and form.is_valid() and found.footprint:
        verdict = judge(resolve(form.cleaned_data["zone"]), found.footprint.today)
    context = {
        "call": found,
        "perimeter": found.footprint,
        "form": form,
        "verdict": verdict,
        "other_region": verdict is not None and _elsewhere(verdict, found),
        "deadline": edge_in_words(found.closes),
        "receives": found.receives(clock.now()),
    }
    return render(request, "applications/eligibility.html", context)


def _elsewhere(verdict: Verdict, call: Call) -> bool:
    """Whether nothing of what was typed is in the region of the call."""
    region = current_geography().units.get(f"{UnitKind.REG}:{call.region}")
    return region is not None and not any(line.bits & region.bits for line in verdict.lines)
