"""What waits for the person, and the link by which their calendar program reads it."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.core import clock
from o2r.core.access import Comer, marked
from o2r.core.agenda import ical, services
from o2r.core.agenda.grouping import by_moment
from o2r.core.agenda.registry import due_for, labels
from o2r.core.agenda.selectors import feed_of, link_of


def _comer(request: HttpRequest) -> Comer:
    """Who comes. LoginRequiredMiddleware lets nobody else come here; this makes sure."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user is None:
        raise PermissionDenied
    return cast(Comer, actor)


@marked("agenda", "list")
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """« Ce qui m'attend », by moment. ``?nature=`` keeps one kind."""
    dues = due_for(_comer(request))
    present = {due.kind for due in dues}
    asked = request.GET.get("nature", "")
    chosen = asked if asked in present else ""
    shown = [due for due in dues if chosen in ("", due.kind)]
    kinds = [(code, label) for code, label in labels().items() if code in present]
    context = {
        "moments": by_moment(shown, clock.today()),
        "options": [("", "Tout"), *kinds] if len(kinds) > 1 else [],
        "chosen": chosen,
    }
    return render(request, "agenda/agenda.html", context)


@marked("agenda-feed", "list", POST="create")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest) -> HttpResponse:
    """The calendar link: made, or made again. Its address is shown once, in answer to the act."""
    comer = _comer(request)
    address = ""
    if request.method == "POST":
        secret = services.make_link(by=comer)
        address = settings.PUBLIC_URL + reverse("agenda:feed", kwargs={"token": secret})
    assert comer.user is not None  # noqa: S101 — said to mypy
    context = {"link": link_of(comer.user, comer.organisation), "address": address}
    return render(request, "agenda/subscription.html", context)


@marked("agenda-feed", "delete")
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Close the calendar link."""
    if services.withdraw_link(by=_comer(request)):
        messages.success(request, "Le lien est fermé : il n’ouvre plus rien.")
    return redirect("agenda:subscription")


@login_not_required
@marked("agenda-feed", "accept")
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file behind a secret link. Raises Http404 for any other."""
    found = services.feed_behind(token)
    content = feed_of(found) if found else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=ical.MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="o2r.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
