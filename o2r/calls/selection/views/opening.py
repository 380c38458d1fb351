"""What every page of the room does first."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from o2r.accounts.door import open_one
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications.models import Application
from o2r.calls.reading.interests import Verdict
from o2r.calls.selection.models import Decision, Letter, Room, Scenario


def room_of(request: SignedInRequest, call: str) -> Room:
    """The room, or the one 404; ``is_decided``: whether it has decisions, read along with it."""
    decided = Exists(Decision.objects.filter(application__call=OuterRef("pk")))
    rows = Room.objects.select_related("dreets").annotate(is_decided=decided)
    return open_one(request, rows, slug=call).obj


def scenario_of(request: SignedInRequest, call: str, scenario: UUID) -> Scenario:
    """A scenario of a room, with its call, or the one 404."""
    rows = Scenario.objects.of(call).select_related("call__dreets")
    return open_one(request, rows, pk=scenario).obj


def application_of(room: Room, application: UUID) -> Application:
    """An application compared in a room that was opened, or 404."""
    rows = Application.objects.filter(call=room.pk).compared().with_members()
    found = rows.filter(pk=application).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def letter_of(room: Room, letter: UUID) -> Letter:
    """A letter of a room that was opened, or 404."""
    found = Letter.objects.of_call(room.slug).with_consortia().filter(pk=letter).first()
    if found is None:
        raise Http404
    return found


def closed_page(
    request: SignedInRequest, room: Room, application: str, standing: Verdict
) -> HttpResponse:
    """The page of an application that the gate of interests closes: what to declare, or to whom it
    is left. ``application``: its title."""
    context = {
        "room": room,
        "application": application,
        "is_waiting": standing is Verdict.WAITING,
    }
    return render(request, "selection/closed.html", context)


def posted(request: SignedInRequest) -> QueryDict | None:
    """What was posted, even when nothing was filled in; None when the page is only read."""
    return request.POST if request.method == "POST" else None
