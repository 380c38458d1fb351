"""What changes of a place: its hours, a closing, leaving it, going there again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.outreach import services
from o2r.outreach.forms.places import BandForm, ClosingForm
from o2r.outreach.models import OpenBand, Place


@door("place", "update")
@require_http_methods(["GET", "POST"])
def hours(request: SignedInRequest, place: UUID) -> HttpResponse:
    """The bands of a place: one more, or one less."""
    one = open_one(request, Place.objects.all(), pk=place).obj
    sent = posted(request)
    if sent is not None and (band := sent.get("remove", "")).isdecimal():
        done(
            request,
            lambda: services.remove_band(by=request.actor, place=one, band=int(band)),
            "Ce créneau est retiré.",
        )
        return redirect("outreach:place_hours", place=place)
    form = BandForm(sent)
    if form.is_valid() and done(
        request,
        lambda: services.add_band(by=request.actor, place=one, **form.cleaned_data),
        "Ces heures sont ajoutées.",
        form,
    ):
        return redirect("outreach:place_hours", place=place)
    bands = OpenBand.objects.filter(place=one)
    return render(request, "outreach/hours.html", {"place": one, "bands": bands, "form": form})


@door("place", "update")
@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, place: UUID) -> HttpResponse:
    """Say until when nobody is to be found there."""
    one = open_one(request, Place.objects.all(), pk=place).obj
    form = ClosingForm(posted(request), initial={"until": one.closed_until})
    if form.is_valid() and done(
        request,
        lambda: services.close_place(by=request.actor, place=one, **form.cleaned_data),
        "La fermeture est notée.",
        form,
    ):
        return redirect("outreach:place", place=place)
    context = {"place": one, "form": form, "is_closed": one.is_closed(clock.today())}
    return render(request, "outreach/closing.html", context)


@door("place", "update")
@require_POST
def reopen(request: SignedInRequest, place: UUID) -> HttpResponse:
    """Say that it is open again."""
    one = open_one(request, Place.objects.all(), pk=place).obj
    done(
        request,
        lambda: services.reopen_place(by=request.actor, place=one),
        "Le lieu est de nouveau ouvert.",
    )
    return redirect("outreach:place", place=place)


@door("place", "update")
@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, place: UUID) -> HttpResponse:
    """Go there no more, or again."""
    one = open_one(request, Place.objects.all(), pk=place).obj
    sent = posted(request)
    if sent is None:
        return render(request, "outreach/leaving.html", {"place": one})
    if "again" in sent:
        said = "Le lieu est repris : il sera de nouveau proposé."
        done(request, lambda: services.take_up_place(by=request.actor, place=one), said)
    else:
        said = "Le lieu est quitté. Ce qui s’y est passé reste lisible ; vous pouvez le reprendre."
        done(request, lambda: services.leave_place(by=request.actor, place=one), said)
    return redirect("outreach:place", place=place)
