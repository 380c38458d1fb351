"""Promises of the people one follows: to keep today, late, to come."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, listed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done
from o2r.core import clock
from o2r.outreach.models import Promise
from o2r.outreach.selectors.encounters import promises_shown
from o2r.outreach.selectors.people_seen import known_as, people_to_note
from o2r.outreach.services.promising import keep_promise, miss_promise, postpone_promise

WEEK = timedelta(days=7)


@door("person-file", "list")
@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: SignedInRequest) -> HttpResponse:
    """What is promised to the people one follows; a POST settles one of them."""
    people = listed(request, people_to_note(request.actor))
    rows = Promise.objects.open().filter(person__in=people).select_related("owner", "person")
    if request.method == "POST":
        _settle(request, [one for one in rows if str(one.pk) == request.POST.get("promise")])
        return redirect("outreach:promises")
    today = clock.today()
    names, here = known_as(request.actor, people), request.actor.organisation
    shown = promises_shown(here, rows, names, today) if here else []
    context = {
        "late": [one for one in shown if one.is_late],
        "today": [one for one in shown if one.row.due_on == today],
        "coming": [one for one in shown if one.row.due_on > today],
        "next_week": today + WEEK,
    }
    return render(request, "outreach/promises.html", context)


def _settle(request: SignedInRequest, found: list[Promise]) -> None:
    """Do what the button says; a promise already settled, or not one's own, is left alone."""
    for one in found:
        if (act := _act(request, one)) is not None:
            done(request, *act)


def _act(request: SignedInRequest, one: Promise) -> tuple[Callable[[], Promise], str] | None:
    """The act asked for, and what is said once it is done."""
    act, by = request.POST.get("act", ""), request.actor
    if act == "kept":
        return partial(keep_promise, by=by, promise=one), "Promesse tenue."
    if act == "missed":
        return partial(miss_promise, by=by, promise=one), "Promesse manquée."
    day = _day(request.POST.get("due_on", ""))
    if act != "postponed" or day is None:
        return None
    return partial(postpone_promise, by=by, promise=one, due_on=day), "Promesse reportée."


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
