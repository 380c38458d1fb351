"""Is a territory inside a perimeter, unit by unit, and if not: which clause leaves it out. Pure.

    verdict = judge(resolve("com:38344 + dep:73"), resolve("dep:38 - epci:200085751 + dep:73"))
    verdict.inside             # False
    verdict.lines[0].message   # « hors périmètre : la commune Roussillon est dans CC Entre Bièvre …

Only sets of communes decide; the sentence of the perimeter (``Zone.description``), which denotes
exactly its communes, gives the reasons.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography, Unit
from o2r.territory.typography import typographic
from o2r.territory.zones.algebra import Zone
from o2r.territory.zones.articles import in_department, of_department
from o2r.territory.zones.binding import bind
from o2r.territory.zones.grammar import parse
from o2r.territory.zones.sentence import listed
from o2r.territory.zones.structure import Clause, Part

_NAMED = 3
"""Beyond, names are counted: nobody reads a reason of twelve départements."""


class Standing(StrEnum):
    """Where a unit stands with regard to a perimeter."""

    INSIDE = "inside"
    PARTLY = "partly"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some communes (``bits``) are outside: one clause of the perimeter, in French."""

    message: str
    bits: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One unit that the candidate typed: the communes it brings, and those left outside."""

    unit: Unit
    bits: int = field(repr=False)
    outside: int = field(repr=False)
    reasons: tuple[Reason, ...] = ()

    @property
    def standing(self) -> Standing:
        """Inside, partly outside or outside."""
        if not self.outside:
            return Standing.INSIDE
        return Standing.OUTSIDE if self.outside == self.bits else Standing.PARTLY

    @property
    def message(self) -> str:
        """Where the unit stands and why, without its name: « hors périmètre : … »."""
        if self.standing is Standing.INSIDE:
            return "dans le périmètre"
        why = " ; ".join(reason.message for reason in self.reasons)
        if self.standing is Standing.OUTSIDE:
            return typographic(f"hors périmètre : {why}")
        count, total = self.outside.bit_count(), self.bits.bit_count()
        communes = f"{_number(count)} commune{'s' if count > 1 else ''} sur {_number(total)}"
        return typographic(f"en partie hors périmètre ({communes}) : {why}")

    @property
    def sentence(self) -> str:
        """The same with the name of the unit."""
        return typographic(f"« {self.unit.name} » : ") + self.message


@dataclass(frozen=True, slots=True)
class Verdict:
    """Line by line, in the order of the candidate's expression."""

    lines: tuple[Line, ...]
    outside: int = field(repr=False)

    @property
    def inside(self) -> bool:
        """Whether every commune of the candidate is in the perimeter."""
        return not self.outside

    @property
    def refused(self) -> tuple[Line, ...]:
        """The units partly or wholly outside."""
        return tuple(line for line in self.lines if line.outside)


def judge(candidate: Zone, perimeter: Zone, *, place: str = "l’appel") -> Verdict:
    """Say of each unit of ``candidate`` whether it is inside ``perimeter``, and why not.

    ``place`` is what has the perimeter, as the reasons name it. A candidate made by an operation,
    without recipe, is judged on its shortest cover. Raises ``ZoneError`` when the two zones are of
    different vintages.
    """
    outside = (candidate - perimeter).bits
    geo = perimeter.geography
    lines = []
    for unit in _units(candidate):
        bits = unit.bits & candidate.bits
        if bits:
            out = bits & outside
            reasons = tuple(_reasons(unit, bits, out, perimeter, geo, place)) if out else ()
            lines.append(Line(unit, bits, out, reasons))
    return Verdict(tuple(lines), outside)


def _units(zone: Zone) -> list[Unit]:
    if zone.terms or not zone.bits:
        return [term.unit for term in zone.terms if term.adds]
    bound = bind(parse(" + ".join(zone.cover())), zone.geography)
    return [term.unit for term in bound]


