"""Where people went and what became of them, in figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.pathways.exits.selectors.figures import kinds_for, steps_for
from o2r.pathways.rules import number


@door("effects", "list")
@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """Exits by kind, and the share of those reached at three and six months. Nobody is named."""
    least = number("small-cell")
    context = {
        "kinds": kinds_for(request.actor, least=least),
        "steps": steps_for(request.actor, least=least),
        "least": least,
        "kind_headers": ("Sortie", "Personnes"),
        "situation_headers": ("Situation", "Personnes"),
    }
    return render(request, "exits/figures.html", context)
