"""The zones that a selection leaves white, named as a committee would say them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography
from o2r.territory.zones.selection_coverage import SelectionCoverage, WhitePlace


@dataclass(frozen=True, slots=True)
class WhiteZone:
    """A place without any application kept: its name, its communes, its inhabitants."""

    label: str
    department: str
    communes: int
    population: int


def white_zones(
    geo: Geography, perimeter: int, coverage: SelectionCoverage
) -> tuple[WhiteZone, ...]:
    """Whole départements first said as such, then EPCI and parts of them; the most populous first.

    « Allier » ; « Clermont Auvergne Métropole » ; « CC Entre Bièvre et Rhône (3 communes sur 37) ».
    """
    places: dict[str, list[WhitePlace]] = {}
    for place in coverage.white_places:
        places.setdefault(place.department, []).append(place)
    found = [
        zone
        for code, some in places.items()
        for zone in _in_department(geo, perimeter, coverage.white, code, some)
    ]
    return tuple(sorted(found, key=lambda zone: (-zone.population, zone.label)))


def _in_department(
    geo: Geography, perimeter: int, white: int, code: str, places: list[WhitePlace]
) -> Iterator[WhiteZone]:
    department = geo.units[f"{UnitKind.DEP}:{code}"]
    here = department.bits & perimeter
    if white & here != here or len(places) == 1:
        yield from (_place(geo, perimeter, place) for place in places)
        return
    label = department.name
    if here != department.bits:
        label = f"{department.name} (la partie dans l’appel)"
    population = sum(place.population for place in places)
    communes = sum(len(place.communes) for place in places)
    yield WhiteZone(label, code, communes, population)


def _place(geo: Geography, perimeter: int, place: WhitePlace) -> WhiteZone:
    count = len(place.communes)
    if count == 1 and not (place.whole and place.epci):
        label = place.communes[0].name
    elif not place.epci:
        label = f"{count} communes sans intercommunalité"
    elif place.whole:
        label = place.name
    else:
        department = geo.units[f"{UnitKind.DEP}:{place.department}"]
        inside = geo.units[f"{UnitKind.EPCI}:{place.epci}"].bits & perimeter & department.bits
        label = f"{place.name} ({count} communes sur {inside.bit_count()})"
    return WhiteZone(label, place.department, count, place.population)
