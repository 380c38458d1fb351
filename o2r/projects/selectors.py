"""Answers about projects and territory: which one can come here, which is near, what is empty.

Sets of communes decide, never a distance: a distance is only shown, for want of anything better.
Every selector takes ``projects`` to look among a narrower list than what everyone may see.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from o2r.accounts.errors import DomainError
from o2r.projects.enums import Public
from o2r.projects.footprint import same_land, unit_bits
from o2r.projects.models import FundedProject, FundedProjectQuerySet, RegionalContact
from o2r.territory import zones
from o2r.territory.distance import nearest_zones
from o2r.territory.enums import UnitKind
from o2r.territory.geography import Commune, Unit, current_geography
from o2r.territory.zones.coverage import count_by_label, union


class UnknownCommune(DomainError):
    """A code that is no commune of today, nor of the past."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"« {code} » n’est pas le code d’une commune. Cherchez la commune par son nom ou son "
            "code postal."
        )


def commune_of(code: str) -> Commune:
    """The commune of today behind an INSEE code: itself, its successor, or the city of a district.

    Raises UnknownCommune.
    """
    geo = current_geography()
    current = code.strip().upper()
    if current in geo.former:
        current = geo.former[current].successor
    if current in geo.districts:
        current = geo.districts[current].commune
    commune = geo.commune(current)
    if commune is None:
        raise UnknownCommune(code)
    return commune


def marker_commune(project: FundedProject) -> Commune:
    """Where the map puts the marker of a project: the most populous commune of its zone."""
    return project.marker


def _shown(projects: FundedProjectQuerySet | None, public: Public | None) -> FundedProjectQuerySet:
    shown = FundedProject.objects.shown_to_public() if projects is None else projects
    return shown if public is None else shown.for_public(public)


def covering(
    commune_code: str,
    public: Public | None = None,
    *,
    projects: FundedProjectQuerySet | None = None,
) -> list[FundedProject]:
    """The projects that can come to someone of this public in this commune, with card data.

    A project covers a commune when the commune is in its zone; it fits a public as
    ``for_public`` says. Real projects come before examples, then those that name the public, then
    the smallest zones. Four queries. Raises UnknownCommune.
    """
    commune = commune_of(commune_code)
    places = {pk: place for pk, place in _shown(projects, public).footprints() if commune in place}
    found = FundedProject.objects.filter(pk__in=places).with_card_data()

    def rank(project: FundedProject) -> tuple[bool, bool, int, str]:
        names_it = public is not None and public in project.publics
        return (project.is_example, not names_it, len(places[project.pk]), project.slug)

    return sorted(found, key=rank)


@dataclass(frozen=True)
class Nearby:
    """A project that does not cover a commune, and how far from it the project works.

    ``commune`` is the nearest commune of its zone; ``distance_km`` is between the two centres.
    """

    project: FundedProject
    distance_km: int
    commune: Commune


def nearest(
    commune_code: str,
    public: Public | None = None,
    limit: int = 3,
    *,
    projects: FundedProjectQuerySet | None = None,
) -> list[Nearby]:
    """The projects nearest to a commune among those that do not cover it, nearest first.

    As the crow flies, between the centres of communes; what lies across the sea is left out.
    Empty when the centre of the commune is not known. Four queries. Raises UnknownCommune.
    """
    commune = commune_of(commune_code)
    geo, land = current_geography(), same_land(commune)
    away = [
        (slug, zones.Zone(geo, place.bits & land))
        for slug, place in _shown(projects, public).footprints_by_slug()
        if commune not in place
    ]
    found = nearest_zones(commune, [zone for _, zone in away], limit)
    slugs = [away[near.position][0] for near in found]
    loaded = FundedProject.objects.with_card_data().in_bulk(slugs, field_name="slug")
    return [Nearby(loaded[away[near.position][0]], round(near.km), near.commune) for near in found]


def counts_by_unit(
    kind: UnitKind, *, projects: FundedProjectQuerySet | None = None
) -> Counter[str]:
    """How many projects touch each région, or each département, by code. One query.

    The count of a unit is the length of the list one gets by filtering on it.
    """
    counted: Counter[str] = Counter()
    for _, place in _shown(projects, None).footprints():
        counted.update(place.regions if kind is UnitKind.REG else place.departments)
    return counted


