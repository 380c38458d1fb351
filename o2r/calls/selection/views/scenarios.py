"""Scenarios: made, named, deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.calls.selection import services
from o2r.calls.selection.forms import NewScenarioForm, ScenarioForm
from o2r.calls.selection.models import Scenario
from o2r.calls.selection.views.opening import posted, room_of, scenario_of


@door("selection", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, call: str) -> HttpResponse:
    """A new scenario, empty or copied from another."""
    opened = room_of(request, call)
    rows = Scenario.objects.filter(call=opened).order_by("created_at", "pk")
    chosen = rows.filter(pk=request.GET["de"]).first() if _is_uuid(request.GET.get("de")) else None
    form = NewScenarioForm(
        posted(request), scenarios=rows, prefix="new", initial={"copy_of": chosen}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.make_scenario(
                by=request.actor,
                room=opened,
                name=data["name"],
                note=data["note"],
                copy_of=data["copy_of"],
            )
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Le scénario « {made.name} » est créé.")
            return redirect("selection:scenario", call=call, scenario=made.pk)
    return render(request, "selection/new_scenario.html", {"room": opened, "form": form})


@door("selection", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedInRequest, call: str, scenario: UUID) -> HttpResponse:
    """The name and the note of a scenario."""
    opened = scenario_of(request, call, scenario)
    form = ScenarioForm(posted(request), initial={"name": opened.name, "note": opened.note})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.rename_scenario(
                by=request.actor, scenario=opened, name=data["name"], note=data["note"]
            )
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Le scénario est renommé.")
            return redirect("selection:scenario", call=call, scenario=scenario)
    context = {"room": opened.call, "scenario": opened, "form": form}
    return render(request, "selection/rename.html", context)


@door("selection", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, call: str, scenario: UUID) -> HttpResponse:
    """Delete a scenario from which nothing was decided."""
    opened = scenario_of(request, call, scenario)
    if request.method == "POST":
        try:
            services.delete_scenario(by=request.actor, scenario=opened)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("selection:scenario", call=call, scenario=scenario)
        messages.success(request, f"Le scénario « {opened.name} » est supprimé.")
        return redirect("selection:room", call=call)
    return render(
        request, "selection/delete_scenario.html", {"room": opened.call, "scenario": opened}
    )


def _is_uuid(text: str | None) -> bool:
    try:
        UUID(text or "")
    except ValueError:
        return False
    return True