def _reasons(
    unit: Unit, bits: int, out: int, perimeter: Zone, geo: Geography, place: str
) -> Iterator[Reason]:
    """The clauses that leave ``out`` outside: each commune has exactly one reason."""
    described = perimeter.description
    for removed in described.removed:
        if hit := out & removed.bits:
            yield Reason(_excluded(unit, bits, hit, removed, place), hit)
            out ^= hit
    for clause in described.clauses:
        for part, scope in _exclusions(clause):
            if hit := out & part.denotes(scope):
                yield Reason(_excluded(unit, bits, hit, part.unit, place), hit)
                out ^= hit
        if clause.only and (hit := out & clause.scope):
            yield Reason(_alone(clause, perimeter), hit)
            out ^= hit
    absent = []
    for department in _touched(geo, out):
        hit = out & department.bits
        if kept := perimeter.bits & department.bits:
            yield Reason(_few(department, kept), hit)
            out ^= hit
        else:
            absent.append(department)
    if out:
        yield Reason(_absent(absent, place), out)


def _exclusions(clause: Clause) -> Iterator[tuple[Part, int]]:
    """The parts that a clause leaves out, each with the communes it is named among."""
    for part in clause.parts:
        if clause.only:
            yield from ((exception, part.named(clause.scope)) for exception in part.exceptions)
        else:
            yield part, clause.scope


def _touched(geo: Geography, bits: int) -> list[Unit]:
    return [unit for unit in geo.of_kind(UnitKind.DEP) if unit.bits & bits]


def _excluded(unit: Unit, bits: int, hit: int, removed: Unit, place: str) -> str:
    ending = "" if removed.kind in (UnitKind.DEP, UnitKind.EPT, UnitKind.FRR) else "e"
    if removed.term == unit.term:
        return f"{_named(unit)} est exclu{ending} par {place}"
    where = f"dans {_named(removed)}, exclu{ending} par {place}"
    if unit.kind is UnitKind.COM:
        return f"la commune {unit.name} est {where}"
    if removed.kind is UnitKind.COM:
        return f"la commune {removed.name} est exclue par {place}"
    if hit == bits:
        return f"{_named(unit)} est {where}"
    count = hit.bit_count()
    if count == 1:
        return f"une commune est {where}"
    return f"{_number(count)} communes sont {where}"


def _named(unit: Unit) -> str:
    """The unit inside a sentence: « le département de l’Isère », « CC Entre Bièvre et Rhône »."""
    if unit.kind is UnitKind.DEP:
        return f"le département {of_department(unit)}"
    if unit.kind is UnitKind.REG:
        return f"la région {unit.name}"
    if unit.kind is UnitKind.COM:
        return f"la commune {unit.name}"
    if unit.kind is UnitKind.EPT:
        return f"l’EPT {unit.name}"
    return unit.name


def _alone(clause: Clause, perimeter: Zone) -> str:
    """« seule Clermont Auvergne Métropole est retenue dans le Puy-de-Dôme »."""
    where = listed([in_department(head) for head in clause.heads])
    if len(clause.parts) > _NAMED:
        kept = _number((perimeter.bits & clause.scope).bit_count())
        total = _number(clause.scope.bit_count())
        return f"seules {kept} communes sur {total} sont retenues {where}"
    names = listed([_named(part.unit) for part in clause.parts])
    masculine = all(part.unit.kind is UnitKind.EPT for part in clause.parts)
    ending = "" if masculine else "e"
    if len(clause.parts) == 1:
        return f"seul{ending} {names} est retenu{ending} {where}"
    return f"seul{ending}s {names} sont retenu{ending}s {where}"


def _few(department: Unit, kept: int) -> str:
    count, where = kept.bit_count(), in_department(department)
    if count == 1:
        return f"une seule commune est retenue {where}"
    return f"seules {count} communes sur {len(department)} sont retenues {where}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _absent(departments: list[Unit], place: str) -> str:
    if not departments:
        return f"ces communes ne sont pas dans {place}"
    if len(departments) == 1:
        return f"le département {of_department(departments[0])} n’est pas dans {place}"
    names = [of_department(unit) for unit in departments[:_NAMED]]
    if len(departments) > _NAMED:
        return (
            f"{len(departments)} départements ne sont pas dans {place}, dont ceux {listed(names)}"
        )
    return f"les départements {listed(names)} ne sont pas dans {place}"
