"""The proposals of the commune field."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from o2r.core.access import public_page
from o2r.territory.geography import current_geography
from o2r.territory.search import CommuneMatch, search_communes

PROPOSED = 8


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
