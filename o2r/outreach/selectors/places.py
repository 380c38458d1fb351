"""Places with what they are owed: who to go and see next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from o2r.outreach.coverage import Coverage, Need, coverage_of
from o2r.outreach.models import Encounter, Place, RoundStop
from o2r.outreach.models.places import PlaceQuerySet
from o2r.territory.folding import fold
from o2r.territory.geography import current_geography

R = TypeVar("R", bound="QuerySet[Any]")
ANYTHING = ""
BY_NEED, BY_SECTOR = "besoin", "secteur"


@dataclass(frozen=True)
class PlaceFilter:
    """What is asked of the list. ``need``: a ``Need``; ``left``: those that teams left."""

    sector: str = ANYTHING
    commune: str = ANYTHING
    need: str = ANYTHING
    left: bool = False
    order: str = BY_SECTOR

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for anything of its own."""
        return bool(self.sector or self.commune or self.need or self.order != BY_SECTOR)


@dataclass(frozen=True)
class CoveredPlace:
    """A place and what it is owed on a day; ``last_visit`` in local time."""

    place: Place
    coverage: Coverage
    last_visit: datetime | None

    @property
    def commune_name(self) -> str:
        return commune_name(self.place.commune)


def commune_name(code: str) -> str:
    """« Vénissieux »; the code itself for what is no commune of the vintage any more."""
    commune = current_geography().commune(code)
    return commune.name if commune else code


def with_last_visit(rows: R, place: str = "pk") -> R:
    """``last_visit``: the last instant at which a round stopped there, or somebody was met.

    ``place``: the column of ``rows`` that names the place.
    """
    stopped = _latest(RoundStop.objects.exclude(visited_at=None), "visited_at", place)
    met = _latest(Encounter.objects.standing(), "at", place)
    rows = rows.annotate(stopped=stopped, met=met)
    return rows.annotate(last_visit=Coalesce(Greatest("stopped", "met"), F("stopped"), F("met")))


def _latest(rows: "QuerySet[Any]", column: str, place: str) -> Subquery:
    here = rows.filter(place=OuterRef(place)).order_by(f"-{column}")
    return Subquery(here.values(column)[:1])


def covered(places: PlaceQuerySet, *, zone: ZoneInfo, on: date) -> list[CoveredPlace]:
    """Places with what they are owed on a day, in their order. One query."""
    rows: Any = with_last_visit(places)
    return [covered_one(one, one.last_visit, zone=zone, on=on) for one in rows]


def covered_one(
    place: Place, last_visit: datetime | None, *, zone: ZoneInfo, on: date
) -> CoveredPlace:
    """What a place is owed on a day, from the last visit that ``with_last_visit`` read."""
    last = last_visit.astimezone(zone) if last_visit else None
    coverage = coverage_of(
        last=last.date() if last else None,
        rhythm=place.rhythm,
        added=place.added_on,
        on=on,
    )
    return CoveredPlace(place, coverage, last)


def found(
    places: PlaceQuerySet, asked: PlaceFilter, *, zone: ZoneInfo, on: date
) -> list[CoveredPlace]:
    """The places that a filter keeps: by sector and commune, or the one that needs it most first.

    One query.
    """
    kept = places.filter(left_on__isnull=not asked.left)
    if asked.sector:
        kept = kept.filter(sector=asked.sector)
    if asked.commune:
        kept = kept.filter(commune=asked.commune)
    rows = covered(kept.order_by("sector", "commune", "name", "pk"), zone=zone, on=on)
    if asked.need in set(Need):
        rows = [one for one in rows if one.coverage.need == asked.need]
    if asked.order == BY_NEED:
        return sorted(rows, key=most_owed)
    return sorted(rows, key=_by_sector)


def _by_sector(one: CoveredPlace) -> tuple[bool, str, str, str]:
    """By sector, those without one last; then by commune and name."""
    place = one.place
    return (not place.sector, fold(place.sector), fold(one.commune_name), fold(place.name))


def most_owed(one: CoveredPlace) -> tuple[float, str]:
    """The order of need: the most owed first; those that are equal by name."""
    return (-one.coverage.debt.ratio, one.place.name)


@dataclass(frozen=True)
class Choices:
    """The sectors and communes of some places, to choose among."""

    sectors: list[str]
    communes: list[tuple[str, str]]


def choices_of(places: PlaceQuerySet) -> Choices:
    """One query."""
    pairs = places.order_by("sector", "commune").values_list("sector", "commune").distinct()
    communes = {(code, commune_name(code)) for _, code in pairs}
    return Choices(
        sectors=sorted({sector for sector, _ in pairs if sector}),
        communes=sorted(communes, key=lambda pair: pair[1]),
    )
