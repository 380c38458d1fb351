"""Choosing which units a sentence names: the cheapest way to say a set with the fewest exceptions.

The set is read on the tree France > région > département > part of an EPCI in this département >
part of an EPT > commune. Going down the tree, the sentence is in one of four moods:

    0 nothing said yet   1 "… is in"   2 "… but not …"   3 "… except …, which stays in"

Naming a unit goes from one mood to the next; every commune must end in the right mood (1 and 3 are
in). A sentence is a choice of where to change mood, and costs what it names: an addition 1, a
removal 2, a return 3, and a half for opening a département only partly described. A unit that the
author of the expression named, with the same sign, costs half: the sentence keeps their words when
this is not much longer. There is no fifth mood: nobody reads "except … but not … except …".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from o2r.territory.enums import UnitKind
from o2r.territory.official import Commune, Geography, Unit
from o2r.territory.zones.binding import BoundTerm
from o2r.territory.zones.structure import Clause, Part

_PRICES = (1.0, 2.0, 3.0)
_OPENING = 0.5
_ASKED = 0.5

Costs = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A unit, or the part of it in one département, with what it is made of.

    ``within`` is this département, for the part of an EPCI or of an EPT. Bits are counted from
    ``offset``: the communes of a département are contiguous, so the sets below a département are
    integers of a few hundred bits instead of 35,000.
    """

    unit: Unit
    offset: int
    mask: int
    children: tuple["Node", ...] = ()
    loose: int = 0
    within: tuple[Unit, ...] = ()

    @property
    def is_department(self) -> bool:
        return self.unit.kind is UnitKind.DEP


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of one vintage: France and the collectivités d'outre-mer at the top.

    ``same`` maps a région made of one département to this département: one name is enough.
    """

    roots: tuple[Node, ...]
    same: dict[str, str]


@lru_cache(maxsize=8)
def tree(geo: Geography) -> Tree:
    """The tree of a vintage, built once (about 60 ms)."""
    by_department: dict[str, list[Commune]] = {}
    for commune in geo.communes:
        by_department.setdefault(commune.department, []).append(commune)
    departments = {
        code: _department(geo, geo.units[f"{UnitKind.DEP}:{code}"], communes)
        for code, communes in by_department.items()
    }
    regions: list[Node] = []
    overseas: list[Node] = []
    same: dict[str, str] = {}
    for region in geo.of_kind(UnitKind.REG):
        inside = [node for node in departments.values() if node.unit.bits & region.bits]
        if len(inside) == 1:
            same[region.term] = inside[0].unit.term
            node = inside[0]
        else:
            node = Node(region, 0, region.bits, tuple(inside))
        (regions if region.bits & geo.france.bits else overseas).append(node)
    france = Node(geo.france, 0, geo.france.bits, tuple(regions))
    return Tree((france, *overseas), same)


def _department(geo: Geography, unit: Unit, communes: list[Commune]) -> Node:
    offset = communes[0].index
    cells: dict[str, list[Commune]] = {}
    for commune in communes:
        cells.setdefault(commune.epci, []).append(commune)
    loose = _mask(cells.pop("", []), offset)
    children = tuple(
        _cell(geo, geo.units[f"{UnitKind.EPCI}:{code}"], members, unit, offset)
        for code, members in cells.items()
    )
    return Node(unit, offset, _mask(communes, offset), children, loose)


def _cell(
    geo: Geography, unit: Unit, communes: list[Commune], department: Unit, offset: int
) -> Node:
    parts: dict[str, list[Commune]] = {}
    for commune in communes:
        parts.setdefault(commune.ept, []).append(commune)
    loose = _mask(parts.pop("", []), offset)
    children = []
    for code, members in parts.items():
        mask = _mask(members, offset)
        ept = geo.units[f"{UnitKind.EPT}:{code}"]
        children.append(Node(ept, offset, mask, (), mask, (department,)))
    mask = _mask(communes, offset)
    return Node(unit, offset, mask, tuple(children), loose, (department,))


def _mask(communes: Iterable[Commune], offset: int) -> int:
    bits = 0
    for commune in communes:
        bits |= 1 << (commune.index - offset)
    return bits


@dataclass(slots=True)
class _Frame:
    """The set and the author's words, in the bits of a node."""

    bits: int
    added: int
    removed: int

    def of(self, node: Node) -> "_Frame":
        """The same, seen from a département."""
        if not node.is_department:
            return self
        window = (1 << node.mask.bit_length()) - 1
        return _Frame(
            self.bits >> node.offset & window,
            self.added >> node.offset & window if self.added else 0,
            self.removed >> node.offset & window if self.removed else 0,
        )


