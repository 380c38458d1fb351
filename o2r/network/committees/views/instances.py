"""The instances one may know of, and one of them."""

from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.forms import regions
from o2r.accounts.policy import decide, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE, done, permitted, posted
from o2r.core import clock
from o2r.core.paging import paged
from o2r.network.committees import services
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.forms import InstanceForm
from o2r.network.committees.models import Instance, InstanceQuerySet, Seat, region_name
from o2r.network.committees.selectors import meetings_of

PAST_MEETINGS = 12


@door("committee", "list")
@require_safe
def instances(request: SignedInRequest) -> HttpResponse:
    """The instances of one's région, and those where one's organisation sits."""
    rows = Instance.objects.with_last_plenary().order_by("region", "kind", "name", "pk")
    context = paged(request, visible(request, rows), PER_PAGE)
    context |= {
        "rows": [(one, region_name(one.region)) for one in context["page"]],
        "can_create": bool(may_try(request.actor, "create", "committee", request.proof)),
    }
    return render(request, "committees/instances.html", context)


def _regions(request: SignedInRequest) -> list[tuple[str, str]]:
    """The régions that this person answers for."""
    mine = request.actor.regions
    return [one for one in regions() if "" in mine or one[0] in mine]


def _parents(request: SignedInRequest) -> InstanceQuerySet:
    seen = Instance.objects.visible_to(request.actor).filter(kind=InstanceKind.DEPARTMENTAL)
    return seen.order_by("name", "pk")


@door("committee", "create")
@require_http_methods(["GET", "POST"])
def new_instance(request: SignedInRequest) -> HttpResponse:
    """Record an instance of one's région."""
    form = InstanceForm(posted(request), regions=_regions(request), parents=_parents(request))
    if form.is_valid() and done(
        request,
        lambda: services.create_instance(by=request.actor, details=form.details()),
        "L’instance est enregistrée.",
        form,
    ):
        return redirect("committees:instances")
    context = {"form": form, "instance": None}
    return render(request, "committees/instance_form.html", context)


@door("committee", "update")
@require_http_methods(["GET", "POST"])
def change_instance(request: SignedInRequest, instance: UUID) -> HttpResponse:
    """Correct what is said of an instance."""
    found = open_one(request, Instance.objects.all(), pk=instance).obj
    form = InstanceForm(
        posted(request),
        initial=model_to_dict(found),
        regions=_regions(request),
        parents=_parents(request).exclude(pk=found.pk),
    )
    if form.is_valid() and done(
        request,
        lambda: services.change_instance(by=request.actor, instance=found, details=form.details()),
        "L’instance est à jour.",
        form,
    ):
        return redirect("committees:instance", instance=found.pk)
    found.refresh_from_db(fields=["name"])
    context = {"form": form, "instance": found}
    return render(request, "committees/instance_form.html", context)


@door("committee", "read")
@require_safe
def instance(request: SignedInRequest, instance: UUID) -> HttpResponse:
    """One instance: its territory, its meetings, and the members whose names one may read."""
    rows = Instance.objects.with_last_plenary().select_related("parent")
    found = open_one(request, rows, pk=instance).obj
    seats = Seat.objects.filter(instance=found).select_related("instance")
    members = [row.obj for row in permitted(request, seats)]
    meetings = meetings_of(found)
    update = decide(request.actor, "update", found.subject(request.actor), request.proof)
    context = {
        "instance": found,
        "region": region_name(found.region),
        "commissions": visible(request, found.commissions.all()).order_by("name", "pk"),
        "members": [one for one in members if not one.is_over],
        "former": [one for one in members if one.is_over],
        "to_come": meetings.to_come(),
        "past": meetings.filter(starts_at__lte=clock.now())[:PAST_MEETINGS],
        "can_change": bool(update),
        "today": clock.today(),
    }
    return render(request, "committees/instance.html", context)
