"""Members of an instance."""

from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.models import Organisation
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.network.committees import services
from o2r.network.committees.calendar import renewed
from o2r.network.committees.forms import SeatForm, label_of
from o2r.network.committees.models import Instance, Seat


@door("committee-member", "create")
@require_http_methods(["GET", "POST"])
def new_seat(request: SignedInRequest, instance: UUID) -> HttpResponse:
    """Add a member to an instance."""
    found = open_one(request, Instance.objects.all(), action="update", pk=instance).obj
    form = SeatForm(
        posted(request),
        initial={"mandate_start": clock.today()},
        organisations=visible(request, Organisation.objects.order_by("name", "pk")),
    )
    if form.is_valid() and done(
        request,
        lambda: services.appoint(by=request.actor, instance=found, details=form.details()),
        "Le membre est ajouté.",
        form,
    ):
        return redirect("committees:instance", instance=found.pk)
    return render(request, "committees/new_seat.html", {"instance": found, "form": form})


@door("committee-member", "read", POST="update")
@require_http_methods(["GET", "POST"])
def seat(request: SignedInRequest, seat: UUID) -> HttpResponse:
    """One member: who, for whom, until when. The button says what changes."""
    found = open_one(request, Seat.objects.select_related("instance", "organisation"), pk=seat).obj
    update = decide(request.actor, "update", found.subject(request.actor), request.proof)
    sent = posted(request)
    if sent is not None and "renew" in sent:
        done(
            request,
            lambda: services.renew_mandate(by=request.actor, seat=found),
            "Le mandat est renouvelé pour trois ans.",
        )
        return redirect("committees:seat", seat=found.pk)
    if sent is not None and "end" in sent:
        done(
            request,
            lambda: services.end_mandate(by=request.actor, seat=found),
            "Le mandat est terminé. Le nom sera effacé au terme de sa conservation.",
        )
        return redirect("committees:seat", seat=found.pk)
    form = SeatForm(
        sent,
        initial=model_to_dict(found),
        organisations=visible(request, Organisation.objects.order_by("name", "pk")),
    )
    if form.is_valid() and done(
        request,
        lambda: services.change_seat(by=request.actor, seat=found, details=form.details()),
        "La fiche du membre est à jour.",
        form,
    ):
        return redirect("committees:seat", seat=found.pk)
    context = {
        "seat": found,
        "title": label_of(found),
        "form": form if update else None,
        "renewed_until": renewed(found.mandate_end),
        "can_end": found.mandate_start < clock.today() <= found.mandate_end,
    }
    return render(request, "committees/seat.html", context)
