"""Controls, suspensions and résiliations."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.projects.conventions import rules, services
from o2r.projects.conventions.enums import ControlKind, ProcedureDecision, ProcedureKind
from o2r.projects.conventions.forms import (
    ControlForm,
    DecisionForm,
    ObservationsForm,
    ProcedureForm,
)
from o2r.projects.conventions.models import Procedure
from o2r.projects.conventions.views.steps import may, one_form, opened, page_of


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def new_control(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Keep the trace of a control."""
    found = opened(request, convention)
    form = ControlForm(posted(request))

    def act() -> None:
        given = {**form.cleaned_data, "kind": ControlKind(form.cleaned_data["kind"])}
        services.record_control(by=request.actor, convention=found, **given)

    return one_form(
        request,
        form=form,
        act=act,
        said="Le contrôle est enregistré.",
        then=page_of(found, "controles"),
        title=f"Contrôle de la convention {found.reference}",
        lead="L’organisme lit ces constats sur la page de la convention.",
        button="Enregistrer le contrôle",
    )


@door("convention", "approve")
@require_http_methods(["GET", "POST"])
def new_procedure(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Tell the operator of a measure considered, before anything is decided."""
    found = opened(request, convention)
    form = ProcedureForm(posted(request))

    def act() -> None:
        given = {**form.cleaned_data, "kind": ProcedureKind(form.cleaned_data["kind"])}
        services.open_procedure(by=request.actor, convention=found, **given)

    delay = rules.rule("contradictory-days")
    return one_form(
        request,
        form=form,
        act=act,
        said="L’organisme est prévenu et peut répondre jusqu’à la date donnée.",
        then=page_of(found, "controles"),
        title=f"Envisager une suspension ou une résiliation de la convention {found.reference}",
        lead=(
            "L’organisme reçoit les motifs et peut présenter ses observations. La décision ne "
            "vient qu’après."
        ),
        caution=f"Délai habituel pour répondre : {delay.value} jours {delay.caution}.",
        button="Notifier à l’organisme",
        kind="danger",
    )


@door("convention-procedure", "read", POST="update")
@require_http_methods(["GET", "POST"])
def procedure(request: SignedInRequest, procedure: UUID) -> HttpResponse:
    """A procedure: its reasons, the observations of the operator, the decision."""
    rows = Procedure.objects.select_related("convention__project", "convention__bearer")
    found = open_one(request, rows, pk=procedure).obj
    form = ObservationsForm(posted(request), initial={"observations": found.observations})
    if form.is_valid() and done(
        request,
        lambda: services.answer_procedure(
            by=request.actor, procedure=found, observations=form.cleaned_data["observations"]
        ),
        "Vos observations sont transmises.",
        form,
    ):
        return redirect("conventions:procedure", procedure=found.pk)
    found.refresh_from_db(fields=["observations"])
    context = {
        "procedure": found,
        "convention": found.convention,
        "back": page_of(found.convention, "controles"),
        "form": form,
        "can_answer": found.is_open and may(request, "update", found),
        "can_decide": found.is_open and may(request, "approve", found),
    }
    return render(request, "conventions/procedure.html", context)


@door("convention-procedure", "approve")
@require_http_methods(["GET", "POST"])
def decide_procedure(request: SignedInRequest, procedure: UUID) -> HttpResponse:
    """Decide, once the operator was heard."""
    rows = Procedure.objects.select_related("convention__project", "convention__bearer")
    found = open_one(request, rows, pk=procedure).obj
    form = DecisionForm(posted(request))

    def act() -> None:
        given = form.cleaned_data
        services.decide_procedure(
            by=request.actor,
            procedure=found,
            decision=ProcedureDecision(given["decision"]),
            reasons=given["reasons"],
            repayment=given["repayment"],
        )

    return one_form(
        request,
        form=form,
        act=act,
        said="La décision est enregistrée et notifiée.",
        then=reverse("conventions:procedure", args=[found.pk]),
        title=f"Décider : {found.get_kind_display()} de la convention {found.convention.reference}",
        lead="Une résiliation retire la fiche du projet de la carte publique.",
        button="Décider",
        kind="danger",
        back=page_of(found.convention, "controles"),
    )
