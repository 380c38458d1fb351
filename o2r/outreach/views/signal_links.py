"""Links given to partners, by who coordinates: made, shown once, closed."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.core import clock
from o2r.core.qr import drawn
from o2r.outreach.forms.signals import LinkForm
from o2r.outreach.models import SignalLink
from o2r.outreach.services.signal_links import end_link, make_link

SQUARE = 60
"""Side of the drawing on the poster, in millimetres: read at arm’s length."""
PROPOSED = timedelta(days=300)
"""How long a link is proposed to serve: about a school year (provisoire)."""


@door("signal-link", "list")
@require_safe
def signal_links(request: SignedInRequest) -> HttpResponse:
    """The links of the operator, those in service first."""
    rows = SignalLink.objects.order_by("ended_at", "-until", "partner_name", "pk")
    return render(request, "outreach/signal_links.html", permitted_page(request, rows))


@door("signal-link", "create")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signal_link_new(request: SignedInRequest) -> HttpResponse:
    """Make a link. Its address is shown in answer, once: it is nowhere else."""
    form = LinkForm(posted(request), initial={"until": clock.today() + PROPOSED})
    made: list[SignalLink] = []
    if form.is_valid():
        given = form.cleaned_data
        done(request, lambda: made.append(make_link(by=request.actor, **given)), "", form)
    if made:
        path = reverse("signal:write", args=[form.cleaned_data["code"]])
        address = request.build_absolute_uri(path)
        said = f"Code à scanner pour écrire à {made[0].organisation.name}"
        drawing = drawn(address, title=said, side=SQUARE)
        context = {"link": made[0], "address": address, "drawing": drawing}
        return render(request, "outreach/signal_link_made.html", context)
    return render(request, "outreach/signal_link_form.html", {"form": form})


@door("signal-link", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def signal_link_end(request: SignedInRequest, link: UUID) -> HttpResponse:
    """Close a link: lost, posted somewhere, or of a partner who leaves."""
    one = open_one(request, SignalLink.objects.all(), pk=link).obj
    if request.method == "POST" and done(
        request,
        lambda: end_link(by=request.actor, link=one),
        "Le lien est fermé : il n’envoie plus rien.",
    ):
        return redirect("outreach:signal_links")
    return render(request, "outreach/signal_link_end.html", {"link": one})
