"""Organisations: opened by another one, approved, set, closed, opened again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts import outlets, services
from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.enums import OrganisationKind
from o2r.accounts.forms import (
    FirstManagerForm,
    OpenForm,
    OrganisationSettingsForm,
    PartitionForm,
    RefusalForm,
)
from o2r.accounts.models import Membership, Organisation
from o2r.accounts.policy import Allow, decide, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.selectors import organisations_to_approve
from o2r.accounts.views.rows import done, permitted, permitted_page, posted


@door("organisation", "list")
@require_safe
def organisations(request: SignedInRequest) -> HttpResponse:
    """Organisations to approve, then all of them."""
    context = permitted_page(request, Organisation.objects.order_by("name", "pk"))
    context |= {
        "waiting": organisations_to_approve(request.actor),
        "can_open": bool(may_try(request.actor, "create", "organisation", PROVED)),
    }
    return render(request, "accounts/organisations.html", context)


def _allows(request: SignedInRequest, action: str, place: Organisation) -> bool:
    decision = decide(request.actor, action, place.subject(request.actor), PROVED)
    return isinstance(decision, Allow)


@door("organisation", "create")
@require_http_methods(["GET", "POST"])
def new_organisation(request: SignedInRequest) -> HttpResponse:
    """Open an organisation and invite its first manager."""
    form = OpenForm(posted(request), kinds=services.kinds_opened_by(request.actor))
    if form.is_valid():
        given = form.cleaned_data
        if done(
            request,
            lambda: services.open_organisation(
                by=request.actor,
                name=given["name"],
                kind=OrganisationKind(given["kind"]),
                siret=given["siret"],
                region=given["region"],
                email=given["email"],
            ),
            "L’organisation est ouverte, et l’invitation de son premier responsable est partie.",
            form,
        ):
            return redirect("accounts:organisations")
    return render(request, "accounts/new_organisation.html", {"form": form})


@door("organisation", "read")
@require_safe
def organisation(request: SignedInRequest, organisation: UUID) -> HttpResponse:
    """What is known of an organisation, and what may be done."""
    place = open_one(request, Organisation.objects.all(), pk=organisation).obj
    context = {
        "organisation": place,
        "can_set": place.is_open and _allows(request, "update", place),
        "can_partition": place.is_open and _allows(request, "partition", place),
        "can_approve": _allows(request, "approve", place),
        "has_manager": Membership.objects.managers().filter(organisation=place).exists(),
    }
    return render(request, "accounts/organisation.html", context)


@door("organisation", "approve")
@require_http_methods(["GET", "POST"])
def entrust(request: SignedInRequest, organisation: UUID) -> HttpResponse:
    """The first manager of an organisation: approve who asks, refuse, or invite someone."""
    place = open_one(request, Organisation.objects.all(), pk=organisation).obj
    asking = Membership.objects.waiting().filter(organisation=place)
    asking = asking.select_related("user", "organisation").order_by("created_at", "pk")
    asks = [row.obj for row in permitted(request, asking)]
    data = posted(request)
    act = request.POST.get("act", "")
    refusal = RefusalForm(data if act == "refuse" else None)
    inviting = FirstManagerForm(data if act == "invite" else None)
    asker = next((one for one in asks if str(one.pk) == request.POST.get("membership")), None)
    back = redirect("accounts:entrust", organisation=place.pk)
    if act == "approve":
        if asker is not None:
            done(
                request,
                lambda: services.approve_manager(by=request.actor, membership=asker),
                f"{place.name} est ouverte, et {asker.user} gère ses comptes.",
            )
        return back
    if asker is not None and refusal.is_valid():
        done(
            request,
            lambda: services.refuse_manager(
                by=request.actor, membership=asker, reason=refusal.cleaned_data["reason"]
            ),
            f"La demande de {asker.user} est refusée ; votre raison lui est envoyée.",
        )
        return back
    if inviting.is_valid() and done(
        request,
        lambda: services.entrust(
            by=request.actor, organisation=place, email=inviting.cleaned_data["email"]
        ),
        f"{place.name} est ouverte, et l’invitation de son premier responsable est partie.",
        inviting,
    ):
        return back
    context = {
        "organisation": place,
        "asks": asks,
        "refusal": refusal,
        "inviting": inviting,
        "has_manager": Membership.objects.managers().filter(organisation=place).exists(),
    }
    return render(request, "accounts/entrust.html", context)


@door("organisation", "update")
@require_http_methods(["GET", "POST"])
def organisation_settings(request: SignedInRequest, organisation: UUID) -> HttpResponse:
    """Allowed e-mail domains, local time, and the way to close."""
    place = open_one(request, Organisation.objects.all(), pk=organisation).obj
    initial = {"email_domains": place.email_domains, "time_zone": place.time_zone}
    form = OrganisationSettingsForm(posted(request), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        if done(
            request,
            lambda: services.set_organisation(
                by=request.actor,
                organisation=place,
                email_domains=given["email_domains"],
                time_zone=given["time_zone"],
            ),
            "Les réglages de l’organisation sont enregistrés.",
            form,
        ):
            return redirect("accounts:organisation", organisation=place.pk)
    context = {"organisation": place, "form": form}
    return render(request, "accounts/organisation_settings.html", context)


@door("organisation", "partition")
@require_http_methods(["GET", "POST"])
def partition(request: SignedInRequest, organisation: UUID) -> HttpResponse:
    """Keep inside what an organisation knows of people, or stop: what will happen, then the act."""
    place = open_one(request, Organisation.objects.all(), pk=organisation).obj
    still_out = [] if place.is_partitioned else outlets.open_of(place.pk)
    form = PartitionForm(posted(request), still_out=still_out)
    if form.is_valid():
        act, said = (
            (
                lambda: services.end_partition(by=request.actor, organisation=place),
                f"{place.name} n’est plus cloisonnée.",
            )
            if place.is_partitioned
            else (
                lambda: services.partition(
                    by=request.actor,
                    organisation=place,
                    takes_back=form.cleaned_data.get("takes_back", False),
                ),
                f"{place.name} est cloisonnée, dès la prochaine page.",
            )
        )
        if done(request, act, said, form):
            return redirect("accounts:organisation", organisation=place.pk)
    context = {"organisation": place, "form": form, "still_out": still_out}
    return render(request, "accounts/partition.html", context)


@door("organisation", "update")
@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, organisation: UUID) -> HttpResponse:
    """Close an organisation: what will happen, then the act."""
    place = open_one(request, Organisation.objects.all(), pk=organisation).obj
    if request.method == "POST":
        if done(
            request,
            lambda: services.close_organisation(by=request.actor, organisation=place),
            f"{place.name} est fermée. Ses membres sont prévenus.",
        ):
            return redirect("accounts:home")
        return redirect("accounts:close_organisation", organisation=place.pk)
    context = {
        "organisation": place,
        "followed": services.still_followed(place),
        "people": Membership.objects.current().filter(organisation=place).count(),
    }
    return render(request, "accounts/close_organisation.html", context)
