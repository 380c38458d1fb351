"""The room: the ranked table, the figures and the map; two scenarios side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from shapely.geometry import shape

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications.models import Application
from o2r.calls.selection import services
from o2r.calls.selection.colours import beyond, classes_of, units_of
from o2r.calls.selection.comparing import compare as compared
from o2r.calls.selection.drawing import room_drawing
from o2r.calls.selection.entries import Row, rows_of, shut
from o2r.calls.selection.errors import StaleScenario
from o2r.calls.selection.forms import ChoiceForm, ChoicesForm, CompareForm, NewScenarioForm
from o2r.calls.selection.models import Room, Scenario
from o2r.calls.selection.presenting import LineShown, figures_shown, line_of, said_of, typed_line
from o2r.calls.selection.selectors import Board, board_of, boards_of, entries_of, ground_of
from o2r.calls.selection.selectors.board import picks_of, remade, scenarios_of
from o2r.calls.selection.selectors.interests import opened_to
from o2r.calls.selection.selectors.remembered import remembered_entries
from o2r.calls.selection.views.opening import room_of, scenario_of
from o2r.projects.enums import Public
from o2r.territory.map_config import map_config
from o2r.territory.map_policy import draws_a_map
from o2r.territory.outline import zone_geometry
from o2r.territory.zones import Zone

PUBLICS = {str(code): str(label) for code, label in Public.choices}


@door("selection", "read")
@draws_a_map
@require_safe
def room(request: SignedInRequest, call: str) -> HttpResponse:
    """The scenario written last; the ranking alone when there is none yet."""
    opened = room_of(request, call)
    last = opened.scenarios.order_by("-changed_at", "pk").first()
    if last is not None:
        return redirect("selection:scenario", call=call, scenario=last.pk)
    return render(request, "selection/room.html", _context(request, opened, None))


@door("selection", "read", POST="update")
@draws_a_map
@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: SignedInRequest, call: str, scenario: UUID) -> HttpResponse:
    """One scenario; posted, all its lines at once: this is how the room works without a script."""
    opened = scenario_of(request, call, scenario)
    if request.method != "POST":
        return render(request, "selection/room.html", _context(request, opened.call, opened))
    form = ChoicesForm(request.POST, entries_of(opened.call, request.actor.user))
    if not form.is_valid():
        context = _context(request, opened.call, opened)
        return render(request, "selection/room.html", context | _refused(context["rows"], form))
    try:
        services.save_choices(
            by=request.actor,
            scenario=opened,
            revision=form.cleaned_data["revision"],
            picks=form.picks,
        )
    except StaleScenario as error:
        context = _conflict(request, opened, form, error)
        return render(request, "selection/conflict.html", context, status=409)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Le scénario est enregistré et recalculé.")
    return redirect("selection:scenario", call=call, scenario=scenario)


@door("selection", "update")
@require_POST
def choose(request: SignedInRequest, call: str, scenario: UUID) -> HttpResponse:
    """One line of a scenario, as soon as it changes: what the page must redraw, as JSON."""
    opened = scenario_of(request, call, scenario)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        words = [str(error) for some in form.errors.values() for error in some]
        return JsonResponse({"message": " ".join(words)}, status=400)
    before = remembered_board(opened)
    key = form.cleaned_data["application"]
    line = next((row for row in before.rows if row.entry.key == key), None)
    if line is None:
        return JsonResponse({"message": "Cette candidature n’est plus comparée."}, status=400)
    try:
        services.choose(
            by=request.actor,
            scenario=opened,
            # Its key, its call and its title are all that the act needs.
            application=Application(pk=key, call_id=opened.call_id, title=line.entry.title),
            revision=form.cleaned_data["revision"],
            pick=form.pick,
        )
    except StaleScenario as error:
        return JsonResponse({"message": str(error), "stale": True}, status=409)
    except DomainError as error:
        return JsonResponse({"message": str(error)}, status=409)
    after = remade(before, {key: form.pick})
    drawn, user = "drawn" in request.POST, request.actor.user
    return JsonResponse(_changes(before, after, key, user, drawn=drawn))


def remembered_board(scenario: Scenario) -> Board:
    """A scenario as it is before a choice."""
    entries, picks = remembered_entries(scenario.call), picks_of([scenario])[scenario.pk]
    return Board(scenario, ground_of(scenario.call), rows_of(entries, picks))


def _changes(
    before: Board, after: Board, key: UUID, user: UUID | None, *, drawn: bool
) -> dict[str, Any]:
    """What differs on the page of ``user`` after one choice."""
    shown = figures_shown(after.figures, PUBLICS)
    changed = [
        row
        for old, row in zip(before.rows, after.rows, strict=True)
        if (old.mark, old.tone) != (row.mark, row.tone)
    ]
    shown_to_them = opened_to(user, [row.entry.key for row in changed])
    chosen = next(row for row in after.rows if row.entry.key == key)
    ground = after.ground
    answer = {
        "revision": after.scenario.revision if after.scenario else 0,
        "rows": [
            [str(row.entry.key), row.mark, row.tone]
            for row in changed
            if row.entry.key in shown_to_them
        ],
        "proposed": line_of(chosen).proposed,
        "classes": classes_of(ground.geo, ground.perimeter, after.figures.coverage),
        "figures": render_to_string("selection/_figures.html", {"figures": shown}),
        "said": said_of(chosen, shown),
    }
    if drawn:
        answer["map"] = room_drawing(ground, after.figures)
    return answer


@door("selection", "read")
@require_safe
def map_units(request: SignedInRequest, call: str) -> HttpResponse:
    """What the map colours: codes in the order of the classes, and the outline of the perimeter."""
    ground = ground_of(room_of(request, call))
    units = units_of(ground.geo, ground.perimeter)
    bits = ground.perimeter
    geometry = zone_geometry(Zone(ground.geo, bits))
    return JsonResponse(
        {
            "departments": units.departments,
            "epci": units.epci,
            "communes": units.communes,
            "bounds": list(shape(geometry).bounds) if geometry else map_config()["metropole"],
            "perimeter": _feature(geometry),
            "outside": _feature(zone_geometry(Zone(ground.geo, beyond(ground.geo, bits)))),
        },
        headers={"Cache-Control": "private, max-age=3600"},
    )


def _feature(geometry: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


@door("selection", "read")
@require_safe
def compare(request: SignedInRequest, call: str) -> HttpResponse:
    """Two scenarios side by side: applications, money, coverage, white zones."""
    opened = room_of(request, call)
    scenarios = Scenario.objects.filter(call=opened).order_by("created_at", "pk")
    form = CompareForm(request.GET or None, scenarios=scenarios)
    context: dict[str, Any] = {"room": opened, "form": form, "pair": None}
    if form.is_valid():
        pair = [form.cleaned_data["a"], form.cleaned_data["b"]]
        first, second = boards_of(opened, pair, request.actor.user)
        result = compared((first.rows, first.figures), (second.rows, second.figures))
        context |= {
            "pair": pair,
            "result": result,
            "differences": [
                (line_of(one.first), line_of(one.second))
                for one in result.differences
                if not one.entry.is_closed
            ],
            "figures": [figures_shown(one.figures, PUBLICS) for one in (first, second)],
            "shut": shut(row.entry.standing for row in first.rows),
        }
    return render(request, "selection/compare.html", context)


def _context(request: SignedInRequest, opened: Room, chosen: Scenario | None) -> dict[str, Any]:
    picks = scenarios_of(opened)
    board = board_of(opened, chosen, request.actor.user, picks.get(chosen, {}) if chosen else {})
    figures = board.figures
    return {
        "room": opened,
        "scenario": chosen,
        "may_change": chosen is not None and chosen.may_change,
        "scenarios": [
            (one, sum(pick.kept for pick in made.values())) for one, made in picks.items()
        ],
        "others": [one for one in picks if one != chosen],
        "rows": [line_of(row) for row in board.rows],
        "revision": chosen.revision if chosen else 0,
        "shut": shut(row.entry.standing for row in board.rows),
        "figures": figures_shown(figures, PUBLICS),
        "svg": room_drawing(board.ground, figures),
        "classes": classes_of(board.ground.geo, board.ground.perimeter, figures.coverage),
        "new_form": NewScenarioForm(
            scenarios=Scenario.objects.filter(call=opened.pk).order_by("created_at", "pk"),
            prefix="new",
        ),
    }


def _refused(lines: list[LineShown], form: ChoicesForm) -> dict[str, Any]:
    """The page as it was sent, so that nothing typed is lost: each error is at its field.

    The revision too is that of the page sent: what somebody else saved meanwhile is still seen.
    """
    shown = [
        typed_line(line, form.typed[key], form.wrong.get(key, ""))
        if (key := UUID(line.key)) in form.typed
        else line
        for line in lines
    ]
    return {"form": form, "rows": shown, "revision": form["revision"].value() or 0}


def _conflict(
    request: SignedInRequest, opened: Scenario, form: ChoicesForm, error: StaleScenario
) -> dict[str, Any]:
    """Both versions: what somebody else saved, and what was about to be."""
    theirs = board_of(opened.call, error.scenario, request.actor.user)
    mine = remade(theirs, form.picks)
    pairs = [
        (line_of(one), line_of(other))
        for one, other in zip(theirs.rows, mine.rows, strict=True)
        if _differ(one, other)
    ]
    return {
        "room": opened.call,
        "scenario": error.scenario,
        "message": str(error),
        "pairs": pairs,
        "mine": [line_of(row) for row in mine.rows],
        "figures": [figures_shown(one.figures, PUBLICS) for one in (theirs, mine)],
    }


def _differ(one: Row, other: Row) -> bool:
    return one.pick != other.pick
