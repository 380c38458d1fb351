"""Correcting what was signed or paid, and taking a payment out of the échéancier."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted
from o2r.core.money import euros
from o2r.projects.conventions import services
from o2r.projects.conventions.forms import CorrectAvenantForm, CorrectPaymentForm, NothingForm
from o2r.projects.conventions.views.money import avenant_of, instalment_of
from o2r.projects.conventions.views.steps import one_form, opened, page_of

KEPT = "L’ancien montant et le motif restent dans l’échéancier, et les deux parties sont prévenues."


@door("convention", "approve")
@require_http_methods(["GET", "POST"])
def correct_avenant(request: SignedInRequest, convention: UUID, avenant: UUID) -> HttpResponse:
    """Correct a signed financial avenant, with a reason."""
    found = opened(request, convention)
    one = avenant_of(found, avenant)
    form = CorrectAvenantForm(
        posted(request), initial={"amount": one.amount, "signed_on": one.signed_on}
    )
    return one_form(
        request,
        form=form,
        act=lambda: services.correct_avenant(by=request.actor, avenant=one, **form.cleaned_data),
        said="L’avenant est corrigé.",
        then=page_of(found, "echeancier"),
        title=f"Corriger l’avenant n° {one.number}, signé",
        lead=f"Une année n’a qu’un avenant financier : il se corrige, il ne se double pas. {KEPT}",
        button="Enregistrer la correction",
    )


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def correct_payment(request: SignedInRequest, convention: UUID, instalment: UUID) -> HttpResponse:
    """Correct a payment recorded wrong, with a reason."""
    found = opened(request, convention)
    one = instalment_of(found, instalment)
    form = CorrectPaymentForm(
        posted(request), initial={"paid_on": one.paid_on, "paid_amount": one.paid_amount}
    )
    return one_form(
        request,
        form=form,
        act=lambda: services.correct_payment(by=request.actor, instalment=one, **form.cleaned_data),
        said="Le paiement est corrigé.",
        then=page_of(found, "echeancier"),
        title=f"Corriger le paiement : {one.get_kind_display()} de {euros(one.amount)}",
        lead=KEPT,
        button="Enregistrer la correction",
    )


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def remove_instalment(request: SignedInRequest, convention: UUID, instalment: UUID) -> HttpResponse:
    """Take a payment that is not made out of the échéancier, once agreed."""
    found = opened(request, convention)
    one = instalment_of(found, instalment)
    form = NothingForm(posted(request))
    back = reverse("conventions:instalment", args=[found.pk, one.pk])
    return one_form(
        request,
        form=form,
        act=lambda: services.remove_instalment(by=request.actor, instalment=one),
        said="Le versement est retiré de l’échéancier.",
        then=page_of(found, "echeancier"),
        title=f"Retirer de l’échéancier : {one.get_kind_display()} de {euros(one.amount)} ?",
        lead="Ce versement et ce qui en est noté disparaissent. Rien n’a été payé.",
        button="Retirer ce versement",
        kind="danger",
        back=back,
    )
