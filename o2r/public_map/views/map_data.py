"""What the map draws: the same projects as the list, in the same order, and their zones."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from shapely.geometry import shape

from o2r.core.access import public_page
from o2r.core.kept_answers import kept_shortly
from o2r.core.publishing import open_to_reuse
from o2r.public_map import drawing, selectors
from o2r.public_map.forms import SearchForm
from o2r.territory.map_config import map_config
from o2r.territory.outline import zone_geometry


@public_page
@open_to_reuse
@kept_shortly
def markers(request: HttpRequest) -> HttpResponse:
    """One marker per project found, on the most populous commune of its zone."""
    search = selectors.search(SearchForm(request.GET).readable())
    projects = [selectors.marker(project) for project in selectors.load(search.found)]
    order = [project["slug"] for project in projects]
    place = search.commune and {
        "code": search.commune.code,
        "name": search.commune.name,
        "lat": search.commune.lat,
        "lon": search.commune.lon,
        "department": search.commune.department,
    }
    return JsonResponse(
        {"projects": projects, "order": order, "count": len(projects), "place": place}
    )


@public_page
@open_to_reuse
@kept_shortly
def config(request: HttpRequest) -> HttpResponse:
    """Régions, départements and insets, with their boxes."""
    return JsonResponse(map_config())


@public_page
@open_to_reuse
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """The outline of a project's zone, for display only: the list of communes decides."""
    project = selectors.visible_project(slug)
    drawn = project.footprint.zone
    geometry = zone_geometry(drawn)
    feature = {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"label": drawn.label, "bounds": list(shape(geometry).bounds)},
    }
    return JsonResponse(feature, content_type="application/geo+json")


@public_page
@open_to_reuse
def base_map(request: HttpRequest) -> HttpResponse:
    """The outlines of France that the maps drawn by the server refer to."""
    return HttpResponse(drawing.base_map(), content_type="image/svg+xml")
