"""The map in a frame of another site: the only page that may be framed."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from o2r.core.access import public_page
from o2r.core.context import THEMES
from o2r.public_map import selectors
from o2r.public_map.cards import card
from o2r.public_map.drawing import counters_map
from o2r.public_map.forms import SearchForm
from o2r.territory.map_policy import draws_a_map

VIEWS = ("carte", "liste")
LONGEST_LIST = 100


@public_page
@require_safe
@xframe_options_exempt
@draws_a_map
@csp_replace({"frame-ancestors": settings.EMBED_ANCESTORS})
def embed(request: HttpRequest) -> HttpResponse:
    """``/carte/embed?region=84&public=jeunes&vue=carte|liste&theme=auto|light|dark``.

    Takes the same filters as the home page; every parameter is documented on the open data page.
    """
    form = SearchForm(request.GET)
    search = selectors.search(form.readable())
    query = urlencode({name: value for name, value in form.cleaned_data.items() if value})
    view, theme = request.GET.get("vue", "carte"), request.GET.get("theme", "auto")
    context = {
        "form": form,
        "projects": [card(project) for project in selectors.load(search.found[:LONGEST_LIST])],
        "count": len(search.found),
        "view": view if view in VIEWS else "carte",
        "theme": theme if theme in THEMES else "auto",
        "query": query,
        "full_url": f"{settings.PUBLIC_URL}{reverse('public_map:home')}?{query}",
        "map_data_url": f"{reverse('public_map:map_data')}?{query}",
        "map_config_url": reverse("public_map:map_config"),
        "static_map_svg": counters_map(search.found),
    }
    response = render(request, "public_map/embed.html", context)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
