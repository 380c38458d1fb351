"""« Un projet peut-il venir jusqu'à cette personne ? », and where none can."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from o2r.core.access import public_page
from o2r.core.context import THEME_COOKIE
from o2r.core.kept_answers import kept_shortly_by
from o2r.projects import selectors as project_selectors
from o2r.projects.enums import Public
from o2r.public_map import selectors
from o2r.public_map.cards import Card, card
from o2r.public_map.drawing import counters_map, coverage_map, scale_labels
from o2r.public_map.forms import SearchForm, WhiteZonesForm
from o2r.public_map.white_zone_rows import department_rows, epci_row
from o2r.territory.geography import Commune
from o2r.territory.map_policy import draws_a_map

PER_PAGE = 10
PARTIAL_HEADER = "X-O2R-Partial"
SEARCH_FIELDS = ("q", "commune", "public")


def _seen_by_a_passer_by(request: HttpRequest) -> Hashable | None:
    """What the first page depends on, for a visitor who brings nothing but a choice of theme."""
    if request.COOKIES.keys() - {THEME_COOKIE}:
        return None
    theme, part = request.COOKIES.get(THEME_COOKIE, ""), request.headers.get(PARTIAL_HEADER, "")
    return request.get_full_path(), theme, part


@public_page
@require_safe
@draws_a_map
@kept_shortly_by(_seen_by_a_passer_by)
def home(request: HttpRequest) -> HttpResponse:
    """Search, list and map. The list alone is sent when the page asks for its results only."""
    form = SearchForm(request.GET)
    search = selectors.search(form.readable())
    context = {"form": form, **_results(request, form, search)}
    partial = request.headers.get(PARTIAL_HEADER) == "results"
    template = "public_map/_results.html" if partial else "public_map/home.html"
    response = render(request, template, context)
    # Said here, not left to whoever reads the session later: what is kept must say it too.
    patch_vary_headers(response, [PARTIAL_HEADER, "Cookie"])
    return response


def _results(request: HttpRequest, form: SearchForm, search: selectors.Search) -> dict[str, Any]:
    query = {name: value for name, value in form.cleaned_data.items() if value}
    if search.commune is not None:
        query |= {"commune": search.commune.code, "q": selectors.commune_label(search.commune)}
    page = Paginator(search.found, PER_PAGE).get_page(request.GET.get("page"))
    encoded = urlencode(query)
    answer = selectors.answer(search)
    return {
        "answer": answer,
        "nearest": near_cards(answer),
        "projects": [card(project) for project in selectors.load(page)],
        "count": search.real_count,
        "examples": len(search.found) - search.real_count,
        "page": page,
        "pages": _page_links(page, encoded),
        "choices": _choices(search, query),
        "commune_error": search.commune_error,
        "filters_active": _active_filters(form, query),
        "map_data_url": f"{reverse('public_map:map_data')}?{encoded}",
        "map_config_url": reverse("public_map:map_config"),
        "static_map_svg": counters_map(search.found),
        "print_url": f"{reverse('public_map:answer')}?{encoded}" if search.commune else "",
        "csv_url": f"{reverse('public_map:projects_csv')}?{encoded}",
    }


@dataclass(frozen=True)
class NearCard:
    """A project that does not come, and how far from there it works."""

    card: Card
    distance_km: int
    commune: Commune


def near_cards(answer: selectors.Answer | None) -> list[NearCard]:
    """The nearest projects of an answer, ready to be shown."""
    nearest = answer.nearest if answer else []
    return [NearCard(card(near.project), near.distance_km, near.commune) for near in nearest]


def _page_links(page: Page[Any], encoded: str) -> list[dict[str, Any]]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [
        {
            "number": number,
            "url": f"?{encoded}&page={number}".replace("?&", "?") if number != "…" else "",
            "current": number == page.number,
        }
        for number in numbers
    ]


def _choices(search: selectors.Search, query: dict[str, str]) -> list[dict[str, str]]:
    """The communes that the text may mean, each with the address that chooses it."""
    return [
        {
            "label": match.label,
            "url": "?" + urlencode({**query, "q": match.label, "commune": match.commune.code}),
        }
        for match in search.choices
    ]


def _active_filters(form: SearchForm, query: dict[str, str]) -> list[dict[str, str]]:
    """The filters in force besides the question itself, each with the address that removes it."""
    active = []
    for name, value in query.items():
        if name in SEARCH_FIELDS:
            continue
        field = form.fields[name]
        label = dict(getattr(field, "choices", [])).get(value, value)
        without = {key: other for key, other in query.items() if key != name}
        active.append({"label": f"{field.label} : {label}", "remove_url": f"?{urlencode(without)}"})
    return active


@public_page
@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """The answer for one commune, on a sheet to print."""
    search = selectors.search(SearchForm(request.GET).readable())
    found = selectors.answer(search)
    if found is None:
        return redirect(f"{reverse('public_map:home')}?{request.GET.urlencode()}")
    context = {
        "answer": found,
        "nearest": near_cards(found),
        "projects": [card(project) for project in selectors.load(search.found)],
    }
    return render(request, "public_map/answer_print.html", context)


@public_page
@require_safe
def white_zones(request: HttpRequest) -> HttpResponse:
    """Communes, EPCI and inhabitants that no published project covers."""
    form = WhiteZonesForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    public = Public(asked["public"]) if asked.get("public") else None
    uncovered = project_selectors.white_zones(
        public=public,
        region=asked.get("region", ""),
        department=asked.get("department", ""),
    )
    whole = [item for item in uncovered.epci if item.is_whole]
    page = Paginator(whole, PER_PAGE).get_page(request.GET.get("page"))
    encoded = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "form": form,
        "sentence": _place_in_words(form),
        "uncovered": uncovered,
        "epci_without": len(whole),
        "departments": department_rows(uncovered),
        # 34,875 names would not be a list: the communes are named once a département is chosen.
        "communes": uncovered.listed() if asked.get("department") else [],
        "page": page,
        "epci": [epci_row(item) for item in page],
        "pages": _page_links(page, encoded),
        "svg": coverage_map(uncovered),
        "scale": scale_labels(),
    }
    return render(request, "public_map/white_zones.html", context)


def _place_in_words(form: WhiteZonesForm) -> str:
    """« Sans projet pour les jeunes, Isère »: what the figures count."""
    asked = form.cleaned_data
    labels = {name: dict(form.fields[name].choices) for name in ("region", "department", "public")}  # type: ignore[attr-defined]
    place = (
        labels["department"].get(asked.get("department") or "-")
        or labels["region"].get(asked.get("region") or "-")
        or "France (métropole et DROM)"
    )
    public = labels["public"].get(asked.get("public") or "-", "")
    return f"{place}{f', public « {public} »' if public else ''}"
