"""Who carries which stage of a pathway."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.enums import StageKind
from o2r.pathways.forms.pathway import StageForm
from o2r.pathways.selectors.stages import operators_for
from o2r.pathways.services.staging import end_stage, give_stage
from o2r.pathways.views.opened import OpenedPathway, opened_pathway


@door("pathway", "update")
@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest, pathway: UUID) -> HttpResponse:
    """Give a stage to an operator of the consortium."""
    one = _ours(request, pathway)
    form = StageForm(posted(request), operators=operators_for(one.pathway))
    if form.is_valid() and done(
        request,
        lambda: give_stage(
            by=request.actor,
            pathway=one.pathway,
            kind=StageKind(form.cleaned_data["kind"]),
            to=form.operator,
            on=form.cleaned_data["on"],
        ),
        "L’étape est confiée.",
        form,
    ):
        return redirect("pathways:pathway", pathway=pathway)
    return render(request, "pathways/give_stage.html", one.context | {"form": form})


@door("pathway", "update")
@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pathway: UUID, stage: UUID) -> HttpResponse:
    """Say that an operator carries a stage no more."""
    one = _ours(request, pathway)
    row = next((held for held in one.pathway.stages.all() if held.pk == stage), None)
    if row is None:
        raise Http404
    if request.method == "POST" and done(
        request,
        lambda: end_stage(by=request.actor, pathway=one.pathway, stage=stage),
        "Cette étape n’est plus portée par cet opérateur.",
    ):
        return redirect("pathways:pathway", pathway=pathway)
    return render(request, "pathways/end_stage.html", one.context | {"stage": row})


def _ours(request: SignedInRequest, pathway: UUID) -> OpenedPathway:
    """The pathway, for the operator that holds its file. Raises Http404."""
    one = opened_pathway(request, pathway)
    if one.pathway.organisation_id != request.actor.organisation:
        raise Http404
    return one
