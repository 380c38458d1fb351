"""What the team notices of its territory: the list, a new one, a correction."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.outreach.enums import EntryForm
from o2r.outreach.forms.reports import ObservationForm, initial_of_observation
from o2r.outreach.models import Observation, Place
from o2r.outreach.selectors.drafts import begun
from o2r.outreach.services.drafting import forget_entry
from o2r.outreach.services.noticing import correct_observation, note_observation
from o2r.outreach.views.local_time import zone_of


@door("observation", "list")
@require_safe
def observations(request: SignedInRequest) -> HttpResponse:
    """What the teams noticed, the newest first."""
    context = permitted_page(request, Observation.objects.for_lists())
    with timezone.override(zone_of(request)):
        return render(request, "outreach/observations.html", context)


@door("observation", "create")
@require_http_methods(["GET", "POST"])
def observation_new(request: SignedInRequest) -> HttpResponse:
    """Note what was seen; ``place`` of the address is chosen."""
    places = visible(request, Place.objects.active().order_by("name", "pk"))
    initial = {"entry": uuid4(), "place": request.GET.get("place", "")}
    form = ObservationForm(posted(request), initial=initial, places=places)
    kept = begun(request.actor, EntryForm.OBSERVATION) if posted(request) is None else None
    if kept:
        form.initial.update(kept.initial(form))
    if form.is_valid() and done(
        request,
        lambda: note_observation(
            by=request.actor, entry=form.cleaned_data["entry"], noticed=form.noticed()
        ),
        "L’observation est notée.",
        form,
    ):
        forget_entry(by=request.actor, form=EntryForm.OBSERVATION)
        return redirect("outreach:observations")
    context = {"form": form, "observation": None, "begun": kept}
    with timezone.override(zone_of(request)):
        return render(request, "outreach/observation_form.html", context)


@door("observation", "update")
@require_http_methods(["GET", "POST"])
def observation_correct(request: SignedInRequest, observation: UUID) -> HttpResponse:
    """Write an observation again: the former text is not kept."""
    one = open_one(request, Observation.objects.for_lists(), pk=observation).obj
    places = visible(request, Place.objects.active())
    if one.place_id:
        places = visible(request, Place.objects.filter(pk=one.place_id)) | places
    form = ObservationForm(
        posted(request),
        initial=initial_of_observation(one),
        places=places.order_by("name", "pk"),
    )
    if form.is_valid() and done(
        request,
        lambda: correct_observation(by=request.actor, observation=one, noticed=form.noticed()),
        "L’observation est corrigée.",
        form,
    ):
        return redirect("outreach:observations")
    context = {"form": form, "observation": one, "begun": None}
    return render(request, "outreach/observation_form.html", context)
