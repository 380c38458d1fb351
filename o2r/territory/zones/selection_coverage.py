"""What a selection of candidates covers of a perimeter: the figures of the committee room. Pure.

    result = selection_coverage(geo, perimeter_bits, candidates)
    result.share, result.white_places, result.overlaps, result.epcis["200040715"].most

Only the candidates kept count; all of it is recomputed at each toggle, in a few milliseconds.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from o2r.territory.official import Commune, Geography
from o2r.territory.zones.coverage import add_up, read_out, union


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project to be selected: its communes, whether it is kept, the publics it is for."""

    key: str
    bits: int = field(repr=False)
    kept: bool
    publics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Covered:
    """A part of the perimeter, in communes and in inhabitants (municipal population)."""

    communes: int
    population: int


@dataclass(frozen=True, slots=True)
class WhitePlace:
    """Communes of one EPCI, in one département, that no kept candidate covers.

    ``epci`` is its code, empty for communes without EPCI; ``whole``: of the communes of this EPCI
    that are in this département and in the perimeter, none is covered.
    """

    department: str
    epci: str
    name: str
    communes: tuple[Commune, ...]
    population: int
    whole: bool


@dataclass(slots=True)
class EpciCount:
    """The communes of an EPCI that are in the perimeter: how many, covered or not.

    ``most`` is the largest number of kept candidates over one commune; ``share`` the part (0 to 1)
    of the inhabitants covered.
    """

    code: str
    name: str
    communes: int = 0
    covered: int = 0
    overlapped: int = 0
    population: int = 0
    covered_population: int = 0
    most: int = 0

    @property
    def share(self) -> float:
        if self.population:
            return self.covered_population / self.population
        return float(self.covered == self.communes)


@dataclass(frozen=True, slots=True)
class SelectionCoverage:
    """The figures. Sets of communes (``white``, ``overlaps``) are bits of the same vintage.

    ``publics``: the inhabitants of the perimeter where a kept candidate is for this public.
    """

    perimeter: Covered
    covered: Covered
    white: int = field(repr=False)
    overlaps: int = field(repr=False)
    overlapped: Covered
    white_places: tuple[WhitePlace, ...]
    epcis: dict[str, EpciCount]
    publics: dict[str, Covered]

    @property
    def share(self) -> float:
        """The part, from 0 to 1, of the inhabitants of the perimeter who are covered."""
        population = self.perimeter.population
        return self.covered.population / population if population else 0.0

    def public_share(self, public: str) -> float:
        """The same for one public."""
        population = self.perimeter.population
        found = self.publics.get(public)
        return found.population / population if found and population else 0.0


def selection_coverage(
    geo: Geography, perimeter: int, candidates: Iterable[Candidate]
) -> SelectionCoverage:
    """The figures of the candidates kept, within ``perimeter`` (a set of communes of ``geo``)."""
    kept = [candidate for candidate in candidates if candidate.kept]
    sets = [candidate.bits & perimeter for candidate in kept]
    covered = union(sets)
    planes = add_up([sets[:]])
    overlaps = union(planes[1:])
    counts = read_out(planes, len(geo.communes))
    white = perimeter ^ covered
    return SelectionCoverage(
        perimeter=_measured(geo, perimeter),
        covered=_measured(geo, covered),
        white=white,
        overlaps=overlaps,
        overlapped=_measured(geo, overlaps),
        white_places=tuple(_white_places(geo, perimeter, white)),
        epcis=_epcis(geo, perimeter, counts),
        publics={public: _measured(geo, bits) for public, bits in _publics(kept, perimeter)},
    )


def _measured(geo: Geography, bits: int) -> Covered:
    return Covered(bits.bit_count(), geo.population(bits))


def _publics(kept: Sequence[Candidate], perimeter: int) -> Iterator[tuple[str, int]]:
    together: dict[str, int] = {}
    for candidate in kept:
        for public in candidate.publics:
            together[public] = together.get(public, 0) | candidate.bits
    return ((public, together[public] & perimeter) for public in sorted(together))


def _epcis(geo: Geography, perimeter: int, counts: "array[int]") -> dict[str, EpciCount]:
    """By code of EPCI; communes without EPCI are in none."""
    found: dict[str, EpciCount] = {}
    for commune in geo.select(perimeter):
        if not commune.epci:
            continue
        epci = found.get(commune.epci)
        if epci is None:
            unit = geo.units[f"epci:{commune.epci}"]
            epci = found[commune.epci] = EpciCount(commune.epci, unit.name)
        count = counts[commune.index]
        epci.communes += 1
        epci.population += commune.population
        if count:
            epci.covered += 1
            epci.covered_population += commune.population
            epci.overlapped += count > 1
            epci.most = max(epci.most, count)
    return found


def _white_places(geo: Geography, perimeter: int, white: int) -> Iterator[WhitePlace]:
    """The white communes by département then EPCI, the most populous first in a département."""
    groups: dict[tuple[str, str], list[Commune]] = {}
    for commune in geo.select(white):
        groups.setdefault((commune.department, commune.epci), []).append(commune)
    places = []
    for (department, epci), communes in groups.items():
        unit = geo.units.get(f"epci:{epci}") if epci else None
        here = geo.units[f"dep:{department}"].bits & perimeter
        expected = (unit.bits & here).bit_count() if unit else len(communes)
        population = sum(commune.population for commune in communes)
        name = unit.name if unit else ""
        whole = len(communes) == expected
        places.append(WhitePlace(department, epci, name, tuple(communes), population, whole))
    return iter(sorted(places, key=lambda p: (p.department, -p.population, p.epci)))
