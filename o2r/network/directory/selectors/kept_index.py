"""The index of this process, brought up to date by the edition of the directory."""

from dataclasses import dataclass
from functools import lru_cache
from math import nan
from threading import Lock
from typing import Any
from uuid import UUID

from o2r.core import clock
from o2r.network.directory.codes import category_of
from o2r.network.directory.models import DirectoryEdition, Service
from o2r.network.directory.search.index import Index
from o2r.network.directory.search.part import Part
from o2r.network.directory.search.question import AT_HOME, Facts
from o2r.network.directory.zoning import terms_of
from o2r.territory.folding import fold
from o2r.territory.geography import Geography, current_geography

PATCHED = 2000
"""Services changed since the index was made: beyond, it is made again whole."""
_COLUMNS = (
    *("id", "name", "zone", "commune", "themes", "publics", "access_modes"),
    *("updated_on", "confirmed_on", "latitude", "longitude", "closed_on"),
    *("description", "structure__name"),
)


@dataclass(frozen=True)
class _Kept:
    """The index, the edition at which ``index.main`` was made, and the one it is at now."""

    index: Index
    number: int
    token: UUID
    now: UUID


_lock = Lock()
_held: list[_Kept] = []


def current_index() -> Index:
    """The index of the services that are open, as they are now. One query when nothing changed;
    about two seconds for a hundred thousand services the first time."""
    edition = DirectoryEdition.objects.filter(pk=1).first()
    if edition is None:
        return Index(Part(()))
    with _lock:
        kept = _held[0] if _held else None
        if kept is None or kept.now != edition.token:
            kept = _moved(kept, edition)
            _held[:] = [kept]
        return kept.index


def _moved(kept: _Kept | None, edition: DirectoryEdition) -> _Kept:
    """The index at an edition: patched when it descends from that of ``kept``, else made again."""
    former = {UUID(token) for _, token in edition.former}
    if kept is not None and kept.token in former | {edition.token}:
        changed = Service.objects.filter(edition__gt=kept.number)
        rows = list(_facts(changed, limit=PATCHED + 1))
        if len(rows) <= PATCHED:
            return _Kept(kept.index.patched(rows), kept.number, kept.token, edition.token)
    index = Index(Part(_facts(Service.objects.open())))
    return _Kept(index, edition.number, edition.token, edition.token)


def _facts(services: Any, limit: int | None = None) -> "list[Facts]":
    geo, today = current_geography(), clock.today()
    rows = services.order_by("pk").values_list(*_COLUMNS)[:limit]
    return [_fact(row, geo, today) for row in rows.iterator(chunk_size=5000)]


def _fact(row: tuple[Any, ...], geo: Geography, today: Any) -> Facts:
    key, name, zone, commune, themes, publics, modes, updated, confirmed, *others = row
    lat, lon, closed, description, structure = others
    return Facts(
        key=key,
        name=fold(name),
        terms=_terms(zone, commune, geo),
        themes=frozenset((*themes, *map(category_of, themes))),
        publics=frozenset(publics),
        modes=frozenset(modes),
        seen_right_on=max(updated, confirmed or updated),
        latitude=nan if lat is None else lat,
        longitude=nan if lon is None else lon,
        text=f"{structure} {description}",
        is_open=closed is None or closed > today,
    )


@lru_cache(maxsize=50_000)
def _terms(zone: str, commune: str, geo: Geography) -> tuple[str, ...]:
    if zone:
        return terms_of(zone, geo)
    place = geo.commune(commune)
    return (f"{AT_HOME}:{place.department}",) if place else ()
