"""Correcting what was signed or paid, and taking a payment out of the échéancier."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core.money import euros
from o2r.projects.conventions import services
from o2r.projects.conventions.forms import CorrectAvenantForm, CorrectPaymentForm, NothingForm
from o2r.projects.conventions.models import Convention, Instalment
from o2r.projects.conventions.views.money import avenant_of
from o2r.projects.conventions.views.steps import form_page, opened, page_of

KEPT = "L’ancien montant et le motif restent dans l’échéancier, et les deux parties sont prévenues."


def instalment_of(convention: Convention, instalment: UUID) -> Instalment:
    """One payment of this convention. Raises Http404."""
    rows = Instalment.objects.filter(avenant__convention=convention).for_list()
    found = rows.filter(pk=instalment).first()
    if found is None:
        raise Http404
    found.avenant.convention = convention
    return found


@door("convention", "approve")
@require_http_methods(["GET", "POST"])
def correct_avenant(request: SignedInRequest, convention: UUID, avenant: UUID) -> HttpResponse:
    """Correct a signed financial avenant, with a reason."""
    found = opened(request, convention)
    one = avenant_of(found, avenant)
    form = CorrectAvenantForm(
        posted(request), initial={"amount": one.amount, "signed_on": one.signed_on}
    )
    if form.is_valid() and done(
        request,
        lambda: services.correct_avenant(by=request.actor, avenant=one, **form.cleaned_data),
        "L’avenant est corrigé.",
        form,
    ):
        return redirect(page_of(found, "echeancier"))
    return form_page(
        request,
        form=form,
        title=f"Corriger l’avenant n° {one.number}, signé",
        lead=f"Une année n’a qu’un avenant financier : il se corrige, il ne se double pas. {KEPT}",
        button="Enregistrer la correction",
        back=page_of(found, "echeancier"),
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
    if form.is_valid() and done(
        request,
        lambda: services.correct_payment(by=request.actor, instalment=one, **form.cleaned_data),
        "Le paiement est corrigé.",
        form,
    ):
        return redirect(page_of(found, "echeancier"))
    return form_page(
        request,
        form=form,
        title=f"Corriger le paiement : {one.get_kind_display()} de {euros(one.amount)}",
        lead=KEPT,
        button="Enregistrer la correction",
        back=page_of(found, "echeancier"),
    )


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def remove_instalment(request: SignedInRequest, convention: UUID, instalment: UUID) -> HttpResponse:
    """Take a payment that is not made out of the échéancier, once agreed."""
    found = opened(request, convention)
    one = instalment_of(found, instalment)
    form = NothingForm(posted(request))
    back = reverse("conventions:instalment", args=[found.pk, one.pk])
    if form.is_valid() and done(
        request,
        lambda: services.remove_instalment(by=request.actor, instalment=one),
        "Le versement est retiré de l’échéancier.",
        form,
    ):
        return redirect(page_of(found, "echeancier"))
    return form_page(
        request,
        form=form,
        title=f"Retirer de l’échéancier : {one.get_kind_display()} de {euros(one.amount)} ?",
        lead="Ce versement et ce qui en est noté disparaissent. Rien n’a été payé.",
        button="Retirer ce versement",
        kind="danger",
        back=back,
    )
