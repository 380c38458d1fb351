"""One convention: its page, its words, its signature and what follows."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted
from o2r.core import clock
from o2r.core.money import euros
from o2r.projects.conventions import rules, selectors, services
from o2r.projects.conventions.enums import ConventionState
from o2r.projects.conventions.forms import (
    ConventionForm,
    MentionsForm,
    ReasonForm,
    RenewForm,
    SignForm,
)
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.views.steps import (
    may,
    one_form,
    opened,
    opened_whole,
    page_of,
)
from o2r.projects.conventions.wording import day, enumerated, lasting
from o2r.projects.selectors import region_names


@door("convention", "read")
@require_safe
def convention(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """All that is known of a convention, section by section."""
    found, is_whole = opened_whole(request, convention)
    years = selectors.years_shown(found)
    checklist = selectors.checklist(found)
    today = clock.today()
    renewable = selectors.may_be_renewed(found, today)
    context = {
        "convention": found,
        "is_whole": is_whole,
        "region": region_names().get(found.region, found.region),
        "years": years,
        "checklist": checklist,
        "missing": [one for one in checklist if one.is_missing],
        "other_avenants": selectors.other_avenants(found),
        "sieg": selectors.sieg_check(found, years),
        "controls": selectors.controls_of(found),
        "procedures": selectors.procedures_of(found),
        "moves": selectors.moves_of(found),
        "corrections": selectors.corrections_of(found),
        "blanks": enumerated(found.project.blanks),
        "sheet_address": _sheet_of(request, found),
        "scan": selectors.file_of(found.signed_scan),
        "late": selectors.late_documents(found, years),
        "to_renew": found.is_running and renewable,
        "can_renew": renewable and may(request, "create", found),
        "renewal_rule": rules.rule("renewal-alert-months"),
        "confirmation_due_on": selectors.confirmation_due_on(found),
        "today": today,
        "lasting": lasting(found.months),
        **_what_one_may_do(request, found),
    }
    return render(request, "conventions/convention.html", context)


def _sheet_of(request: SignedInRequest, found: Convention) -> str:
    """Where the person corrects the public sheet: by its bearer's door, or by the State's."""
    if may(request, "update", found.project):
        return reverse("projects:change", args=[found.project.slug])
    if may(request, "update", found):
        return reverse("conventions:sheet", args=[found.pk])
    return ""


def _what_one_may_do(request: SignedInRequest, found: Convention) -> dict[str, bool]:
    can_update, can_approve = may(request, "update", found), may(request, "approve", found)
    return {
        "can_update": can_update,
        "can_approve": can_approve,
        "can_sign": can_approve and found.is_draft,
        "can_suspend": can_approve and found.is_running,
        "can_resume": can_approve and found.state == ConventionState.SUSPENDED,
        "can_confirm": may(request, "update", found.project) and found.project.is_shown,
    }


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Change what a convention says of itself: little, once it is signed."""
    found = opened(request, convention)
    return _change_draft(request, found) if found.is_draft else _change_signed(request, found)


def _change_draft(request: SignedInRequest, found: Convention) -> HttpResponse:
    initial = {name: getattr(found, name) for name in ConventionForm.base_fields}
    form = ConventionForm(posted(request), initial=initial)
    return one_form(
        request,
        form=form,
        act=lambda: services.change_convention(
            by=request.actor, convention=found, **form.cleaned_data
        ),
        said="La convention est à jour.",
        then=page_of(found),
        title=f"Modifier la convention {initial['reference']}",
        button="Enregistrer",
    )


