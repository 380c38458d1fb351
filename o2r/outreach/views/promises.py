"""Promises of the people one follows: to keep today, late, to come."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, listed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE, done
from o2r.core import clock
from o2r.core.paging import paged
from o2r.outreach.models import Promise
from o2r.outreach.selectors.encounters import known_people, promises_shown
from o2r.outreach.selectors.people_seen import known_as, writable
from o2r.outreach.selectors.waiting_promises import open_promises
from o2r.outreach.services.promising import keep_promise, miss_promise, postpone_promise

WEEK = timedelta(days=7)


@door("person-file", "list")
@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: SignedInRequest) -> HttpResponse:
    """What is promised to the people one follows; a POST settles one of them."""
    if request.method == "POST":
        _settle(request, request.POST.get("promise", ""))
        return redirect("outreach:promises")
    context = paged(request, open_promises(request.actor), PER_PAGE)
    rows = list(context["page"])
    keys = sorted({one.person_id for one in rows})
    people = listed(request, writable(request.actor, known_people(request.actor, keys)))
    today = clock.today()
    names, here = known_as(request.actor, people), request.actor.organisation
    shown = promises_shown(here, rows, names, today) if here else []
    context |= {
        "late": [one for one in shown if one.is_late],
        "today": [one for one in shown if one.row.due_on == today],
        "coming": [one for one in shown if one.row.due_on > today],
        "next_week": today + WEEK,
    }
    return render(request, "outreach/promises.html", context)


def _settle(request: SignedInRequest, asked: str) -> None:
    """Do what the button says; a promise already settled, or not one's own, is left alone."""
    for one in open_promises(request.actor):
        if str(one.pk) == asked and (act := _act(request, one)) is not None:
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