def projects_per_commune(
    *, projects: FundedProjectQuerySet | None = None
) -> dict[Public | None, Sequence[int]]:
    """How many projects cover each commune, in the order of the geography, by public.

    Under ``None``: whatever the public. Two queries. A public that no project names has no entry.
    """
    shown = _shown(projects, None)
    places = shown.footprints()
    named: dict[UUID, list[Public | None]] = {pk: [None] for pk, _ in places}
    for pk, code in shown.public_codes():
        named[pk].append(Public(code))
    width = len(current_geography().communes)
    sets = [place.bits for _, place in places]
    return dict(count_by_label(sets, [named[pk] for pk, _ in places], width))


def regional_contact(region: str) -> RegionalContact | None:
    """The State service to call in a région, when one is recorded."""
    return RegionalContact.objects.filter(region=region).first()


def region_names() -> dict[str, str]:
    """The name of each région, by its code."""
    return {unit.code: unit.name for unit in current_geography().of_kind(UnitKind.REG)}


def contact_for(commune: Commune) -> RegionalContact | None:
    """The State service to call for someone in this commune."""
    bit = 1 << commune.index
    regions = current_geography().of_kind(UnitKind.REG)
    found = next((unit.code for unit in regions if unit.bits & bit), "")
    return regional_contact(found)


@dataclass(frozen=True)
class UncoveredUnit:
    """An EPCI (or a département) with communes that no project covers."""

    unit: Unit
    communes: int
    population: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all of the unit is covered."""
        return self.communes == len(self.unit)


@dataclass(frozen=True)
class WhiteZones:
    """What no project covers, inside a place, for a public.

    ``communes`` and ``population`` count what is not covered; ``all_communes`` and
    ``all_population`` count the whole place.
    """

    bits: int = field(repr=False)
    communes: int
    population: int
    all_communes: int
    all_population: int
    epci: list[UncoveredUnit]
    departments: list[UncoveredUnit]

    @property
    def share(self) -> float:
        """Part of the inhabitants of the place without any project, from 0 to 1."""
        return self.population / self.all_population if self.all_population else 0.0

    def listed(self) -> list[Commune]:
        """The communes without any project, by code."""
        return list(current_geography().select(self.bits))


def white_zones(
    *,
    public: Public | None = None,
    region: str = "",
    department: str = "",
    projects: FundedProjectQuerySet | None = None,
) -> WhiteZones:
    """What no project covers, in France or within a région or a département, by public.

    Without a place: métropole and the five DROM. EPCI come with the most inhabitants left out
    first. One query. An unknown région or département is an empty place.
    """
    geo = current_geography()
    units = tuple(f"{kind}:{code}" for kind, code in (("reg", region), ("dep", department)) if code)
    chosen = unit_bits(units)
    place = geo.france.bits if chosen is None else chosen
    covered = union(spot.bits for _, spot in _shown(projects, public).footprints())
    empty = place & ~covered
    return WhiteZones(
        bits=empty,
        communes=empty.bit_count(),
        population=geo.population(empty),
        all_communes=place.bit_count(),
        all_population=geo.population(place),
        epci=_uncovered(UnitKind.EPCI, empty),
        departments=_uncovered(UnitKind.DEP, empty),
    )


def _uncovered(kind: UnitKind, empty: int) -> list[UncoveredUnit]:
    geo = current_geography()
    flags = geo.flags(empty)
    inhabitants: Counter[str] = Counter()
    number: Counter[str] = Counter()
    for commune, is_empty in zip(geo.communes, flags, strict=True):
        if is_empty:
            code = commune.epci if kind is UnitKind.EPCI else commune.department
            inhabitants[code] += commune.population
            number[code] += 1
    found = [
        UncoveredUnit(unit, number[unit.code], inhabitants[unit.code])
        for unit in geo.of_kind(kind)
        if number[unit.code]
    ]
    return sorted(found, key=lambda item: (-item.population, item.unit.code))
