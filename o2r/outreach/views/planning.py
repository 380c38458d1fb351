"""Preparing a round: when and with whom, then where, as the radar proposes and the team decides."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.models import Team
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.outreach import services
from o2r.outreach.forms.rounds import RoundForm, initial_of, initial_on
from o2r.outreach.models import Round
from o2r.outreach.selectors.members import may_go_out
from o2r.outreach.selectors.radar_facts import radar_of
from o2r.outreach.selectors.rounds import for_the_way
from o2r.outreach.views.local_time import zone_of
from o2r.outreach.views.proposals import HeldStop, Proposed, read_proposal
from o2r.outreach.views.round_lines import RoundLine


def _known(request: SignedInRequest) -> dict[str, Any]:
    """Who may go, the teams, and the hour of the operator."""
    organisation = request.actor.organisation
    people = may_go_out(organisation).select_related("user") if organisation else []
    return {
        "people": people,
        "teams": visible(request, Team.objects.order_by("name", "pk")),
        "zone": zone_of(request),
    }


@door("round", "create")
@require_http_methods(["GET", "POST"])
def plan_round(request: SignedInRequest) -> HttpResponse:
    """When and with whom; the places come next."""
    known = _known(request)
    now = clock.now().astimezone(known["zone"])
    form = RoundForm(posted(request), initial=initial_on(now, request.actor.user), **known)
    made: list[Round] = []
    if form.is_valid() and done(
        request,
        lambda: made.append(
            services.plan_round(
                by=request.actor, details=form.details(), members=form.members_chosen()
            )
        ),
        "La tournée est préparée. Choisissez maintenant les lieux.",
        form,
    ):
        return redirect("outreach:stops", round=made[0].pk)
    return render(request, "outreach/round_form.html", {"form": form, "round": None})


@door("round", "update")
@require_http_methods(["GET", "POST"])
def change_round(request: SignedInRequest, round: UUID) -> HttpResponse:
    """Other hours, other people."""
    one = open_one(request, Round.objects.with_members(), pk=round).obj
    form = RoundForm(posted(request), initial=initial_of(one), **_known(request))
    if form.is_valid() and done(
        request,
        lambda: services.change_round(
            by=request.actor,
            round_=one,
            details=form.details(),
            members=form.members_chosen(),
        ),
        "La tournée est à jour.",
        form,
    ):
        return redirect("outreach:round", round=round)
    return render(request, "outreach/round_form.html", {"form": form, "round": one})


@door("round", "update")
@require_http_methods(["GET", "POST"])
def stops(request: SignedInRequest, round: UUID) -> HttpResponse:
    """The places of a round: those it holds, in order, and those that the radar proposes."""
    one = open_one(request, for_the_way(Round.objects.all(), request.actor), pk=round).obj
    answer = radar_of(one) if one.is_expected else None
    offer = Proposed()
    if answer is not None:
        places = {key: place for key, place in answer.places.items() if place.left_on is None}
        offer = read_proposal(answer.proposal, places, but=_held(one))
    if (sent := posted(request)) is not None:
        chosen = offer.chosen(sent.getlist("place"))
        done(
            request,
            lambda: services.add_stops(by=request.actor, round_=one, places=chosen),
            _said(len(chosen)),
        )
        return redirect("outreach:stops", round=round)
    context = {
        "round": one,
        "line": RoundLine(one, today=one.local(clock.now()).date(), reader=request.actor.user),
        "stops": [HeldStop.of(stop, answer) for stop in one.stops.all()],
        "offer": offer,
        "can_remove": one.started_at is None,
    }
    return render(request, "outreach/stops.html", context)


def _held(one: Round) -> set[UUID]:
    """The places that it holds already."""
    return {stop.place_id for stop in one.stops.all()}


def _said(count: int) -> str:
    if count == 0:
        return "Aucun lieu n’était coché : la tournée n’a pas changé."
    return "Un lieu est ajouté." if count == 1 else f"{count} lieux sont ajoutés."
