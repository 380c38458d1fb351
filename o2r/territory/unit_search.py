"""Proposing territories of every kind while one types: communes, EPCI, EPT, départements, régions,
and the imported lists (QPV, FRR).

The names of units answer before communes when they answer as well: « Isère » is the département
first. What is stored afterwards is the term (``epci:200085751``), never the name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from o2r.territory.enums import UnitKind
from o2r.territory.folding import fold
from o2r.territory.geography import current_geography
from o2r.territory.name_index import BEGINNING, EXACT, NameIndex
from o2r.territory.official import Geography, Unit
from o2r.territory.search import MAX_QUERY, search_communes
from o2r.territory.zones.sentence import listed

_ORDER = (UnitKind.FR, UnitKind.REG, UnitKind.DEP, UnitKind.EPCI, UnitKind.EPT)
_SHORTEST_LOCAL = 3


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """One proposal. ``label`` begins with ``name``; ``term`` is what an expression holds."""

    term: str
    name: str
    label: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class _Index:
    """The units of one vintage but its communes, the largest first."""

    units: tuple[Unit, ...]
    names: NameIndex
    codes: dict[str, int]


@lru_cache(maxsize=2)
def _index(geo: Geography) -> _Index:
    units = tuple(unit for kind in _ORDER for unit in _largest_first(geo, kind))
    names = NameIndex((_spoken(unit), rank) for rank, unit in enumerate(units))
    return _Index(units, names, {unit.term: rank for rank, unit in enumerate(units)})


def _largest_first(geo: Geography, kind: UnitKind) -> Iterator[Unit]:
    seen: set[int] = set()
    for unit in sorted(geo.of_kind(kind), key=lambda unit: -geo.population(unit.bits)):
        # The région and the département of one overseas territory are one unit: the département.
        alone = kind is UnitKind.REG and any(
            other.bits == unit.bits for other in geo.of_kind(UnitKind.DEP)
        )
        if not alone and unit.bits not in seen:
            seen.add(unit.bits)
            yield unit


def _spoken(unit: Unit) -> str:
    return "France" if unit.kind is UnitKind.FR else unit.name


_WIDER = 5
"""How much farther one looks when some of the answers pass before the others."""


def search_units(query: str, limit: int = 8, *, first: int = 0) -> list[UnitMatch]:
    """Up to ``limit`` official territories of the current vintage that answer ``query``.

    A code answers too: ``38``, ``200085751``, ``dep:38``. ``first``: communes, as bits; what is in
    them is proposed before what is partly, then before the rest. About 5 ms.
    """
    if not first:
        return _found(query, limit)
    found = _found(query, limit * _WIDER)
    return sorted(found, key=lambda match: _remoteness(match, first))[:limit]


def _remoteness(match: UnitMatch, first: int) -> int:
    unit = current_geography().unit(match.kind, match.term.partition(":")[2])
    bits = unit.bits if unit else 0
    return 0 if bits and bits & first == bits else 1 if bits & first else 2


def _found(query: str, limit: int) -> list[UnitMatch]:
    query = query[:MAX_QUERY].strip()
    if not query:
        return []
    geo = current_geography()
    index = _index(geo)
    found = [
        (match, 0, rank)
        for match, rank in [*_by_code(query, geo, index), *index.names.search(query, limit)]
    ]
    # Half of the list stays for communes: most names of units are also names of communes.
    units = [(match, described(geo, index.units[rank])) for match, _, rank in sorted(found)]
    communes = [
        UnitMatch(m.commune.term, m.commune.name, f"{m.label}, commune", UnitKind.COM)
        for m in search_communes(query, limit)
    ]
    best = [unit for match, unit in units if match <= BEGINNING]
    others = [unit for match, unit in units if match > BEGINNING]
    room = max(limit // 2, limit - len(communes))
    kept = best[:room]
    rest = [*communes, *others, *best[room:]]
    return list({unit.term: unit for unit in [*kept, *rest]}.values())[:limit]


def _by_code(query: str, geo: Geography, index: _Index) -> Iterator[tuple[int, int]]:
    text = query.replace(" ", "")
    kinds = [kind for kind in _ORDER if kind is not UnitKind.FR]
    terms = [text.lower()] if ":" in text else [f"{kind}:{text.upper()}" for kind in kinds]
    for term in terms:
        kind, _, code = term.partition(":")
        rank = index.codes.get(f"{kind}:{code.upper()}")
        # A région is never meant by its number: « 84 » is Vaucluse.
        if rank is not None and (":" in text or kind != UnitKind.REG):
            yield EXACT, rank


@lru_cache(maxsize=4096)
def described(geo: Geography, unit: Unit) -> UnitMatch:
    """A unit with what tells it from another of the same name."""
    name = _spoken(unit)
    return UnitMatch(unit.term, name, f"{name} ({detail(geo, unit)})", unit.kind)


def detail(geo: Geography, unit: Unit) -> str:
    """« EPCI, Isère, 37 communes », « département, 512 communes »."""
    words = [unit.kind.noun] if unit.kind is not UnitKind.FR else ["pays"]
    if unit.kind in (UnitKind.EPCI, UnitKind.EPT):
        if unit.kind is UnitKind.EPT:
            words = ["EPT"]
        touched = [one.name for one in geo.of_kind(UnitKind.DEP) if one.bits & unit.bits]
        words.append(listed(touched[:3]) if len(touched) <= 3 else f"{len(touched)} départements")
    if unit.kind is UnitKind.COM:
        commune = geo.communes[unit.bits.bit_length() - 1]
        return f"commune, {geo.department(commune).name}"
    count = f"{len(unit):,}".replace(",", "\u202f")
    words.append(f"{count} commune{'s' if len(unit) > 1 else ''}")
    return ", ".join(words)


def local_query(query: str) -> str:
    """What is looked for in the imported lists; empty when it is too short to be useful."""
    text = query[:MAX_QUERY].strip()
    return text if len(fold(text)) >= _SHORTEST_LOCAL else ""
