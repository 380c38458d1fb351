"""The French sentence of a zone: output only, always true of its communes.

The rule:

- The sentence says the *resolved set*, not the recipe: two recipes of the same communes are told
  apart only by the units their authors named, which it prefers (``wording``).
- A unit named alone is whole: "Isère". What it lacks stands in parentheses: "Isère (hors CC Entre
  Bièvre et Rhône)", and what comes back inside a removal in brackets: "Isère (hors CC Entre Bièvre
  et Rhône [sauf Roussillon])".
- EPCI or communes alone stand under their département: "Puy-de-Dôme : Clermont Auvergne Métropole
  uniquement".
- An EPCI astride départements stands once, under all of them ("Isère et Rhône : CA Vienne Condrieu
  uniquement"); removed from several départements, it joins them ("Ain et Isère (hors …)").
- A unit of which only a part lies in what is spoken of says so: "18 communes sur 30".
- Seven communes or more in one place are shortened: the five largest, "et 9 autres communes".
- QPV are said with their communes, which are in the zone entirely; FRR by their name.
- France, then régions, then départements by code, whatever the order of the recipe.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from o2r.territory.enums import UnitKind
from o2r.territory.folding import fold
from o2r.territory.official import Geography, Unit
from o2r.territory.zones.binding import BoundTerm
from o2r.territory.zones.structure import Clause, Description, Part
from o2r.territory.zones.wording import Wording

NBSP = "\u00a0"
LISTED_COMMUNES = 6
"""Up to this number, communes are all written; beyond, the largest and a count."""
_SHOWN = 5


def describe(geo: Geography, bits: int, terms: Sequence[BoundTerm] = ()) -> Description:
    """The structure of the sentence that says ``bits``; ``terms`` are the author's own."""
    official = [term for term in terms if not term.unit.kind.is_local]
    added = tuple(term.unit for term in terms if term.unit.kind.is_local and term.adds)
    removed = tuple(term.unit for term in terms if term.unit.kind.is_local and not term.adds)
    if added or removed:
        described = Description(_clauses(geo, _official_bits(official), official), added, removed)
        if described.denotes() == bits:
            return described
    return Description(_clauses(geo, bits, official))


def _official_bits(terms: Iterable[BoundTerm]) -> int:
    bits = 0
    for term in terms:
        bits = bits | term.unit.bits if term.adds else bits & ~term.unit.bits
    return bits


def _clauses(geo: Geography, bits: int, terms: Sequence[BoundTerm]) -> tuple[Clause, ...]:
    raw = _gathered(Wording(geo, bits, terms).clauses())
    whole = [clause for clause in raw if not clause.only]
    only = [clause for clause in raw if clause.only]
    tidy = [
        Clause(clause.heads, _tidy(geo, clause.parts, clause.scope), clause.only)
        for clause in (*_joined(whole), *_regrouped(only))
    ]
    return tuple(sorted(tidy, key=_rank))


def _rank(clause: Clause) -> tuple[int, str, int]:
    head = clause.heads[0]
    order = (UnitKind.FR, UnitKind.REG, UnitKind.DEP).index(head.kind)
    return order, fold(head.name) if head.kind is UnitKind.REG else head.code, len(clause.heads)


