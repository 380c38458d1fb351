"""``o2r bench public``: what a visitor waits for, on projects made for the measure."""

import random
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for, percentile
from o2r.public_map.first_load import first_load
from o2r.public_map.measured_sample import Country, Known, expected, fill, question, read_country
from o2r.territory.geography import current_geography

SEED = 20_261_122
PROJECTS = 300
PAGES = 200
FILTER_SETS = 200
_CARD = re.compile(r'data-o2r-project="([^"]+)"')


@contextmanager
def _sample() -> Iterator[tuple[Client, Country, list[Known]]]:
    """A site with projects made for the measure, and the answer key."""
    with measured_site() as visitor:
        year = current_geography().year
        country = read_country(settings.O2R_DATA_DIR, year)
        yield visitor, country, fill(country, number=PROJECTS, year=year, seed=SEED)


@measures_for("public")
def public(*, full: bool = False) -> Iterator[Measure]:
    """List page, first load, parity of list, map and API against an independent answer key."""
    with _sample() as (visitor, country, key):
        yield from _list_page(visitor, country, key)
        yield from _first_load(visitor)
        yield from _parity(visitor, country, key)


def _list_page(visitor: Client, country: Country, key: list[Known]) -> Iterator[Measure]:
    draw = random.Random(SEED + 1)
    asked = [question(country, key, draw) for _ in range(PAGES)]
    visitor.get("/")  # The first page of a process reads the geography.
    # A process writes the sentence of each zone once, the first time it is shown.
    cold = [_milliseconds(visitor, query) for query in asked]
    times = [_milliseconds(visitor, query) for query in asked]
    queries = []
    for query in asked:
        with CaptureQueriesContext(connection) as captured:
            visitor.get("/", query)
        queries.append(len(captured))
    detail = {"seed": SEED + 1, "pages": PAGES, "projects": PROJECTS}
    spread = {
        "median": round(statistics.median(times), 2),
        "max": round(max(times), 2),
        "p95_first_time": round(percentile(cold, 0.95), 2),
    }
    yield Measure("public.list_p95", percentile(times, 0.95), "ms", 30, detail=detail | spread)
    yield Measure("public.list_queries", max(queries), "requêtes", 8, detail=detail)


def _milliseconds(visitor: Client, query: dict[str, str]) -> float:
    start = time.perf_counter()
    visitor.get("/", query)
    return (time.perf_counter() - start) * 1000


def _first_load(visitor: Client) -> Iterator[Measure]:
    sizes = first_load(visitor.get("/").content.decode())
    detail = {"files": len(sizes), "heaviest": max(sizes, key=lambda name: sizes[name])}
    yield Measure("public.first_load", sum(sizes.values()) / 1000, "kB", 250, detail=detail)


def _parity(visitor: Client, country: Country, key: list[Known]) -> Iterator[Measure]:
    """Share of questions for which list, map and API give the same projects in the same order,
    and exactly those of the key."""
    draw = random.Random(SEED + 2)
    same = right = 0
    for _ in range(FILTER_SETS):
        asked = question(country, key, draw)
        listed = _listed(visitor, asked)
        mapped = visitor.get("/carte/projets.json", asked).json()["order"]
        served = _served(visitor, asked)
        same += listed == mapped == served
        right += set(mapped) == expected(country, key, asked)
    detail = {"seed": SEED + 2, "filter_sets": FILTER_SETS, "projects": PROJECTS}
    share = 100 / FILTER_SETS
    yield Measure("public.parity", same * share, "%", 100, "equal", detail)
    yield Measure("public.exactness", right * share, "%", 100, "equal", detail)


def _listed(visitor: Client, asked: dict[str, str]) -> list[str]:
    """The slugs of every page of the list, in order; those only near the commune left out."""
    slugs: list[str] = []
    page = 1
    while True:
        html = visitor.get("/", {**asked, "page": str(page)}).content.decode()
        # A number beyond the last page shows the last page again.
        shown = [slug for slug in _cards(html) if slug not in slugs]
        if not shown:
            return slugs
        slugs += shown
        page += 1


def _cards(html: str) -> list[str]:
    """The projects shown, without those that are only near."""
    covering = html.split("results-subhead")[0]
    return _CARD.findall(covering)


def _served(visitor: Client, asked: dict[str, str]) -> list[str]:
    """The slugs of every page of the API, in order."""
    slugs: list[str] = []
    address, query = "/api/v1/projects", {**asked, "limit": "100"}
    while address:
        answer = visitor.get(address, query).json()
        slugs += [project["slug"] for project in answer["results"]]
        address = (answer["next"] or "").removeprefix(settings.PUBLIC_URL)
        query = {}
    return slugs
