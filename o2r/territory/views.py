"""What the fields of the territory ask while one types: communes, units, a zone and its outline."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from shapely.geometry import shape

from o2r.core.access import public_page
from o2r.territory.forms import PLACES, edits_a_zone
from o2r.territory.geography import GeographyError, current_geography
from o2r.territory.map_config import METROPOLE
from o2r.territory.map_policy import draws_a_map
from o2r.territory.models import LocalUnit
from o2r.territory.outline import zone_geometry
from o2r.territory.pace import Pace, paced
from o2r.territory.search import CommuneMatch, search_communes
from o2r.territory.typography import typographic
from o2r.territory.unit_search import local_query, search_units
from o2r.territory.zone_editor import edit
from o2r.territory.zone_reading import (
    MAX_EXPRESSION,
    EditorReading,
    ZoneReading,
    perimeter,
    zone_of,
)
from o2r.territory.zone_sample import YOUTH_CALL, SampleForm
from o2r.territory.zones import ZoneError

PROPOSED = 8
LOCAL_PROPOSED = 4
MAX_TEXT = 200
_NAME = re.compile(r"[A-Za-z][\w-]{0,80}")
# For one process: several editors at work ask for a few answers each second.
_PACE = Pace(per_second=20, burst=200)


@public_page
@require_safe
@cache_control(public=True, max_age=3600)
def communes(request: HttpRequest) -> JsonResponse:
    """The communes that answer ``?q=``, best first; at most 80 characters are read."""
    matches = search_communes(request.GET.get("q", ""), PROPOSED)
    return JsonResponse({"results": [_proposal(match) for match in matches]})


def _proposal(match: CommuneMatch) -> dict[str, object]:
    commune = match.commune
    return {
        "code": commune.code,
        "name": commune.name,
        "label": match.label,
        "department": current_geography().department(commune).name,
        "postal_codes": list(commune.postal_codes),
    }


@public_page
@require_safe
@cache_control(public=True, max_age=300)
def units(request: HttpRequest) -> JsonResponse:
    """The territories of every kind that answer ``?q=``; ``code`` is the term of an expression.

    ``within``: those of this perimeter come first.
    """
    query = request.GET.get("q", "")
    local = [
        {
            "code": f"{unit.list.kind}:{unit.code}",
            "name": unit.name,
            "label": f"{unit.name} ({unit.list.kind.upper()})",
            "kind": unit.list.kind,
        }
        for unit in LocalUnit.objects.named(local_query(query)).select_related("list")[
            :LOCAL_PROPOSED
        ]
    ]
    official = [
        {"code": unit.term, "name": unit.name, "label": unit.label, "kind": unit.kind.value}
        for unit in search_units(query, PROPOSED, first=_perimeter(request))
    ]
    kept = max(PROPOSED - len(local), PROPOSED // 2)
    return JsonResponse({"results": [*official[:kept], *local]})


def _perimeter(request: HttpRequest) -> int:
    """The communes of the perimeter asked; none when there is no such perimeter."""
    try:
        within = _expression(request, "within")
        return perimeter(within).bits if within else 0
    except (Refused, ZoneError):
        return 0


class Refused(Exception):
    """A question that is not answered: the sentence that says why."""


def _expression(request: HttpRequest, name: str = "expression") -> str:
    text = request.GET.get(name, "")
    if len(text) > MAX_EXPRESSION:
        raise Refused(
            f"L’expression est trop longue ({len(text)} caractères, {MAX_EXPRESSION} au plus) : "
            "l’aperçu n’est pas calculé. Remplacez des communes par leur EPCI ou leur département."
        )
    return text


def _refusal(error: Exception) -> JsonResponse:
    return JsonResponse({"error": typographic(str(error))}, status=422)


@public_page
@require_safe
@paced(_PACE)
@cache_control(public=True, max_age=300)
def zone(request: HttpRequest) -> HttpResponse:
    """What an expression is: the body of the editor, or the same facts in JSON.

    ``expression``, ``within`` and ``of`` (the perimeter it must stay in), ``act``, ``text`` and
    ``unit`` (what is asked of the editor), ``name`` (of the field in its form). The drawing comes
    with ``drawing=1``.
    """
    asked = request.GET
    try:
        if "expression" not in asked:
            raise Refused("Il manque l’expression de la zone : « ?expression=dep:38 ».")
        expression, within = _expression(request), _expression(request, "within")
        act, text = asked.get("act", "")[:MAX_TEXT], asked.get("text", "")[:MAX_TEXT]
        edited = edit(expression, act=act, text=text, chosen=asked.get("unit", "")[:MAX_TEXT])
        place = PLACES.get(asked.get("of", ""), PLACES["call"])
        editor = EditorReading(edited, within, place)
        answer = _facts(editor) if _wants_json(request) else _body(request, editor)
    except (Refused, ZoneError) as error:
        answer = _refusal(error)
    patch_vary_headers(answer, ["Accept"])
    return answer


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _body(request: HttpRequest, editor: EditorReading) -> HttpResponse:
    name = request.GET.get("name", "zone")
    context = {
        "editor": editor,
        "name": name if _NAME.fullmatch(name) else "zone",
        "with_drawing": "drawing" in request.GET,
    }
    return render(request, "territory/_zone_body.html", context)


def _facts(editor: EditorReading) -> JsonResponse:
    read = editor.zone
    facts: dict[str, Any] = {
        "expression": editor.edited.expression,
        "valid": read is not None,
        "error": editor.edited.problem or editor.error,
    }
    if read:
        facts |= {
            "expression": read.zone.expression,
            "vintage": read.vintage,
            "sentence": read.sentence,
            "communes": read.communes,
            "population": read.population,
            "cover": list(read.cover),
            "cut": [
                {"code": u.code, "name": u.name, "inside": u.inside, "total": u.total}
                for u in read.cut
            ],
            "notes": list(read.notes),
            "outside": [
                {"term": line.unit.term, "name": line.unit.name, "reason": line.message}
                for line in editor.refused
            ],
        }
    return JsonResponse(facts)


@public_page
@require_safe
@paced(_PACE)
@conditional_page
@cache_control(public=True, max_age=3600)
def zone_outline(request: HttpRequest) -> HttpResponse:
    """The outline of an expression, for display only: the list of communes decides."""
    try:
        year = request.GET.get("vintage", "")
        drawn = zone_of(_expression(request), int(year) if year.isdecimal() else None)
    except (Refused, ZoneError, GeographyError) as error:
        return _refusal(error)
    geometry = zone_geometry(drawn)
    feature = {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "label": drawn.label,
            # The collectivités d’outre-mer have no polygon: the map shows the métropole.
            "bounds": list(shape(geometry).bounds if geometry else METROPOLE),
        },
    }
    return JsonResponse(feature, content_type="application/geo+json")


@public_page
@require_safe
@draws_a_map
def sample(request: HttpRequest) -> HttpResponse:
    """The zone editor and the zone as it is read, with the perimeter of the youth call."""
    form = SampleForm(request.GET or None, initial={"perimeter": YOUTH_CALL})
    accepted = bool(request.GET) and not edits_a_zone(form) and form.is_valid()
    context = {"form": form, "accepted": accepted, "read": ZoneReading(zone_of(YOUTH_CALL))}
    return render(request, "territory/sample.html", context)
