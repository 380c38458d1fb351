"""What a team says on the way: leaving, a place visited or left, everyone back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.outreach import services
from o2r.outreach.forms.rounds import ReasonForm, ReturnForm
from o2r.outreach.models import Round, RoundStop


def _opened(request: SignedInRequest, round_: UUID) -> Round:
    rows = Round.objects.select_related("organisation")
    return open_one(request, rows, pk=round_).obj


@door("round", "update")
@require_POST
def start(request: SignedInRequest, round: UUID) -> HttpResponse:
    """The team leaves."""
    one = _opened(request, round)
    said = "C’est noté : vous êtes en tournée." if one.goes_out else "C’est commencé."
    done(request, lambda: services.start_round(by=request.actor, round_=one), said)
    return redirect("outreach:round", round=round)


@door("round", "update")
@require_POST
def finish(request: SignedInRequest, round: UUID) -> HttpResponse:
    """Everyone is back."""
    one = _opened(request, round)
    said = "C’est noté : tout le monde est rentré." if one.goes_out else "C’est terminé."
    done(request, lambda: services.finish_round(by=request.actor, round_=one), said)
    return redirect("outreach:round", round=round)


@door("round", "update")
@require_http_methods(["GET", "POST"])
def postpone(request: SignedInRequest, round: UUID) -> HttpResponse:
    """The team will be back later than was said."""
    one = _opened(request, round)
    form = ReturnForm(posted(request), now=one.local(clock.now()))
    if form.is_valid() and done(
        request,
        lambda: services.postpone_return(by=request.actor, round_=one, back_by=form.back_by()),
        "L’heure du retour est repoussée.",
        form,
    ):
        return redirect("outreach:round", round=round)
    context = {"round": one, "form": form, "back_by": one.local(one.back_by)}
    return render(request, "outreach/postponing.html", context)


@door("round", "update")
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, round: UUID) -> HttpResponse:
    """The round does not take place, or stops there."""
    one = _opened(request, round)
    form = ReasonForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.cancel_round(by=request.actor, round_=one, **form.cleaned_data),
        "La tournée est annulée.",
        form,
    ):
        return redirect("outreach:round", round=round)
    return render(request, "outreach/cancelling.html", {"round": one, "form": form})


STOP_ACTS: dict[str, tuple[Callable[..., Any], str, str]] = {
    "visited": (services.visit_stop, "Passage noté : {name}.", "outreach:round"),
    "undo": (services.undo_stop, "« {name} » est de nouveau à voir.", "outreach:round"),
    "remove": (services.remove_stop, "« {name} » est retiré de la tournée.", "outreach:stops"),
}
"""What a button of a place does, what is said then, and where one goes back."""
MOVES = {"earlier": True, "later": False}


@door("round", "update")
@require_POST
def stop_act(request: SignedInRequest, round: UUID, stop: UUID) -> HttpResponse:
    """One button of a place of a round: passed, undone, taken out, moved up or down."""
    one = _stop(request, round, stop)
    for name, earlier in MOVES.items():
        if name in request.POST:
            done(
                request,
                lambda: services.move_stop(by=request.actor, stop=one, earlier=earlier),  # noqa: B023
                "",
            )
            return redirect(f"{reverse('outreach:stops', args=[round])}#lieu-{stop}")
    for name, (act, said, back) in STOP_ACTS.items():
        if name in request.POST:
            done(
                request,
                lambda: act(by=request.actor, stop=one),  # noqa: B023
                said.format(name=one.place.name),
            )
            return redirect(back, round=round)
    return redirect("outreach:round", round=round)


@door("round", "update")
@require_http_methods(["GET", "POST"])
def skip(request: SignedInRequest, round: UUID, stop: UUID) -> HttpResponse:
    """Leave a place out, and say why."""
    one = _stop(request, round, stop)
    form = ReasonForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.skip_stop(by=request.actor, stop=one, **form.cleaned_data),
        f"« {one.place.name} » est laissé.",
        form,
    ):
        return redirect("outreach:round", round=round)
    return render(request, "outreach/skipping.html", {"stop": one, "form": form})


def _stop(request: SignedInRequest, round_: UUID, stop: UUID) -> RoundStop:
    """A place of a round that the person may change."""
    one = _opened(request, round_)
    return get_object_or_404(RoundStop.objects.select_related("place", "round"), round=one, pk=stop)
