"""Re-resolving a stored recipe on another vintage, and saying what changes before it does.

Nothing is migrated silently: a published perimeter keeps its vintage, and moving it to another one
is an act that starts with this report.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from o2r.territory.enums import UnitKind
from o2r.territory.official import Commune, FormerCommune, Geography
from o2r.territory.zones.algebra import Zone, evaluate
from o2r.territory.zones.binding import LocalLists, bind
from o2r.territory.zones.errors import ZoneError
from o2r.territory.zones.grammar import Term, parse, write


@dataclass(frozen=True, slots=True)
class TermProblem:
    """A term of the recipe that the target vintage does not know.

    ``replacements`` are the units of the target that hold its communes now: (term, name, number of
    its communes found there, number of communes of that unit).
    """

    term: str
    message: str
    replacements: tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True, slots=True)
class VintageReport:
    """What becomes of a recipe from one vintage to another.

    ``after`` is the zone in the target vintage, ``None`` when the recipe cannot be read there;
    ``proposal`` is then the recipe with each unknown term replaced by the communes or EPCI that
    hold its territory now, to be reviewed by hand, empty when none can be computed.
    ``gained`` and ``lost`` are communes of the target whose territory enters or leaves the zone.
    ``merged`` are communes of the zone that disappeared into another one; ``enlarged`` those whose
    successor also holds territory that was outside of the zone; ``created`` are new codes inside.
    """

    before: Zone
    target: int
    after: Zone | None
    problems: tuple[TermProblem, ...] = ()
    proposal: str = ""
    gained: tuple[Commune, ...] = ()
    lost: tuple[Commune, ...] = ()
    merged: tuple[FormerCommune, ...] = ()
    enlarged: tuple[Commune, ...] = ()
    created: tuple[Commune, ...] = ()

    @property
    def same_territory(self) -> bool:
        """Whether the recipe reads and speaks of the same territory, whatever the codes."""
        return self.after is not None and not (self.gained or self.lost or self.enlarged)


def compare(
    expression: str, before: Geography, after: Geography, lists: LocalLists | None = None
) -> VintageReport:
    """The report of a recipe from the vintage ``before`` to the vintage ``after``.

    Raises ``ZoneError`` when the recipe cannot be read in ``before``: that is where it was written.
    """
    terms = parse(expression)
    bound = bind(terms, before, lists)
    bits, notes = evaluate(bound)
    old = Zone(before, bits, write(terms), bound, notes)
    problems = _problems(terms, before, after, lists)
    if problems:
        proposal = _proposal(terms, problems, after, lists)
        return VintageReport(old, after.year, None, problems, proposal)
    try:
        new_bound = bind(terms, after, lists)
        new_bits, new_notes = evaluate(new_bound)
    except ZoneError as error:
        problem = TermProblem(error.term, error.message, ())
        return VintageReport(old, after.year, None, (problem,))
    new = Zone(after, new_bits, write(terms), new_bound, new_notes)
    return _difference(old, new)


def _successor(code: str, geo: Geography) -> int | None:
    """The position, in ``geo``, of the commune that holds the territory of ``code``."""
    former = geo.former.get(code)
    return geo.position.get(former.successor if former else code)


def _difference(old: Zone, new: Zone) -> VintageReport:
    before, after = old.geography, new.geography
    merged = []
    carried, outside = 0, 0
    for index, commune in enumerate(before.communes):
        position = _successor(commune.code, after)
        if position is None:
            continue
        if old.bits >> index & 1:
            carried |= 1 << position
            if after.codes[position] != commune.code:
                merged.append(FormerCommune(commune.code, commune.name, after.codes[position]))
        else:
            outside |= 1 << position
    # A commune that was not there before came out of a commune that was: it is a new code, and a
    # gain only if what it came out of was not in the zone.
    fresh = 0
    came_from_zone = 0
    for index, commune in enumerate(after.communes):
        if commune.code not in before.position:
            fresh |= 1 << index
            origin = _successor(commune.code, before)
            if origin is not None and old.bits >> origin & 1:
                came_from_zone |= 1 << index
    gained = new.bits & ~carried & ~came_from_zone
    return VintageReport(
        old,
        after.year,
        new,
        gained=tuple(after.select(gained)),
        lost=tuple(after.select((carried | came_from_zone) & ~new.bits)),
        merged=tuple(merged),
        enlarged=tuple(after.select(new.bits & carried & outside)),
        created=tuple(after.select(new.bits & fresh)),
    )


def _problems(
    terms: Iterable[Term], before: Geography, after: Geography, lists: LocalLists | None
) -> tuple[TermProblem, ...]:
    problems = []
    for term in dict.fromkeys(Term(True, term.kind, term.code) for term in terms):
        try:
            bind([term], after, lists)
        except ZoneError as error:
            replacements = _replacements(term, before, after)
            problems.append(TermProblem(term.name, error.message, replacements))
    return tuple(problems)


def _replacements(
    term: Term, before: Geography, after: Geography
) -> tuple[tuple[str, str, int, int], ...]:
    unit = before.unit(term.kind, term.code)
    if unit is None:
        return ()
    found: Counter[str] = Counter()
    for commune in before.select(unit.bits):
        position = _successor(commune.code, after)
        if position is not None:
            now = after.communes[position]
            holder = f"{UnitKind.EPCI}:{now.epci}" if term.kind is UnitKind.EPCI else ""
            found[holder if holder in after.units else now.term] += 1
    rows = []
    for name, count in found.most_common():
        kind, _, code = name.partition(":")
        holder_unit = after.unit(UnitKind(kind), code)
        if holder_unit is not None:
            rows.append((name, holder_unit.name, count, len(holder_unit)))
    return tuple(rows)


def _proposal(
    terms: Iterable[Term],
    problems: Iterable[TermProblem],
    after: Geography,
    lists: LocalLists | None,
) -> str:
    by_term = {problem.term: problem.replacements for problem in problems}
    pieces = []
    for term in terms:
        names = [row[0] for row in by_term.get(term.name, ())] or [term.name]
        pieces += [f"{'+' if term.adds else '-'} {name}" for name in names]
    try:
        proposal = parse(" ".join(pieces))
        evaluate(bind(proposal, after, lists))
    except ZoneError:
        return ""
    return write(proposal)