@dataclass(slots=True)
class Wording:
    """The cheapest wording of one set of communes. ``asked`` are the author's own terms."""

    geo: Geography
    bits: int
    asked: Sequence[BoundTerm] = ()
    _added: set[str] = field(default_factory=set)
    _removed: set[str] = field(default_factory=set)
    _known: dict[int, tuple[Costs, tuple[bool, bool, bool]]] = field(default_factory=dict)

    def clauses(self) -> list[Clause]:
        """The clauses, one per unit named at the top, that together denote the set."""
        top = tree(self.geo)
        frame = _Frame(self.bits, 0, 0)
        for term in self.asked:
            names = self._added if term.adds else self._removed
            names.add(top.same.get(term.unit.term, term.unit.term))
            if term.unit.kind is UnitKind.COM:
                if term.adds:
                    frame.added |= term.unit.bits
                else:
                    frame.removed |= term.unit.bits
        return [clause for node in top.roots for clause in self._walk(node, frame)]

    def _prices(self, node: Node) -> tuple[float, float, float]:
        term = node.unit.term
        added = _ASKED if term in self._added else 1.0
        removed = _ASKED if term in self._removed else 1.0
        return _PRICES[0] * added, _PRICES[1] * removed, _PRICES[2] * added

    def _costs(self, node: Node, outer: _Frame) -> Costs:
        frame = outer.of(node)
        inside = frame.bits & node.mask
        price = self._prices(node)
        if not inside:
            return (0.0, price[1], 0.0, inf)
        if inside == node.mask:
            return (price[0], 0.0, price[2], 0.0)
        if id(node) in self._known:
            return self._known[id(node)][0]
        stay = self._inner(node, frame)
        move = [price[mood] + stay[mood + 1] for mood in range(3)]
        moves = (move[0] <= stay[0], move[1] <= stay[1], move[2] <= stay[2])
        costs = (min(move[0], stay[0]), min(move[1], stay[1]), min(move[2], stay[2]), stay[3])
        self._known[id(node)] = (costs, moves)
        return costs

    def _inner(self, node: Node, frame: _Frame) -> Costs:
        """What the inside of a node costs in each mood, the node itself not being named."""
        zero, one, two, three = _OPENING if node.is_department else 0.0, 0.0, 0.0, 0.0
        for child in node.children:
            costs = self._costs(child, frame)
            zero, one = zero + costs[0], one + costs[1]
            two, three = two + costs[2], three + costs[3]
        if node.loose:
            within = frame.bits & node.loose
            without = node.loose ^ within
            named = within.bit_count() - (within & frame.added).bit_count() * (1 - _ASKED)
            left = without.bit_count() - (without & frame.removed).bit_count() * (1 - _ASKED)
            zero, one = zero + _PRICES[0] * named, one + _PRICES[1] * left
            two, three = two + _PRICES[2] * named, three + (inf if without else 0.0)
        return (zero, one, two, three)

    def _walk(self, node: Node, outer: _Frame) -> Iterator[Clause]:
        frame = outer.of(node)
        inside = frame.bits & node.mask
        if not inside:
            return
        if inside == node.mask:
            yield Clause((node.unit,))
            return
        self._costs(node, outer)
        if self._known[id(node)][1][0]:
            yield Clause((node.unit,), tuple(self._inside(node, frame, 1)))
        elif node.is_department:
            yield Clause((node.unit,), tuple(self._inside(node, frame, 0)), only=True)
        else:
            for child in node.children:
                yield from self._walk(child, frame)

    def _inside(self, node: Node, frame: _Frame, mood: int) -> Iterator[Part]:
        for child in node.children:
            yield from self._parts(child, frame, mood)
        wrong = frame.bits & node.loose
        if mood % 2:
            wrong ^= node.loose
        while wrong:
            lowest = wrong & -wrong
            wrong ^= lowest
            yield Part(self.geo.commune_unit(node.offset + lowest.bit_length() - 1))

    def _parts(self, node: Node, outer: _Frame, mood: int) -> Iterator[Part]:
        """The parts named under ``node`` when the sentence arrives there in this mood."""
        frame = outer.of(node)
        inside = frame.bits & node.mask
        if inside in (0, node.mask):
            if bool(inside) != bool(mood % 2):
                yield Part(node.unit, within=node.within)
        elif mood < 3 and self._known[id(node)][1][mood]:
            exceptions = tuple(self._inside(node, frame, mood + 1))
            yield Part(node.unit, exceptions, node.within)
        else:
            yield from self._inside(node, frame, mood)
