"""What teams add to the directory, and its state."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.network.directory.forms import MailboxForm, ServiceForm, initial_of
from o2r.network.directory.models import Service, Structure
from o2r.network.directory.services import entries

ACTS = {
    "fermer": (entries.close_service, "Le service est fermé : il n’est plus proposé."),
    "rouvrir": (entries.reopen_service, "Le service est de nouveau proposé."),
    "confirmer": (entries.confirm_service, "La fiche est confirmée aujourd’hui."),
}


@door("service", "create")
@require_http_methods(["GET", "POST"])
def add_service(request: SignedInRequest) -> HttpResponse:
    """Add a service that no national file knows."""
    form = ServiceForm(posted(request), initial={"entry": uuid4(), "reach": "dep"})
    made: list[Service] = []
    if form.is_valid() and done(
        request,
        lambda: made.append(
            entries.add_service(
                by=request.actor,
                entry=form.cleaned_data["entry"] or uuid4(),
                details=form.details(),
            )
        ),
        "Le service est ajouté à l’annuaire.",
        form,
    ):
        return redirect("directory:service", service=made[0].pk)
    return render(request, "directory/service_form.html", {"form": form, "service": None})


@door("service", "update")
@require_http_methods(["GET", "POST"])
def change_service(request: SignedInRequest, service: UUID) -> HttpResponse:
    """Correct what one's organisation added."""
    one = open_one(request, Service.objects.with_structure(), pk=service).obj
    form = ServiceForm(posted(request), initial=initial_of(one))
    if form.is_valid() and done(
        request,
        lambda: entries.change_service(by=request.actor, service=one, details=form.details()),
        "La fiche est à jour.",
        form,
    ):
        return redirect("directory:service", service=one.pk)
    return render(request, "directory/service_form.html", {"form": form, "service": one})


@door("service", "update")
@require_POST
def service_state(request: SignedInRequest, service: UUID) -> HttpResponse:
    """Close a service, open it again, or say that its entry is right."""
    one = open_one(request, Service.objects.all(), pk=service).obj
    chosen = ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        messages.error(request, "Choisissez ce que devient cette fiche.")
    else:
        act, said = chosen
        done(request, lambda: act(by=request.actor, service=one), said)
    return redirect("directory:service", service=one.pk)


@door("service", "update")
@require_http_methods(["GET", "POST"])
def mailbox(request: SignedInRequest, service: UUID) -> HttpResponse:
    """The mailbox of the structure of a service, to which a code may be sent."""
    one = open_one(request, Service.objects.with_structure(), pk=service).obj
    structure: Structure = one.structure
    form = MailboxForm(posted(request), initial={"email": structure.contact_mail})
    if form.is_valid() and done(
        request,
        lambda: entries.check_mailbox(
            by=request.actor, structure=structure, email=form.cleaned_data["email"]
        ),
        "La boîte vérifiée est enregistrée.",
        form,
    ):
        return redirect("directory:service", service=one.pk)
    return render(request, "directory/mailbox.html", {"form": form, "service": one})