def _change_signed(request: SignedInRequest, found: Convention) -> HttpResponse:
    initial = {"commitment_number": found.commitment_number}
    form = ConventionForm(posted(request), initial=initial, is_signed=True)
    return one_form(
        request,
        form=form,
        act=lambda: services.change_commitment(
            by=request.actor, convention=found, **form.cleaned_data
        ),
        said="L’engagement juridique est à jour.",
        then=page_of(found),
        title=f"Engagement juridique de la convention {found.reference}",
        lead=(
            "La convention est signée : ce qu’elle dit ne change que par un avenant. L’engagement "
            "juridique, souvent connu après la signature, s’écrit ici."
        ),
        facts=[
            ("Référence", found.reference),
            ("Intitulé", found.title),
            ("Durée", f"du {day(found.starts_on)} au {day(found.ends_on)}"),
            ("Coût total du projet", euros(found.total_cost) if found.total_cost else ""),
            ("Détermination du coût", found.cost_method),
        ],
        button="Enregistrer l’engagement juridique",
    )


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def mentions(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Write what the convention must say."""
    found = opened(request, convention)
    form = MentionsForm(posted(request), mentions=selectors.checklist(found))
    return one_form(
        request,
        form=form,
        act=lambda: services.write_mentions(
            by=request.actor, convention=found, texts=form.cleaned_data
        ),
        said="Les mentions sont enregistrées.",
        then=page_of(found, "mentions"),
        title=f"Mentions de la convention {found.reference}",
        lead=(
            "Ce que la convention doit dire (C. trav., art. D. 5316-3). Les textes vont dans le "
            "projet de convention, que vous pourrez encore modifier."
        ),
        button="Enregistrer les mentions",
    )


@door("convention", "approve")
@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Record the signature: the project is then on the public map."""
    found = opened(request, convention)
    form = SignForm(
        posted(request),
        request.FILES or None,
        initial={"commitment_number": found.commitment_number},
    )

    def act() -> None:
        given = form.cleaned_data
        upload = given["scan"]
        kept = (
            services.keep_scan(by=request.actor, convention=found, upload=upload)
            if upload
            else None
        )
        services.sign_convention(
            by=request.actor,
            convention=found,
            signed_on=given["signed_on"],
            scan=kept.pk if kept else None,
            commitment_number=given["commitment_number"],
        )

    missing = [str(one.label) for one in selectors.missing_mentions(found)]
    return one_form(
        request,
        form=form,
        act=act,
        said="La convention est signée ; la fiche du projet est publiée.",
        then=page_of(found),
        title=f"Signer la convention {found.reference}",
        lead="La signature publie le projet et ses contacts sur la carte, et prévient le porteur.",
        button="Enregistrer la signature",
        caution=f"Mentions qui manquent encore : {', '.join(missing)}." if missing else "",
        blanks=enumerated(found.project.blanks),
        sheet_address=_sheet_of(request, found),
    )


@door("convention", "approve")
@require_http_methods(["GET", "POST"])
def resume(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Lift a suspension."""
    found = opened(request, convention)
    form = ReasonForm(posted(request))
    return one_form(
        request,
        form=form,
        act=lambda: services.resume_convention(
            by=request.actor, convention=found, reason=form.cleaned_data["reason"]
        ),
        said="La suspension est levée.",
        then=page_of(found),
        title=f"Lever la suspension de la convention {found.reference}",
        button="Lever la suspension",
    )


@door("convention", "approve")
@require_http_methods(["GET", "POST"])
def abandon(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Give up a convention that was never signed."""
    found = opened(request, convention)
    form = ReasonForm(posted(request))
    return one_form(
        request,
        form=form,
        act=lambda: services.abandon_convention(
            by=request.actor, convention=found, reason=form.cleaned_data["reason"]
        ),
        said="La convention est abandonnée.",
        then=page_of(found),
        title=f"Abandonner la convention {found.reference}",
        lead="Elle ne pourra plus être signée.",
        button="Abandonner",
        kind="danger",
    )


@door("convention", "create")
@require_http_methods(["GET", "POST"])
def renew(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Prepare the convention that follows this one."""
    found = opened(request, convention)
    form = RenewForm(posted(request))
    made: list[Convention] = []
    return one_form(
        request,
        form=form,
        act=lambda: made.append(
            services.renew_convention(
                by=request.actor, convention=found, reference=form.cleaned_data["reference"]
            )
        ),
        said="Le renouvellement est préparé : aucun montant n’est repris.",
        then=lambda: page_of(made[0]),
        title=f"Renouveler la convention {found.reference}",
        lead=(
            "La nouvelle convention commence le lendemain du terme, pour la même durée : "
            f"{lasting(found.months)}."
        ),
        button="Préparer le renouvellement",
        back=page_of(found),
    )
