"""The page of a pathway: where it stands, its clock, its stages, what may follow."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.pathways import states
from o2r.pathways.clocks import clock_of
from o2r.pathways.enums import DerogationGround, PathwayState
from o2r.pathways.forms.pathway import DerogationForm, MoveForm
from o2r.pathways.models import Pathway
from o2r.pathways.selectors.guards import guards_held, last_check
from o2r.pathways.services.derogating import derogate
from o2r.pathways.services.moving import move
from o2r.pathways.views.opened import may_write, opened_pathway
from o2r.pathways.wording import MISSING, clock_words

BY_EXIT = frozenset({PathwayState.LEFT})
"""Reached by noting an exit, on its own page."""


@door("pathway", "read")
@require_safe
def pathway(request: SignedInRequest, pathway: UUID) -> HttpResponse:
    """One pathway."""
    one = opened_pathway(request, pathway)
    running, today = clock_of(one.pathway), clock.today()
    standing = running.standing(today)
    context = one.context | {
        "clock": running,
        "standing": standing,
        "said": clock_words(running, standing, running.months_used(today)),
        "derogation": getattr(one.pathway, "derogation", None),
        "can_derogate": running.may_be_derogated(today),
        "stages": list(one.pathway.stages.all()),
        "moves": list(one.pathway.moves.all()),
        "check": last_check(one.pathway.person),
        "can_write": may_write(request, one.pathway),
        "is_ours": one.pathway.organisation_id == request.actor.organisation,
        "lacking": _lacking(one.pathway),
    }
    return render(request, "pathways/pathway.html", context)


def _lacking(row: Pathway) -> list[str]:
    """What the moves that follow ask and nobody has done yet, in words, each once."""
    held, left = guards_held(row), PathwayState(row.state)
    asked = [one for reached in _next(row) for one in states.missing(left, reached, held)]
    return [MISSING[one] for one in dict.fromkeys(asked)]


def _next(row: Pathway) -> list[PathwayState]:
    return [one for one in states.reachable(PathwayState(row.state)) if one not in BY_EXIT]


@door("pathway", "update")
@require_http_methods(["GET", "POST"])
def advance(request: SignedInRequest, pathway: UUID) -> HttpResponse:
    """Say where the person stands now."""
    one = opened_pathway(request, pathway)
    form = MoveForm(posted(request), states=_next(one.pathway))
    if form.is_valid() and done(
        request,
        lambda: move(
            by=request.actor,
            pathway=one.pathway,
            to=form.state,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ),
        "Le parcours est à jour.",
        form,
    ):
        return redirect("pathways:pathway", pathway=pathway)
    context = one.context | {"form": form, "lacking": _lacking(one.pathway)}
    return render(request, "pathways/advance.html", context)


@door("pathway", "update")
@require_http_methods(["GET", "POST"])
def derogation(request: SignedInRequest, pathway: UUID) -> HttpResponse:
    """Let the intensive accompaniment last up to twelve months."""
    one = opened_pathway(request, pathway)
    form = DerogationForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: derogate(
            by=request.actor,
            pathway=one.pathway,
            ground=DerogationGround(form.cleaned_data["ground"]),
            on=form.cleaned_data["on"],
            words=form.cleaned_data["words"],
        ),
        "L’accompagnement peut durer jusqu’à douze mois.",
        form,
    ):
        return redirect("pathways:pathway", pathway=pathway)
    running = clock_of(one.pathway)
    context = one.context | {"form": form, "clock": running}
    return render(request, "pathways/derogation.html", context)
