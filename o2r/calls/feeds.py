"""Calls as files: calendar of deadlines, news, open data."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from o2r.calls.content import LABELS, changes, opening_and_closing
from o2r.calls.enums import ChangeKind
from o2r.calls.models import Call, CallVersion
from o2r.core.agenda import ical
from o2r.territory.typography import typographic

NEWS = 50


def calendar(calls: Sequence[Call], address: Callable[[str], str]) -> bytes:
    """The openings and closings, for a calendar. ``address``: of the page of a slug.

    An hour that is not published gives a whole day, never midnight.
    """
    return ical.calendar(
        (
            ical.Event(
                uid=f"{call.slug}-{code}@o2r",
                title=f"{words} : {call.title}",
                start=when,
                url=address(call.slug),
                place=call.dreets.name,
                stamp=call.updated_at,
            )
            for call in calls
            for code, edge, words in (
                ("ouverture", call.opens, "Ouverture"),
                ("cloture", call.closes, "Clôture"),
            )
            if (when := edge.instant or edge.day) is not None
        ),
        name="Appels à projets O2R",
    )


@dataclass(frozen=True)
class Entry:
    """One piece of news: a publication or a change. ``text``: in plain words, line by line."""

    slug: str
    number: int
    title: str
    text: str
    author: str
    published_at: datetime


def entries() -> Iterator[Entry]:
    """The last publications and changes of the calls that everyone may read."""
    shown = Call.objects.shown_to_public()
    rows = CallVersion.objects.filter(call__in=shown).select_related("call__dreets")
    for row in rows.order_by("-published_at", "pk")[:NEWS]:
        kind = ChangeKind(row.kind)
        words = "Appel publié" if kind is ChangeKind.PUBLICATION else str(kind.label).capitalize()
        yield Entry(
            slug=row.call.slug,
            number=row.number,
            title=f"{words} : {row.call.title}",
            text=f"{row.reason or row.call.context or row.call.title}\n\n{_dates(row)}",
            author=row.call.dreets.name,
            published_at=row.published_at,
        )


def _dates(version: CallVersion) -> str:
    """When the call opens and closes, as this version said it: a deadline is news by itself."""
    opens, closes = opening_and_closing(version.content)
    return typographic(f"Ouverture : {opens.words}.\nClôture : {closes.words}.")


def open_call(call: Call, address: str, now: datetime) -> dict[str, Any]:
    """One call, as open data: what is not published is null."""
    place = call.footprint
    instant = call.closes.instant
    return {
        "identifiant": call.slug,
        "intitule": call.title,
        "page": address,
        "service": call.dreets.name,
        "region": call.region,
        "phase": call.phase(now).value,
        "exemple": call.is_example,
        "ouverture": _edge(call.opens_on, call.opens.instant),
        "cloture": _edge(call.closes_on, instant),
        "fuseau": call.time_zone,
        "publics": call.publics,
        "points_attention": call.attention_points,
        "publics_texte": call.publics_note or None,
        "etapes": call.stages,
        "etapes_obligatoires": call.required_stages,
        "perimetre": None
        if place is None
        else {
            "phrase": place.label,
            "expression": call.zone_expression,
            "millesime": call.zone_vintage,
            "codes": list(place.cover),
            "communes": len(place),
            "population": place.population,
        },
        "perimetre_texte": call.zone_note or None,
        "enveloppe_euros": _amount(call.envelope),
        "montant_minimal_euros": _amount(call.floor_amount),
        "depot": call.form_url or (address if call.receives_here else None),
        "source": call.source_url or None,
        "versions": [_version(before, row) for before, row in _pairs(call)],
    }


def _pairs(call: Call) -> list[tuple[CallVersion | None, CallVersion]]:
    rows = sorted(call.versions.all(), key=lambda row: row.number)
    return list(zip([None, *rows[:-1]], rows, strict=True)) if rows else []


def _version(before: CallVersion | None, row: CallVersion) -> dict[str, Any]:
    changed = changes(before.content, row.content) if before else ()
    return {
        "numero": row.number,
        "nature": row.kind,
        "publiee_le": row.published_at.isoformat(),
        "motif": row.reason or None,
        "change": [LABELS[one.code] for one in changed],
    }


def _edge(day: date | None, instant: datetime | None) -> dict[str, str | None]:
    return {
        "jour": day.isoformat() if day else None,
        "instant": instant.isoformat() if instant else None,
    }


def _amount(value: Any) -> str | None:
    return None if value is None else str(value)
