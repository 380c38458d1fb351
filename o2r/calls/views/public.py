"""What everyone reads of the calls: list, page, perimeter, history, files."""

import csv
import io
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from o2r.calls import feeds, selectors
from o2r.calls.enums import Phase
from o2r.calls.models import Call
from o2r.calls.ways import Page, ways
from o2r.core import clock
from o2r.core.access import public_page
from o2r.core.agenda import ical
from o2r.core.exports import neutral
from o2r.core.instance import instance
from o2r.core.publishing import open_to_reuse
from o2r.territory.map_policy import draws_a_map


def address(name: str, *arguments: str) -> str:
    """The full address of a route of this app."""
    return settings.PUBLIC_URL + reverse(f"calls:{name}", args=arguments)


def shown(slug: str) -> Call:
    """The announced call of this identifier. Raises Http404."""
    found = Call.objects.shown_to_public().with_lists().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@public_page
def public_list(request: HttpRequest) -> HttpResponse:
    """The calls open now, those to come, those that are over."""
    return render(request, "calls/public_list.html", {"calls": selectors.public_calls()})


@public_page
@draws_a_map
def public_call(request: HttpRequest, call: str) -> HttpResponse:
    """One call: what it asks, where, until when, and how to answer."""
    found, now = shown(call), clock.now()
    context: dict[str, Any] = {
        "call": found,
        "card": selectors.card(found, now),
        "is_over": found.phase(now) not in (Phase.UPCOMING, Phase.OPEN, Phase.UNKNOWN),
        "facts": selectors.facts(found),
        "grid": selectors.grid(found) if found.grid_is_published else [],
        "zone": found.footprint.zone if found.footprint else None,
        "receives": found.receives(now),
        "history": selectors.history(found),
        "ways": ways(Page.PUBLIC, found),
    }
    return render(request, "calls/public_call.html", context)


@public_page
@open_to_reuse
def communes_csv(request: HttpRequest, call: str) -> HttpResponse:
    """The communes of the perimeter: what the law decides by."""
    found = shown(call)
    if found.footprint is None:
        raise Http404
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["code_insee", "commune", "departement", "epci"])
    for commune in found.footprint.communes:
        rows.writerow([commune.code, neutral(commune.name), commune.department, commune.epci or ""])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-communes.csv"'
    return response


@public_page
@open_to_reuse
def deadlines_ics(request: HttpRequest) -> HttpResponse:
    """The openings and closings of all the calls, for a calendar."""
    return _calendar(list(Call.objects.shown_to_public().select_related("dreets")))


@public_page
@open_to_reuse
def call_ics(request: HttpRequest, call: str) -> HttpResponse:
    """The opening and the closing of one call, for a calendar."""
    return _calendar([shown(call)])


def _calendar(calls: list[Call]) -> HttpResponse:
    content = feeds.calendar(calls, lambda slug: address("public_call", slug))
    return HttpResponse(content, content_type=ical.MEDIA_TYPE)


@public_page
@open_to_reuse
def calls_atom(request: HttpRequest) -> HttpResponse:
    """Every publication and every change of a call, the newest first."""
    feed = Atom1Feed(
        title=f"{instance().site_name} : appels à projets",
        link=address("public_list"),
        description="Publications et modifications des appels à projets O2R.",
        language="fr",
        feed_url=address("atom"),
    )
    for entry in feeds.entries():
        link = address("public_call", entry.slug)
        feed.add_item(
            title=entry.title,
            link=link,
            description=linebreaks(entry.text, autoescape=True),
            unique_id=f"{link}#version-{entry.number}",
            pubdate=entry.published_at,
            updateddate=entry.published_at,
            author_name=entry.author,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


@public_page
@open_to_reuse
def calls_json(request: HttpRequest) -> HttpResponse:
    """All the calls, as open data (``amis.json``)."""
    calls = Call.objects.shown_to_public().with_lists().prefetch_related("versions")
    now = clock.now()
    rows = [feeds.open_call(call, address("public_call", call.slug), now) for call in calls]
    return JsonResponse(
        {"licence": "Licence Ouverte 2.0", "amis": rows},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
