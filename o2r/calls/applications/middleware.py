"""When submissions already waited before us, their place is kept first, and everything else later.

In a rush what matters is to write the hour of each arrival within a second. The rest of the house
(whom the person acts for, what the policy says, what is missing in the application) costs four
times that, and is asked anyway when the ticket gets its turn. So here, once the session, its second
factor and the form are known to be genuine, one row is written and one bare page is drawn.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from o2r.accounts.models import Membership, User
from o2r.accounts.signin.step_up import used_second_factor
from o2r.calls.applications import hours
from o2r.calls.applications.overload import rush, seconds_before_a_look
from o2r.calls.applications.services.queueing import keep_click, keep_place
from o2r.core.arrival import arrived_at
from o2r.core.belt.scope import open_scope

Kept = TypeVar("Kept")


def keeps_places(view: Any) -> Any:
    """Mark the view that sends an application."""
    view.keeps_places = True
    return view


class PlaceMiddleware:
    """After the sign-in and the form token, before the access policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The page of the queue in a rush; None for the ordinary way, which refuses too."""
        if request.method != "POST" or not getattr(view, "keeps_places", False):
            return None
        instant, user = arrived_at(request), request.user
        if not isinstance(user, User):
            return None
        application, token = kwargs["application"], request.POST.get("intent", "")[:100]
        if not used_second_factor(request):
            # The proof that is asked next makes nobody late.
            _first(user.pk, partial(keep_click, application=application, arrived_at=instant))
            return None
        if not rush.is_on(instant):
            return None
        kept = partial(keep_place, application=application, arrived_at=instant, token=token)
        place = _first(user.pk, kept)
        return place_page(request, place.ticket, instant, place.zone) if place else None


def _first(user: UUID, keep: Callable[..., Kept | None]) -> Kept | None:
    """What is kept, for the first of the organisations where they work that writes this.

    None, too, for a second click: the ordinary way finds the place that was kept first.
    """
    held = Membership.objects.current().filter(user=user).order_by("pk")
    for organisation in list(held.values_list("organisation_id", flat=True)):
        # Not in any scope yet: what fails here leaves nothing behind.
        with suppress(IntegrityError), open_scope(user=user, organisation=organisation):
            kept = keep(by=user, organisation=organisation)
            if kept is not None:
                return kept
    return None


def place_page(
    request: HttpRequest,
    ticket: UUID,
    arrived: datetime,
    zone: ZoneInfo,
    *,
    ahead: int | None = None,
) -> HttpResponse:
    """« Votre dépôt est arrivé, il est en file »: a bare page, that asks again by itself.

    ``arrived``: the hour that is kept, shown in the ``zone`` of the call. ``ahead``: how many wait
    before this one; None when they were not counted.
    """
    again, seconds = reverse("applications:place", args=[ticket]), seconds_before_a_look()
    context = {
        "arrived": hours.said(arrived, zone, exact=True),
        "again": again,
        "seconds": seconds,
        "ahead": ahead,
    }
    page = render(request, "applications/place.html", context)
    page.headers["Refresh"] = f"{seconds}; url={again}"
    return page
