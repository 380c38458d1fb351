"""Places: the list by sector and commune, the sheet of one, and what is typed of it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.models import Team
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE, done, posted
from o2r.core import clock
from o2r.core.paging import paged
from o2r.outreach import services
from o2r.outreach.coverage import Need
from o2r.outreach.forms.places import PlaceForm, initial_of
from o2r.outreach.models import Encounter, Observation, Place, RoundStop
from o2r.outreach.selectors.places import (
    BY_NEED,
    BY_SECTOR,
    PlaceFilter,
    choices_of,
    covered_one,
    found,
    with_last_visit,
)
from o2r.outreach.selectors.radar_facts import people_in
from o2r.outreach.tile_map import TileMap, around
from o2r.outreach.views.local_time import zone_of

SHOWN = 8
"""Past visits, encounters and observations on the sheet of a place."""


@door("place", "list")
@require_safe
def places(request: SignedInRequest) -> HttpResponse:
    """The places of the operator, with what each is owed."""
    asked, zone = _asked(request), zone_of(request)
    mine = Place.objects.visible_to(request.actor)
    today = clock.now().astimezone(zone).date()
    rows = found(mine, asked, zone=zone, on=today)
    choices = choices_of(mine.filter(left_on__isnull=not asked.left))
    context = paged(request, rows, PER_PAGE) | {
        "asked": asked,
        "today": today,
        "late_count": sum(one.coverage.need == Need.LATE for one in rows),
        "sectors": [("", "Tous les secteurs"), *((one, one) for one in choices.sectors)],
        "communes": [("", "Toutes les communes"), *choices.communes],
        "needs": [("", "Tous"), *((one.value, one.value) for one in Need)],
        "orders": [(BY_SECTOR, "par secteur et commune"), (BY_NEED, "le plus en attente d’abord")],
    }
    return render(request, "outreach/places.html", context)


def _asked(request: SignedInRequest) -> PlaceFilter:
    """What the address asks; an unknown value is ignored."""
    given = request.GET
    order = given.get("ordre", "")
    return PlaceFilter(
        sector=given.get("secteur", "")[:80],
        commune=given.get("commune", "")[:5],
        need=given.get("visite", "") if given.get("visite", "") in set(Need) else "",
        left=given.get("quittes", "") == "1",
        order=BY_NEED if order == BY_NEED else BY_SECTOR,
    )


@door("place", "create")
@require_http_methods(["GET", "POST"])
def add_place(request: SignedInRequest) -> HttpResponse:
    """Add a place; its sheet comes next, where its hours are said."""
    form = PlaceForm(
        posted(request),
        initial={"rhythm": 14, "minutes": 30, "needs_two": True},
        **_known(request),
    )
    made: list[Place] = []
    if form.is_valid() and done(
        request,
        lambda: made.append(services.add_place(by=request.actor, details=form.details())),
        "Le lieu est ajouté. Dites maintenant quand on y trouve du monde.",
        form,
    ):
        return redirect("outreach:place", place=made[0].pk)
    return render(request, "outreach/place_form.html", {"form": form, "place": None})


@door("place", "update")
@require_http_methods(["GET", "POST"])
def change_place(request: SignedInRequest, place: UUID) -> HttpResponse:
    """Correct what is said of a place."""
    one = open_one(request, Place.objects.all(), pk=place).obj
    form = PlaceForm(posted(request), initial=initial_of(one), **_known(request))
    if form.is_valid() and done(
        request,
        lambda: services.change_place(by=request.actor, place=one, details=form.details()),
        "Le lieu est à jour.",
        form,
    ):
        return redirect("outreach:place", place=place)
    one.refresh_from_db(fields=["name"])
    return render(request, "outreach/place_form.html", {"form": form, "place": one})


def _known(request: SignedInRequest) -> dict[str, Any]:
    """The teams and sectors to choose among."""
    return {
        "teams": visible(request, Team.objects.order_by("name", "pk")),
        "sectors": choices_of(Place.objects.visible_to(request.actor).active()).sectors,
    }


@door("place", "read")
@require_safe
def place_page(request: SignedInRequest, place: UUID) -> HttpResponse:
    """One place: what it is owed, its hours, what to beware of, what happened there."""
    rows = with_last_visit(Place.objects.select_related("team", "organisation").with_bands())
    one: Any = open_one(request, rows, pk=place).obj
    zone = one.zone
    today = clock.now().astimezone(zone).date()
    visits = RoundStop.objects.filter(place=one).exclude(visited_at=None).order_by("-visited_at")
    coming = RoundStop.objects.filter(place=one).to_come().select_related("round__organisation")
    context = {
        "place": one,
        "covered": covered_one(one, one.last_visit, zone=zone, on=today),
        "is_closed": one.is_closed(today),
        "bands": list(one.bands.all()),
        "visits": [stop.visited_at.astimezone(zone) for stop in visits[:SHOWN] if stop.visited_at],
        "coming": coming.order_by("round__starts_at", "pk").first(),
        "encounters": _encounters(request, one),
        "observations": [
            (seen, seen.at.astimezone(zone))
            for seen in visible(request, Observation.objects.filter(place=one))[:SHOWN]
        ],
        "map": map_of(one),
    }
    return render(request, "outreach/place.html", context)


def _encounters(request: SignedInRequest, place: Place) -> list[tuple[Encounter, Any, int]]:
    """The last entries: what, when, how many people; nobody's words."""
    rows = Encounter.objects.standing().filter(place=place)
    seen = list(visible(request, rows)[:SHOWN])
    return [
        (one, one.at.astimezone(place.zone), people_in(one.kind, one.counts))
        for one in listed(request, seen)
    ]


def map_of(place: Place) -> TileMap | None:
    """Where it is, on tiles of this very site; None without them, or without a point."""
    if not settings.PLACE_TILES or place.latitude is None or place.longitude is None:
        return None
    return around(float(place.latitude), float(place.longitude), template=settings.PLACE_TILES)
