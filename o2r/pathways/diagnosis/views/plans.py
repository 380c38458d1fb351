"""The plan of a person: objectives, and who does what for them, by when."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.diagnosis import services
from o2r.pathways.diagnosis.enums import ActionState, ObjectiveState
from o2r.pathways.diagnosis.forms.plans import ActionForm, ObjectiveForm, initial_action
from o2r.pathways.diagnosis.selectors.plans import (
    BROUGHT,
    ActionShown,
    ObjectiveShown,
    colleagues_of,
    plan_of,
)
from o2r.pathways.selectors.blocked import why_blocked
from o2r.people.views.opened import OpenedFile, allows, opened_file


@door("person-file", "read", POST="update")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The objectives with their actions; each moves by its buttons."""
    file = opened_file(request, person, bring=BROUGHT)
    goals = plan_of(file.reader, file.person)
    if request.method == "POST":
        _move(request, goals)
        return redirect("diagnosis:plan", person=person)
    context = file.context | {
        "goals": goals,
        "reads": "barriers" in file.reader.groups,
        "can_write": allows(request, "update", file.person) and file.person.is_followed,
    }
    return render(request, "diagnosis/plan.html", context)


def _move(request: SignedInRequest, goals: list[ObjectiveShown]) -> None:
    """Move what the button names; nothing for no button. Raises Http404 for what is not of this
    plan."""
    asked, to = request.POST.get("what", ""), request.POST.get("to", "")
    if not asked and not to:
        return
    goal = next((one.row for one in goals if str(one.row.pk) == asked), None)
    if goal is not None:
        state = _one_of(ObjectiveState, to)
        done(
            request,
            lambda: services.move_objective(by=request.actor, objective=goal, to=state),
            f"Objectif : {state.label}.",
        )
        return
    action, reached = _action(goals, asked).row, _one_of(ActionState, to)
    done(
        request,
        lambda: services.move_action(by=request.actor, action=action, to=reached),
        f"Action : {reached.label}.",
    )


def _one_of(states: Any, to: str) -> Any:
    try:
        return states(to)
    except ValueError as error:
        raise Http404 from error


def _action(goals: list[ObjectiveShown], asked: str) -> ActionShown:
    found = (one for goal in goals for one in goal.actions if str(one.row.pk) == asked)
    one = next(found, None)
    if one is None:
        raise Http404
    return one


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def objective(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Set an objective with the person."""
    file = opened_file(request, person)
    form = ObjectiveForm(posted(request), groups=file.reader.groups)
    if form.is_valid() and done(
        request,
        lambda: services.set_objective(
            by=request.actor, person=file.person, key=form.cleaned_data["key"], wanted=form.wanted
        ),
        "L’objectif est posé.",
        form,
    ):
        return redirect("diagnosis:plan", person=person)
    context = file.context | {"form": form, "blocked": why_blocked(file.person)}
    return render(request, "diagnosis/objective.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def action(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Plan an action for the objective of the address, or correct one; without any, choose one."""
    file = opened_file(request, person, bring=BROUGHT)
    goals = plan_of(file.reader, file.person)
    changed = _action(goals, request.GET["action"]) if request.GET.get("action") else None
    goal = _goal(goals, request.GET.get("objectif", ""), changed)
    if goal is None:
        open_goals = [one for one in goals if one.is_open]
        return render(
            request, "diagnosis/which_objective.html", file.context | {"goals": open_goals}
        )
    form = ActionForm(
        posted(request),
        initial=_initial(file, changed),
        about=goal.row.barrier,
        groups=file.reader.groups,
        colleagues=colleagues_of(file.person),
    )
    if form.is_valid() and done(
        request, lambda: _write(request, goal, changed, form), "Le plan est à jour.", form
    ):
        return redirect("diagnosis:plan", person=person)
    blocked = "" if changed else why_blocked(file.person)
    context = file.context | {"form": form, "goal": goal, "changed": changed, "blocked": blocked}
    return render(request, "diagnosis/action.html", context)


def _goal(
    goals: list[ObjectiveShown], asked: str, changed: ActionShown | None
) -> ObjectiveShown | None:
    """The objective that is named. Raises Http404 for one that is not of this plan."""
    if changed is not None:
        return next(one for one in goals if one.row.pk == changed.row.objective_id)
    if not asked:
        return None
    found = next((one for one in goals if str(one.row.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _initial(file: OpenedFile, changed: ActionShown | None) -> dict[str, Any]:
    if changed is None:
        return {}
    words = file.reader.open(changed.row, "words").get("words", "")
    return initial_action(changed, words)


def _write(
    request: SignedInRequest, goal: ObjectiveShown, changed: ActionShown | None, form: ActionForm
) -> Any:
    if changed is not None:
        return services.change_action(by=request.actor, action=changed.row, planned=form.planned)
    return services.plan_action(
        by=request.actor, objective=goal.row, key=form.cleaned_data["key"], planned=form.planned
    )
