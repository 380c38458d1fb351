"""Effects on people, in figures; and which scales may be offered here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.pathways.measures.selectors.effects import effects_for, opinions_for
from o2r.pathways.measures.wordings import scales, wordings
from o2r.pathways.rules import number


@door("effects", "list")
@require_safe
def effects(request: SignedInRequest) -> HttpResponse:
    """Means, with how many answered and how many are missing. Nobody is named, no file is read."""
    least = number("small-cell")
    context = {
        "effects": effects_for(request.actor, least=least),
        "opinions": opinions_for(request.actor, least=least),
        "least": least,
        "moment_headers": ("Moment", "Proposé à", "Réponses", "Moyenne"),
        "change_headers": ("Depuis l’entrée", "Personnes", "Manquent", "Changement", "Repère"),
    }
    return render(request, "measures/effects.html", context)


@door("effects", "read")
@require_safe
def scale_list(request: SignedInRequest) -> HttpResponse:
    """The scales: which may be offered here, and what the others lack."""
    known = wordings()
    rows = [(scale, known.all_of(scale)) for scale in scales().values()]
    context = {"rows": rows, "faults": sorted(known.faults.items())}
    return render(request, "measures/scales.html", context)
