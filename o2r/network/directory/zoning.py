"""Where a service may be used: from the codes of data·inclusion to a zone expression. Pure.

v1 names communes, EPCI, départements and countries, never a région nor an exclusion; v0 has
régions.
"""

from collections.abc import Iterable

from o2r.network.directory.former_schema import REGION_PREFIX
from o2r.territory.enums import UnitKind
from o2r.territory.official import Commune, Geography
from o2r.territory.zones import ZoneError, parse, resolve

FRANCE = ("france", "99100")


def term_of(code: str, geo: Geography) -> str:
    """The term of a code of « zone d’éligibilité »; empty when it is nowhere in the vintage.

    A former commune is the one that holds it now; an arrondissement, its commune.
    """
    if code in FRANCE:
        return str(UnitKind.FR)
    if code.startswith(REGION_PREFIX):
        region = code.removeprefix(REGION_PREFIX)
        return f"{UnitKind.REG}:{region}" if geo.unit(UnitKind.REG, region) else ""
    if code in geo.districts:
        code = geo.districts[code].commune
    elif code in geo.former:
        code = geo.former[code].successor
    if geo.commune(code) is not None:
        return f"{UnitKind.COM}:{code}"
    kinds = (UnitKind.DEP,) if len(code) <= 3 else (UnitKind.EPCI, UnitKind.EPT)
    return next((f"{kind}:{code}" for kind in kinds if geo.unit(kind, code)), "")


def expression_of(codes: Iterable[str], geo: Geography) -> tuple[str, list[str]]:
    """The zone of some codes, and the codes that are nowhere. « fr » alone when it is there."""
    terms: list[str] = []
    unknown: list[str] = []
    for code in codes:
        term = term_of(code.strip(), geo)
        if term:
            terms.append(term)
        else:
            unknown.append(code)
    if str(UnitKind.FR) in terms:
        return str(UnitKind.FR), unknown
    return " + ".join(sorted(set(terms))), unknown


def terms_of(expression: str, geo: Geography) -> tuple[str, ...]:
    """The units whose union is a zone: those that it adds, when it takes nothing away, else its
    communes one by one. Empty when the expression is, or cannot be read any more."""
    if not expression:
        return ()
    try:
        terms = parse(expression)
        if all(term.adds and not term.kind.is_local for term in terms):
            return tuple(term.name for term in terms)
        return tuple(commune.term for commune in resolve(expression, geo))
    except ZoneError:
        return ()


def places_of(commune: Commune, geo: Geography) -> tuple[str, ...]:
    """Every unit that holds a commune: a zone that names one of them covers it."""
    region = region_of(commune, geo)
    held = [commune.term, f"{UnitKind.DEP}:{commune.department}"]
    held += [str(UnitKind.FR)] if geo.france.bits >> commune.index & 1 else []
    held += [f"{UnitKind.EPCI}:{commune.epci}"] if commune.epci else []
    held += [f"{UnitKind.EPT}:{commune.ept}"] if commune.ept else []
    held += [f"{UnitKind.REG}:{region}"] if region else []
    return tuple(held)


def region_of(commune: Commune, geo: Geography) -> str:
    """The Insee code of the région of a commune; empty when none holds it."""
    return next(
        (unit.code for unit in geo.of_kind(UnitKind.REG) if unit.bits >> commune.index & 1), ""
    )