def _joined(clauses: list[Clause]) -> Iterator[Clause]:
    """Clauses that lack the same EPCI become one: "Ain et Isère (hors CC …)"."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        lacking = {part.unit.term for part in clause.parts if part.unit.kind is UnitKind.EPCI}
        kept, merged = [], [clause]
        for group in groups:
            if any(part.unit.term in lacking for other in group for part in other.parts):
                merged = group + merged
            else:
                kept.append(group)
        groups = [*kept, merged]
    for group in groups:
        heads = tuple(head for clause in group for head in clause.heads)
        yield Clause(heads, tuple(part for clause in group for part in clause.parts))


def _gathered(clauses: list[Clause]) -> list[Clause]:
    """An EPCI that holds whole départements is said by its name: "Métropole du Grand Paris"."""
    cut = {
        part.unit.term: part.unit
        for clause in clauses
        for part in clause.parts
        if clause.only and part.unit.kind is UnitKind.EPCI
    }
    whole = [clause for clause in clauses if not clause.only]
    for epci in [unit for unit in cut.values() if any(c.scope & unit.bits for c in whole)]:
        held = [c for c in clauses if not c.only and c.scope & epci.bits == c.scope]
        named = [c for c in clauses if c.only and any(part.unit == epci for part in c.parts)]
        scope = 0
        for clause in (*held, *named):
            scope |= clause.scope
        if held and scope & epci.bits == epci.bits:
            clauses = [
                Clause(c.heads, (Part(epci, c.parts, c.heads),), only=True) if c in held else c
                for c in clauses
            ]
    return clauses


def _regrouped(clauses: list[Clause]) -> Iterator[Clause]:
    """The EPCI named under several départements leave them for a clause of their own."""
    seen: dict[str, list[Unit]] = {}
    for clause in clauses:
        for part in clause.parts:
            if part.unit.kind is UnitKind.EPCI:
                seen.setdefault(part.unit.term, []).append(clause.heads[0])
    astride = {term: tuple(heads) for term, heads in seen.items() if len(heads) > 1}
    shared: dict[tuple[Unit, ...], list[Part]] = {}
    for clause in clauses:
        kept = []
        for part in clause.parts:
            if part.unit.term in astride:
                shared.setdefault(astride[part.unit.term], []).append(part)
            else:
                kept.append(part)
        if kept:
            yield Clause(clause.heads, tuple(kept), only=True)
    for heads, parts in shared.items():
        yield Clause(heads, tuple(parts), only=True)


def _tidy(geo: Geography, parts: Iterable[Part], scope: int) -> tuple[Part, ...]:
    """One part per unit, in reading order; an EPCI with one commune there is that commune."""
    together: dict[str, Part] = {}
    for part in parts:
        other = together.get(part.unit.term, Part(part.unit))
        exceptions = (*other.exceptions, *part.exceptions)
        together[part.unit.term] = Part(part.unit, exceptions, (*other.within, *part.within))
    tidy = []
    for part in together.values():
        named = part.named(scope)
        if named.bit_count() == 1 and part.unit.kind in (UnitKind.EPCI, UnitKind.EPT):
            tidy.append(Part(geo.commune_unit(named.bit_length() - 1)))
        else:
            within = part.within if named != part.unit.bits & scope else ()
            tidy.append(Part(part.unit, _tidy(geo, part.exceptions, named), within))
    order = list(UnitKind)
    return tuple(sorted(tidy, key=lambda part: (order.index(part.unit.kind), fold(part.unit.name))))


@lru_cache(maxsize=8)
def _shared_names(geo: Geography) -> frozenset[str]:
    """The names that two EPCI of the vintage share."""
    counts = Counter(unit.name for unit in geo.of_kind(UnitKind.EPCI))
    return frozenset(name for name, count in counts.items() if count > 1)


def listed(names: Sequence[str]) -> str:
    """As "A, B et C"."""
    return " et ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Writes a description in French, with the names of one vintage."""

    geo: Geography
    description: Description

    def text(self) -> str:
        """The whole sentence, clauses separated by a semicolon with its no-break space."""
        pieces = [self._clause(clause) for clause in self.description.clauses]
        pieces += [self._place(unit) for unit in self.description.places]
        text = f"{NBSP}; ".join(pieces)
        if self.description.removed:
            names = listed([unit.name for unit in self.description.removed])
            text += f"{NBSP}; le tout hors {names}"
        return text or "aucune commune"

    def _clause(self, clause: Clause) -> str:
        heads = listed([head.name for head in clause.heads])
        if not clause.parts:
            return heads
        scope = clause.scope
        single = len(clause.heads) == 1 and clause.heads[0].kind is UnitKind.DEP
        if clause.only:
            return f"{heads}{NBSP}: {self._list(clause.parts, scope, 0, single)} uniquement"
        return f"{heads} (hors {self._list(clause.parts, scope, 1, single)})"

    def _list(self, parts: Sequence[Part], scope: int, depth: int, single: bool) -> str:
        """Parts in words. ``single``: within one département, where names are unambiguous."""
        larger = [part for part in parts if part.unit.kind is not UnitKind.COM]
        communes = [part for part in parts if part.unit.kind is UnitKind.COM]
        hidden = 0
        if len(communes) > LISTED_COMMUNES:
            hidden = len(communes) - _SHOWN
            communes = sorted(communes, key=lambda part: -self._inhabitants(part.unit))[:_SHOWN]
        names = [self._part(part, scope, depth, single) for part in (*larger, *communes)]
        return listed([*names, f"{hidden} autres communes"] if hidden else names)

    def _inhabitants(self, commune: Unit) -> int:
        return self.geo.populations[commune.bits.bit_length() - 1]

    def _part(self, part: Part, scope: int, depth: int, single: bool) -> str:
        named, kept = part.named(scope), part.denotes(scope).bit_count()
        remarks = [self._where(part, single)]
        if named != part.unit.bits:
            remarks.append(f"{kept} commune{'s' if kept > 1 else ''} sur {len(part.unit)}")
        if part.exceptions:
            word = "hors" if depth == 0 else "sauf"
            alone = single or part.unit.kind is UnitKind.DEP or len(part.within) == 1
            remarks.append(f"{word} {self._list(part.exceptions, named, depth + 1, alone)}")
        name = f"EPT {part.unit.name}" if part.unit.kind is UnitKind.EPT else part.unit.name
        said = ", ".join(filter(None, remarks))
        if not said:
            return name
        opening, closing = "()" if depth == 0 else "[]"
        return f"{name} {opening}{said}{closing}"

    def _where(self, part: Part, single: bool) -> str:
        """The département to say beside a name that is limited to it, or that others bear."""
        if part.within:
            return listed([unit.name for unit in part.within])
        shared = part.unit.kind is UnitKind.EPCI and part.unit.name in _shared_names(self.geo)
        if single or not (shared or part.unit.kind is UnitKind.COM):
            return ""
        first = self.geo.communes[(part.unit.bits & -part.unit.bits).bit_length() - 1]
        return self.geo.department(first).name

    def _place(self, unit: Unit) -> str:
        if unit.kind is not UnitKind.QPV:
            return unit.name
        communes = [commune.name for commune in self.geo.select(unit.bits)]
        entire = "commune entière" if len(communes) == 1 else "communes entières"
        return f"quartier prioritaire {unit.name} ({listed(communes)}, {entire})"


def sentence(geo: Geography, description: Description) -> str:
    """The French sentence of a description."""
    return Sentence(geo, description).text()
