"""Large exports: asked by one, agreed to by another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.errors import DomainError
from o2r.accounts.governance import agreements
from o2r.accounts.governance.forms import AskExportForm
from o2r.accounts.governance.models import ExportApproval
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import say_at
from o2r.core.paging import paged

PER_PAGE = 25


@door("export-approval", "list", POST="create")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: SignedInRequest) -> HttpResponse:
    """One's requests, or those of the organisation to answer; and another one to make."""
    form = AskExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            agreements.ask_for_agreement(by=request.actor, **form.cleaned_data)
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, "Votre demande est envoyée : vous serez prévenu.")
            return redirect("governance:exports")
    rows = visible(request, ExportApproval.objects.select_related("asked_by", "decided_by"))
    context = paged(request, rows, PER_PAGE)
    listed(request, list(context["page"]))
    actor, proof = request.actor, request.proof
    context |= {
        "form": form if may_try(actor, "create", "export-approval", proof) else None,
        "answers": actor.has("account-manager") or actor.has("dpo"),
        "me": request.user.pk,
    }
    return render(request, "governance/exports.html", context)


@door("export-approval", "approve")
@never_cache
@require_POST
def decide(request: SignedInRequest, approval: UUID) -> HttpResponse:
    """Agree, or refuse: anything but a clear yes is a no."""
    opened = open_one(request, ExportApproval.objects.all(), pk=approval)
    agrees = request.POST.get("answer") == "yes"
    try:
        agreements.decide_agreement(by=request.actor, agreement=opened.obj, agrees=agrees)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Votre réponse est enregistrée, et la personne est prévenue.")
    return redirect("governance:exports")
