"""Avenants and échéancier."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.projects.conventions import selectors, services
from o2r.projects.conventions.enums import AvenantKind, InstalmentKind
from o2r.projects.conventions.forms import (
    AvenantForm,
    InstalmentForm,
    NewAvenantForm,
    NewInstalmentForm,
    PaymentForm,
    ServiceForm,
    SignAvenantForm,
)
from o2r.projects.conventions.models import Avenant, Convention, Instalment
from o2r.projects.conventions.views.steps import one_form, opened, page_of


def avenant_of(convention: Convention, avenant: UUID) -> Avenant:
    """One avenant of this convention. Raises Http404."""
    found = convention.avenants.select_related("year").filter(pk=avenant).first()
    if found is None:
        raise Http404
    found.convention = convention
    return found


def instalment_of(convention: Convention, instalment: UUID) -> Instalment:
    """One payment of this convention. Raises Http404."""
    rows = Instalment.objects.filter(avenant__convention=convention).for_list()
    found = rows.filter(pk=instalment).first()
    if found is None:
        raise Http404
    found.avenant.convention = convention
    return found


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def new_avenant(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Prepare the financial avenant of a year, or record another one."""
    found = opened(request, convention)
    free = {
        str(one.year.pk): one.year for one in selectors.years_shown(found) if one.avenant is None
    }
    choices = [(key, f"Année {year.rank}") for key, year in free.items()]
    form = NewAvenantForm(posted(request), years=choices)

    def act() -> None:
        given = form.cleaned_data
        if given["year"]:
            services.plan_avenant(
                by=request.actor,
                convention=found,
                year=free[given["year"]],
                amount=given["amount"],
                subject=given["subject"],
            )
        else:
            services.record_other_avenant(
                by=request.actor, convention=found, subject=given["subject"]
            )

    return one_form(
        request,
        form=form,
        act=act,
        said="L’avenant est préparé.",
        then=page_of(found, "echeancier"),
        title=f"Nouvel avenant à la convention {found.reference}",
        lead="Un avenant financier par an arrête la contribution de l’État.",
        button="Préparer l’avenant",
    )


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def avenant(request: SignedInRequest, convention: UUID, avenant: UUID) -> HttpResponse:
    """Correct a financial avenant that is not signed."""
    found = opened(request, convention)
    one = avenant_of(found, avenant)
    if one.is_signed or one.kind != AvenantKind.FINANCIAL:
        messages.info(
            request,
            "Cet avenant ne se modifie plus. S’il est signé et mal saisi, il se corrige avec un "
            "motif.",
        )
        return redirect(page_of(found, "echeancier"))
    form = AvenantForm(posted(request), initial={"amount": one.amount, "subject": one.subject})
    return one_form(
        request,
        form=form,
        act=lambda: services.change_avenant(by=request.actor, avenant=one, **form.cleaned_data),
        said="L’avenant est à jour.",
        then=page_of(found, "echeancier"),
        title=f"Avenant n° {one.number}",
        button="Enregistrer",
    )


@door("convention", "approve")
@require_http_methods(["GET", "POST"])
def sign_avenant(request: SignedInRequest, convention: UUID, avenant: UUID) -> HttpResponse:
    """Record the signature of an avenant: its year can be paid."""
    found = opened(request, convention)
    one = avenant_of(found, avenant)
    form = SignAvenantForm(posted(request), request.FILES or None)

    def act() -> None:
        upload = form.cleaned_data["scan"]
        kept = (
            services.keep_scan(by=request.actor, convention=found, upload=upload)
            if upload
            else None
        )
        services.sign_avenant(
            by=request.actor,
            avenant=one,
            signed_on=form.cleaned_data["signed_on"],
            scan=kept.pk if kept else None,
        )

    return one_form(
        request,
        form=form,
        act=act,
        said="L’avenant est signé.",
        then=page_of(found, "echeancier"),
        title=f"Signer l’avenant n° {one.number}",
        button="Enregistrer la signature",
    )


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def new_instalment(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Add a payment to the échéancier."""
    found = opened(request, convention)
    avenants = {
        str(one.avenant.pk): one.avenant
        for one in selectors.years_shown(found)
        if one.avenant is not None
    }
    choices = [(key, f"Année {one.year.rank if one.year else 1}") for key, one in avenants.items()]
    form = NewInstalmentForm(posted(request), avenants=choices)

    def act() -> None:
        given = dict(form.cleaned_data)
        chosen = avenants[given.pop("avenant")]
        chosen.convention = found
        given["kind"] = InstalmentKind(given["kind"])
        services.plan_instalment(by=request.actor, avenant=chosen, **given)

    return one_form(
        request,
        form=form,
        act=act,
        said="Le versement est dans l’échéancier.",
        then=page_of(found, "echeancier"),
        title=f"Nouveau versement de la convention {found.reference}",
        button="Ajouter à l’échéancier",
        caution=""
        if avenants
        else "Aucune année n’a d’avenant financier : préparez-le d’abord, rien ne peut être prévu.",
    )


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def instalment(request: SignedInRequest, convention: UUID, instalment: UUID) -> HttpResponse:
    """One payment: correct it, certify the service, record that it is paid."""
    found = opened(request, convention)
    one = instalment_of(found, instalment)
    forms = _instalment_forms(request, one)
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    if asked in forms and forms[asked].is_valid():
        form = forms[asked]
        if done(request, _act(request, one, asked, form), _SAID[asked], form):
            return redirect(page_of(found, "echeancier"))
    one.refresh_from_db()
    context = {"convention": found, "instalment": one, "forms": forms, "back": page_of(found)}
    return render(request, "conventions/instalment.html", context)


_SAID = {
    "change": "Le versement est à jour.",
    "service": "Le service fait est constaté.",
    "pay": "Le paiement est enregistré.",
}


def _instalment_forms(request: SignedInRequest, one: Instalment) -> dict[str, Form]:
    asked = request.POST.get("act", "") if request.method == "POST" else ""

    def data(name: str) -> object:
        return posted(request) if asked == name else None

    initial = {name: getattr(one, name) for name in InstalmentForm.base_fields}
    return {
        "change": InstalmentForm(data("change"), initial=initial, prefix="versement"),  # type: ignore[arg-type]
        "service": ServiceForm(data("service"), prefix="service"),  # type: ignore[arg-type]
        "pay": PaymentForm(data("pay"), prefix="paiement"),  # type: ignore[arg-type]
    }


def _act(request: SignedInRequest, one: Instalment, asked: str, form: Form) -> Callable[[], object]:
    given = form.cleaned_data
    if asked == "change":
        changed = {**given, "kind": InstalmentKind(given["kind"])}
        return lambda: services.change_instalment(by=request.actor, instalment=one, **changed)
    if asked == "service":
        return lambda: services.certify_service(
            by=request.actor, instalment=one, done_on=given["done_on"]
        )
    return lambda: services.pay_instalment(by=request.actor, instalment=one, **given)
