"""What happens to an expression when one adds, excludes or takes away a territory. No request here.

The same acts serve the page without JavaScript (named submit buttons) and the live editor:
``add`` and ``exclude`` what is typed, ``add=dep:38`` and ``exclude=com:38344`` a proposal,
``remove=2`` the third chip. An expression that no longer resolves is kept as it is and its chips
say what is wrong: nothing that somebody wrote disappears.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography
from o2r.territory.official import Geography, Unit
from o2r.territory.typography import typographic
from o2r.territory.unit_names import AmbiguousName, UnitNameError, find_unit
from o2r.territory.unit_search import detail
from o2r.territory.zones import Term, ZoneError, bind, evaluate, parse, write

MAX_CHOICES = 12


class Sign(StrEnum):
    """What a chip does. ``ONLY``: added alone, the rest of its département staying out."""

    ADD = "add"
    EXCLUDE = "exclude"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Choice:
    """A territory that may be the one meant, with the act that takes it."""

    act: str
    label: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The expression after an act.

    ``pending``: something was asked of the editor, the form is not to be saved yet. ``said``: what
    was done, in one sentence; ``problem``: why it was not, with ``choices`` when a name is shared
    and ``text``, what was typed.
    """

    expression: str = ""
    pending: bool = False
    said: str = ""
    problem: str = ""
    choices: tuple[Choice, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        return self.expression


@dataclass(frozen=True, slots=True)
class Chip:
    """One signed unit on the page. ``problem``: why it cannot be read, empty when it can."""

    position: int
    sign: Sign
    term: str
    name: str
    detail: str
    problem: str = ""


def terms_of(expression: str) -> tuple[Term, ...]:
    """The terms of an expression, even one that starts by a removal; none when unreadable."""
    text = expression.strip()
    if not text:
        return ()
    try:
        return parse(text)
    except ZoneError:
        try:
            return parse(f"{UnitKind.FR} {text}")[1:]
        except ZoneError:
            return ()


def written(terms: tuple[Term, ...]) -> str:
    """The expression of these terms, which may be empty or start by a removal."""
    return write(terms) if terms else ""


def edit(expression: str, act: str = "", text: str = "", chosen: str = "") -> Edited:
    """Apply one act. ``chosen``: the term of a proposal taken in the list; ``text``: what is typed.

    Text left in the field without any act is added: nothing typed is forgotten.
    """
    before = Edited(expression.strip())
    verb, _, object_ = act.partition("=")
    if verb == "remove":
        return _removed(before, object_)
    if verb in (Sign.ADD, Sign.EXCLUDE) or (not act and text.strip()):
        wanted = object_ or chosen or text
        if wanted.strip():
            return _taken(before, verb == Sign.EXCLUDE, wanted.strip(), text)
    return replace(before, pending=bool(act))


def _removed(before: Edited, position: str) -> Edited:
    terms = terms_of(before.expression)
    if not position.isdecimal() or int(position) >= len(terms):
        return replace(before, pending=True)
    kept = list(terms)
    gone = kept.pop(int(position))
    name = _name(gone)
    return Edited(written(tuple(kept)), pending=True, said=typographic(f"« {name} » est retiré."))


def _name(term: Term) -> str:
    try:
        return bind((replace(term, adds=True),), current_geography())[0].unit.name
    except ZoneError:
        return term.name


def _taken(before: Edited, excludes: bool, wanted: str, text: str) -> Edited:
    try:
        unit = find_unit(wanted)
    except AmbiguousName as error:
        verb = Sign.EXCLUDE if excludes else Sign.ADD
        choices = tuple(_choice(verb, unit) for unit in error.candidates[:MAX_CHOICES])
        count = len(error.candidates)
        problem = typographic(f"« {wanted} » désigne {count} territoires. Choisissez le vôtre.")
        return replace(before, pending=True, problem=problem, choices=choices, text=text)
    except (UnitNameError, ZoneError) as error:
        return replace(before, pending=True, problem=error.message, text=text)
    return _excluded(before, unit, text) if excludes else _added(before, unit)


def _choice(verb: Sign, unit: Unit) -> Choice:
    label = f"{unit.name} ({detail(current_geography(), unit)})"
    return Choice(f"{verb}={unit.term}", label)


def _term(unit: Unit, adds: bool) -> Term:
    return Term(adds, unit.kind, "" if unit.kind is UnitKind.FR else unit.code)


def _communes(terms: tuple[Term, ...]) -> int:
    """The communes of terms, 0 when they do not hold together."""
    try:
        return evaluate(bind(terms, current_geography()))[0] if terms else 0
    except ZoneError:
        return 0


def _added(before: Edited, unit: Unit) -> Edited:
    terms = terms_of(before.expression)
    # Adding what had been excluded is taking the exclusion away.
    without = tuple(term for term in terms if term.adds or term.name != unit.term)
    now = _communes(without)
    if now and now & unit.bits == unit.bits:
        if without == terms:
            said = typographic(f"« {unit.name} » est déjà dans la zone.")
            return replace(before, pending=True, said=said)
    else:
        without = (*without, _term(unit, True))
    said = typographic(f"« {unit.name} » est ajouté.")
    return Edited(written(without), pending=True, said=said)


def _excluded(before: Edited, unit: Unit, text: str) -> Edited:
    terms = terms_of(before.expression)
    without = tuple(term for term in terms if not term.adds or term.name != unit.term)
    now = _communes(without)
    if now & unit.bits == now and without:
        problem = f"Exclure « {unit.name} » ne laisserait aucune commune dans la zone."
        return replace(before, pending=True, problem=typographic(problem), text=text)
    if now & unit.bits:
        try:
            bind((_term(unit, False),), current_geography())
        except ZoneError as error:
            # A quartier cannot be taken out of its commune.
            return replace(before, pending=True, problem=error.message, text=text)
        without = (*without, _term(unit, False))
    elif without == terms:
        problem = f"« {unit.name} » n’est pas dans la zone : il n’y a rien à exclure."
        return replace(before, pending=True, problem=typographic(problem), text=text)
    said = typographic(f"« {unit.name} » est exclu.")
    return Edited(written(without), pending=True, said=said)


def chips(expression: str, geo: Geography | None = None) -> tuple[Chip, ...]:
    """The signed units of an expression, each with its sign and what is wrong with it."""
    geography = geo or current_geography()
    terms = terms_of(expression)
    wide = 0
    for term in terms:
        if term.adds and term.kind in (UnitKind.FR, UnitKind.REG, UnitKind.DEP):
            unit = geography.unit(term.kind, term.code)
            wide |= unit.bits if unit else 0
    return tuple(_chip(rank, term, geography, wide) for rank, term in enumerate(terms))


def _chip(position: int, term: Term, geo: Geography, wide: int) -> Chip:
    sign = Sign.ADD if term.adds else Sign.EXCLUDE
    try:
        unit = bind((term,), geo)[0].unit
    except ZoneError as error:
        return Chip(position, sign, term.name, term.name, term.kind.noun, error.message)
    small = term.kind in (UnitKind.EPCI, UnitKind.EPT, UnitKind.COM)
    if term.adds and small and not unit.bits & wide:
        sign = Sign.ONLY
    return Chip(position, sign, term.name, unit.name, detail(geo, unit))
